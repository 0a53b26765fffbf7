/** Makes the HTTP request of a planned request. Pure. */
import type { Operation } from '../model/operations.ts';
import type { PlannedRequest } from './case.ts';
import type { SentRequest } from './send.ts';
import { urlValue } from './wire.ts';

export interface Caller {
  /** The URL of the stage, without a slash at its end. */
  readonly url: string;
  readonly key?: string;
  readonly token?: string;
}

const WRONG_KEY = 'this-is-no-key-of-anybody';

export function requestOf(
  { method, path }: Pick<Operation, 'method' | 'path'>,
  planned: PlannedRequest,
  { url, key, token }: Caller,
): SentRequest {
  const place = path.replace(/\{([^{}+]+)(\+?)\}/g, (_whole, name: string) => urlValue(planned.path[name] ?? name));
  const query = planned.query.map(([name, value]) => `${urlValue(name)}=${urlValue(value)}`).join('&');
  const sentKey = planned.key === 'wrong' ? WRONG_KEY : planned.key === 'valid' ? key : undefined;
  const verb = method === 'ANY' ? 'GET' : method;
  const body = verb === 'GET' || verb === 'HEAD' ? undefined : planned.body;
  return {
    method: verb,
    url: `${url}${place}${query && `?${query}`}`,
    headers: {
      accept: '*/*',
      ...planned.headers,
      ...(body && { 'content-type': body.type }),
      ...(sentKey !== undefined && { 'x-api-key': sentKey }),
      ...(token !== undefined && planned.token === 'valid' && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: body.text }),
  };
}
