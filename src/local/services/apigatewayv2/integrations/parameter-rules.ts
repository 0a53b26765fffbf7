/** The keys of parameter mappings (Developer Guide, "Transform API requests and responses for HTTP APIs"). */
import { badRequest } from '../errors.ts';

const REQUEST = /^(?:(?:append|overwrite|remove):(?:header|querystring)\.\S+|overwrite:path)$/;
const RESPONSE = /^(?:(?:append|overwrite|remove):header\.\S+|overwrite:statuscode)$/;

const RESERVED =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i;

type Parameters = Readonly<Record<string, string>>;

/** Throws BadRequestException. */
export function checkParameters(request: Parameters, responses: Readonly<Record<string, Parameters>>): void {
  for (const key of Object.keys(request)) checkKey(key, REQUEST);
  for (const [status, response] of Object.entries(responses)) {
    if (!/^[2-5]\d\d$/.test(status)) throw badRequest(`Invalid status code for response parameters: ${status}`);
    for (const key of Object.keys(response)) checkKey(key, RESPONSE);
  }
}

function checkKey(key: string, form: RegExp): void {
  if (!form.test(key)) throw badRequest(`Invalid mapping expression specified: ${key}`);
  const header = /:header\.(.+)$/.exec(key)?.[1];
  if (header !== undefined && RESERVED.test(header)) {
    throw badRequest(`Operations on header ${header} are restricted`);
  }
}

/** An empty value removes a mapping, and an empty map those of a status; what the request does not name stays. */
export const mergedParameters = <Value extends string | Parameters>(
  before: Readonly<Record<string, Value>> = {},
  given: Readonly<Record<string, Value>> = {},
): Record<string, Value> =>
  Object.fromEntries(Object.entries({ ...before, ...given }).filter(([key, value]) => !isRemoved(key, value)));

/** A mapping with the action `remove` has no value itself. */
const isRemoved = (key: string, value: string | Parameters): boolean =>
  typeof value === 'string' ? value === '' && !key.startsWith('remove:') : Object.keys(value).length === 0;
