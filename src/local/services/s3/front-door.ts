/**
 * Takes the requests to S3 from the server before anything else reads them: bodies of uploads go to files, and pages in
 * a browser may send requests that have a signature, which no other service allows.
 */
import type { IncomingMessage } from 'node:http';
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase } from '../../cloud/cloud.ts';
import type { HttpRequest } from '../../cloud/operation.ts';
import { restXmlError } from '../../protocols/rest-xml.ts';
import type { WireResponse } from '../../protocols/wire.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { bucketsOf } from './model.ts';
import { isForm, postObject } from './post-object.ts';
import { receive } from './receive.ts';
import { service } from './service.ts';
import { type Target, targetOf } from './target.ts';

type Dispatch = (http: HttpRequest) => Promise<WireResponse | undefined>;

/** A body of XML; the longest is the list of parts of an upload. */
const MAX_DOCUMENT_BYTES = 2_000_000;

/** Returns `undefined` for a request to another service. */
export type FrontDoor = (request: IncomingMessage, fromPage: boolean) => Promise<WireResponse | undefined> | undefined;

export function createFrontDoor(cloud: CloudBase, dispatch: Dispatch): FrontDoor {
  return (request, fromPage) => {
    const isSigned = isSignedForS3(request);
    if (isSigned === false) return undefined;
    const { url = '/', headers } = request;
    const target = targetOf({ url, headers });
    // Requests without a signature are for S3 if they name a bucket.
    if (!isSigned && !bucketsOf(cloud).has(target.bucket)) return undefined;
    return answer(cloud, dispatch, request, target, fromPage);
  };
}

/** A signature names the service. Returns `undefined` for a request without a signature. */
function isSignedForS3({ url = '/', headers }: IncomingMessage): boolean | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return /Credential=[^,\s]+\/s3\/aws4_request/.test(authorization);
  const query = new URLSearchParams(url.split('?', 2)[1]);
  return query.get('X-Amz-Credential')?.endsWith('/s3/aws4_request');
}

async function answer(
  cloud: CloudBase,
  dispatch: Dispatch,
  request: IncomingMessage,
  target: Target,
  fromPage: boolean,
): Promise<WireResponse | undefined> {
  const rules = bucketsOf(cloud).get(target.bucket)?.cors;
  const { origin } = request.headers;
  try {
    if (request.method === 'OPTIONS') return { status: 200, headers: preflight(request, rules), body: '' };
    const response = isForm(request)
      ? await postObject(cloud, dispatch, request, target.bucket)
      : await dispatched(cloud, dispatch, request, target, fromPage);
    if (response === undefined || origin === undefined) return response;
    return { ...response, headers: { ...corsHeaders(rules, origin, request.method!), ...response.headers } };
  } catch (error) {
    const response = restXmlError(error, protocol, { requestId: cloud.ids.uuid() });
    const cors = origin === undefined ? {} : corsHeaders(rules, origin, request.method!);
    return { ...response, headers: { ...cors, ...response.headers } };
  }
}

const protocol = service.protocols.find((each) => each.type === 'rest-xml')!;

function preflight(
  { headers }: IncomingMessage,
  rules: Parameters<typeof preflightHeaders>[0],
): Record<string, string> {
  const names = headers['access-control-request-headers'];
  return preflightHeaders(rules, {
    ...(headers.origin !== undefined && { origin: headers.origin }),
    ...(headers['access-control-request-method'] !== undefined && { method: headers['access-control-request-method'] }),
    headers: names === undefined ? [] : names.split(',').map((name) => name.trim().toLowerCase()),
  });
}

async function dispatched(
  cloud: CloudBase,
  dispatch: Dispatch,
  request: IncomingMessage,
  target: Target,
  fromPage: boolean,
): Promise<WireResponse | undefined> {
  const url = request.url ?? '/';
  const query = new URLSearchParams(url.split('?', 2)[1]);
  const http = {
    method: request.method ?? 'GET',
    url,
    headers: request.headers,
    query,
    service: 's3',
    ...(fromPage && { fromPage: true as const }),
  };
  if (!isUpload(http.method, target, query)) return dispatch({ ...http, body: await readDocument(request) });
  const content = await receive(cloud, request.headers, request);
  try {
    return await dispatch({ ...http, body: Buffer.alloc(0), content });
  } finally {
    content.discard();
  }
}

/** The parameters with which a PUT of an object has another body than bytes of the object. */
const DOCUMENTS = ['tagging', 'acl', 'retention', 'legal-hold'];

const isUpload = (method: string, { key }: Target, query: URLSearchParams): boolean =>
  method === 'PUT' && key !== '' && !DOCUMENTS.some((name) => query.has(name));

async function readDocument(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) throw new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
