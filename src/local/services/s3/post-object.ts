/** A POST of a form stores the file of the form in a bucket. It becomes a PutObject by the signer of the form. */
import type { IncomingMessage } from 'node:http';
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { CloudBase } from '../../cloud/cloud.ts';
import type { HttpRequest } from '../../cloud/operation.ts';
import type { WireResponse } from '../../protocols/wire.ts';
import { escapeXml, XML_DECLARATION } from '../../protocols/xml.ts';
import { invalidArgument } from './errors.ts';
import { readForm, type UploadForm } from './form.ts';
import { checkForm } from './post-policy.ts';
import { MAX_PART_BYTES, receive } from './receive.ts';

type Dispatch = (http: HttpRequest) => Promise<WireResponse | undefined>;

export const isForm = ({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

export async function postObject(
  cloud: CloudBase,
  dispatch: Dispatch,
  request: IncomingMessage,
  bucket: string,
): Promise<WireResponse | undefined> {
  const form = await readForm(request.headers['content-type'] ?? '', request);
  const { fields, file } = form;
  const allowed = await orDrain(file, () => checkForm(cloud, bucket, fields, MAX_PART_BYTES));
  const headers = await orDrain(file, () => objectHeaders(fields));
  const key = await orDrain(file, () => keyOf(form));
  const content = await receive(cloud, headers, file, allowed.largest);
  try {
    checkSize(content.size, allowed);
    const response = await dispatch({
      method: 'PUT',
      url: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
      headers: { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${fields.get('x-amz-credential')}` },
      query: new URLSearchParams(),
      body: Buffer.alloc(0),
      content,
      signer: allowed.accessKeyId,
    });
    return response?.status === 200 ? succeeded(cloud, fields, bucket, key, response) : response;
  } finally {
    content.discard();
  }
}

/** A client that gets a response before it has sent its file takes it for a broken connection. */
async function orDrain<T>(file: AsyncIterable<Buffer>, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    for await (const _ of file);
    throw error;
  }
}

function keyOf({ fields, fileName }: UploadForm): string {
  const key = fields.get('key');
  if (key === undefined) {
    throw invalidArgument(
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      'key',
      '',
    );
  }
  return key.replaceAll(`$\{filename}`, fileName);
}

const HEADERS = new Set(['cache-control', 'content-type', 'content-disposition', 'content-encoding', 'expires']);

/** The fields that are headers of a PUT. */
function objectHeaders(fields: ReadonlyMap<string, string>): Record<string, string> {
  if (fields.has('tagging')) throw notImplemented('S3 POST of a form with the field tagging');
  const own = [...fields].filter(
    ([name]) => HEADERS.has(name) || /^x-amz-(?:meta|checksum|storage-class|server-side-encryption)/.test(name),
  );
  const acl = fields.get('acl');
  return { ...Object.fromEntries(own), ...(acl !== undefined && { 'x-amz-acl': acl }) };
}

function checkSize(size: number, { smallest, largest }: { readonly smallest: number; readonly largest: number }): void {
  if (size < smallest) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      members: { ProposedSize: size, MinSizeAllowed: smallest },
    });
  }
  if (size > largest) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      members: { ProposedSize: size, MaxSizeAllowed: largest },
    });
  }
}

/** The form says which response its page gets; 204 without a body by default. */
function succeeded(
  cloud: CloudBase,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  key: string,
  { headers }: WireResponse,
): WireResponse {
  const location = `${cloud.endpoint()}/${bucket}/${encodeURIComponent(key)}`;
  const etag = headers.etag ?? '';
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) url.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: url.href }, body: '' };
  }
  const status = fields.get('success_action_status');
  if (status === '201') {
    const members = { Location: location, Bucket: bucket, Key: key, ETag: etag };
    const content = Object.entries(members).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
    const body = `${XML_DECLARATION}<PostResponse>${content.join('')}</PostResponse>`;
    return { status: 201, headers: { ...headers, location, 'content-type': 'application/xml' }, body };
  }
  return { status: status === '200' ? 200 : 204, headers: { ...headers, location }, body: '' };
}
