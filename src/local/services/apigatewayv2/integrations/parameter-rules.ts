/** The keys of parameter mappings (Developer Guide, "Transform API requests and responses for HTTP APIs"). */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { badRequest } from '../errors.ts';

const REQUEST = /^(?:(?:append|overwrite|remove):(?:header|querystring)\.\S+|overwrite:path)$/;
const RESPONSE = /^(?:(?:append|overwrite|remove):header\.\S+|overwrite:statuscode)$/;

const RESERVED =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i;

type Parameters = Readonly<Record<string, string>>;

/** Throws BadRequestException. */
export function checkParameters(
  type: 'AWS_PROXY' | 'HTTP_PROXY',
  request: Parameters,
  responses: Readonly<Record<string, Parameters>>,
): void {
  for (const key of Object.keys(request)) checkKey(key, REQUEST);
  for (const [status, response] of Object.entries(responses)) {
    if (!/^[2-5]\d\d$/.test(status)) throw badRequest(`Invalid status code for response parameters: ${status}`);
    for (const key of Object.keys(response)) checkKey(key, RESPONSE);
  }
  if (type === 'AWS_PROXY' && Object.keys(request).length + Object.keys(responses).length > 0) {
    throw notImplemented('Parameter mappings of a Lambda integration of an HTTP API');
  }
  if (Object.keys(request).length + Object.keys(responses).length > 0) {
    throw notImplemented('Parameter mappings of an HTTP API');
  }
}

function checkKey(key: string, form: RegExp): void {
  if (!form.test(key)) throw badRequest(`Invalid mapping expression specified: ${key}`);
  const header = /:header\.(.+)$/.exec(key)?.[1];
  if (header !== undefined && RESERVED.test(header)) {
    throw badRequest(`Operations on header ${header} are restricted`);
  }
}
