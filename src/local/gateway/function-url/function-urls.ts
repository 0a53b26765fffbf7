/** The data plane of function URLs: one request runs the function or alias of its URL. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeResult, Scope } from '../../cloud/cloud.ts';
import { type FunctionUrl, type LambdaState, lambdaState } from '../../state/functions/model.ts';
import { readBody } from '../http/body.ts';
import { headerValue, readHeaders } from '../http/request-headers.ts';
import { traceIds } from '../http/trace-id.ts';
import { checkAccess } from './url-access.ts';
import { corsHeaders, preflight } from './url-cors.ts';
import { urlEvent } from './url-event.ts';
import type { UrlAnswer, UrlRequest, UrlTarget } from './url-request.ts';
import { urlAnswer } from './url-response.ts';

/** Lambda's limit in bytes for synchronous payloads in each direction. */
const MAX_PAYLOAD = 6_291_556;

export interface FunctionUrls {
  /** Answers one request. Rejects only if the emulator itself fails. */
  handle(request: IncomingMessage, response: ServerResponse, target: UrlTarget): Promise<void>;
}

export function createFunctionUrls(cloud: Cloud, report: (line: string) => void): FunctionUrls {
  async function answerOf(request: UrlRequest): Promise<UrlAnswer> {
    const early = preflight(request);
    if (early) return early;
    const access = checkAccess(request, cloud);
    if ('refusal' in access) return access.refusal;
    const payload = urlEvent(request, access.caller);
    if (Buffer.byteLength(payload) > MAX_PAYLOAD) return tooLarge();
    return await run(request, payload);
  }

  async function run({ scope, url, trace, target }: UrlRequest, payload: string): Promise<UrlAnswer> {
    const { functionName, qualifier } = url;
    const failed = (reason: string) => {
      report(printable(`function URL ${target.urlId} of ${functionName}: ${reason}`));
      return internalError();
    };
    let result: InvokeResult;
    try {
      const call = { scope, functionName, payload, isJson: true, traceId: trace.full };
      result = await cloud.functions.invoke({ ...call, ...(qualifier !== undefined && { qualifier }) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.status === 429) return json(429, { Reason: error.code, message: 'Rate Exceeded.' });
      return failed(`${error.code}: ${error.message}`);
    }
    if (result.functionError !== undefined) return failed(result.payload.toString('utf8'));
    try {
      return urlAnswer(result.payload);
    } catch (error) {
      return failed((error as Error).message);
    }
  }

  return {
    async handle(http, response, target) {
      const startedAt = cloud.clock.now();
      const requestId = cloud.ids.uuid();
      const headers = readHeaders(http.rawHeaders);
      const trace = traceIds(headerValue(headers, 'x-amzn-trace-id'), startedAt, cloud.ids);
      const body = await readBody(http, headers);
      const found = findUrl(cloud, target.urlId);
      const question = target.rawPath.indexOf('?');
      const send = (answer: UrlAnswer, more: UrlAnswer['headers'] = []) =>
        write(response, answer, [['x-amzn-RequestId', requestId], ['x-amzn-Trace-Id', trace.full], ...more]);
      if (!found) return send(unknownUrl());
      if (body === 'too-large') return send(tooLarge());
      const request: UrlRequest = {
        ...{ http, target, startedAt, requestId, headers, trace, body },
        path: (question < 0 ? target.rawPath : target.rawPath.slice(0, question)) || '/',
        queryString: question < 0 ? '' : target.rawPath.slice(question + 1),
        ...found,
      };
      const answer = await answerOf(request);
      send(answer, http.method === 'OPTIONS' ? [] : corsHeaders(request));
    },
  };
}

/** IDs are unique over all regions of the embedded cloud. */
function findUrl(cloud: Cloud, urlId: string): { scope: Scope; state: LambdaState; url: FunctionUrl } | undefined {
  for (const region of cloud.regions()) {
    const scope = { account: cloud.options.account, region };
    const state = lambdaState(cloud, scope);
    const url = state.urls.values().find((each) => each.urlId === urlId);
    if (url) return { scope, state, url };
  }
  return undefined;
}

function write(response: ServerResponse, { status, headers, body }: UrlAnswer, more: UrlAnswer['headers']): void {
  const bodiless = status === 204 || status === 304;
  const length: UrlAnswer['headers'] = bodiless ? [] : [['content-length', String(Buffer.byteLength(body))]];
  response.writeHead(status, [...headers, ...more, ...length].flat());
  response.end(bodiless ? '' : body);
}

function json(status: number, value: object, errorType?: string): UrlAnswer {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ...(errorType === undefined ? [] : [['x-amzn-errortype', errorType] as const]),
    ],
    body: JSON.stringify(value),
  };
}

const unknownUrl = () => json(404, { Message: null }, 'ResourceNotFoundException');
const tooLarge = () => json(413, { Message: 'Request Too Long' }, 'RequestTooLargeException');
const internalError = (): UrlAnswer => ({
  status: 502,
  headers: [['content-type', 'text/plain']],
  body: 'Internal Server Error',
});

/** The reason holds text from functions, and this line goes to a terminal. */
const printable = (line: string): string => line.replace(/[^\P{Cc}\t]/gu, ' ');
