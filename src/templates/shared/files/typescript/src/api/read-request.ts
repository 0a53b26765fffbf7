/** Reads the request from an event and validates its parameters and body against openapi.yaml. */
import { callerOf } from './caller.ts';
import { HttpError } from './errors.ts';
import { lists, type Received } from './event.ts';
import type { Parameters, Request, Route, SentParameters } from './request.ts';

/**
 * A DynamoDB item has at most 400 KB, including its names. An item is never longer than its JSON and the internal
 * attributes.
 */
const MAX_STORED_BYTES = 390_000;

/** Throws a 404 for a path that cannot exist, a 400 for other parameters, and a 413, 415 or 400 for an invalid body. */
export function readRequest(received: Received, route: Route<never>, correlationId: string): Request {
  const { headers, caller, keyId, resource, requestId, event } = received;
  const { path, query, cookies, ...typed } = readParameters(received, route);
  return {
    path,
    query,
    cookies,
    headers: { ...headers, ...typed.headers },
    body: readBody(received, route),
    caller: callerOf(caller),
    keyId,
    resource,
    requestId,
    correlationId,
    event,
  };
}

function readParameters(received: Received, { parameters }: Route<never>): Parameters {
  if (!parameters) return { path: {}, query: {}, headers: {}, cookies: {} };
  const checked = parameters(sentParameters(received));
  if (checked.ok) return checked.value;
  const details = checked.details.map(({ path, message }) => ({ path, message }));
  if (checked.details.some((detail) => detail.in === 'path')) {
    throw new HttpError(404, 'NOT_FOUND', 'There is nothing here.', details);
  }
  const names = [...new Set(details.map(({ path }) => path.split('/')[0]))];
  const subject = names.length === 1 ? `The parameter ${names[0]} is` : `The parameters ${names.join(', ')} are`;
  throw new HttpError(400, 'BAD_REQUEST_PARAMETERS', `${subject} not valid.`, details);
}

function sentParameters({ pathParameters, query, headers }: Received): SentParameters {
  return {
    path: pathParameters,
    query,
    headers: lists(headers),
    cookies: readCookies(headers.cookie),
  };
}

function readCookies(header: string | undefined): Record<string, string[]> {
  const pairs = (header ?? '').split(';').flatMap((pair): [string, string[]][] => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [[pair.slice(0, at).trim(), [pair.slice(at + 1).trim()]]];
  });
  return Object.fromEntries(pairs);
}

function readBody({ headers, body: sent, isBase64Encoded }: Received, { body, stored }: Route<never>): unknown {
  if (!body) return undefined;
  const bytes = isBase64Encoded ? Buffer.from(sent, 'base64') : Buffer.from(sent);
  if (stored && bytes.length > MAX_STORED_BYTES) {
    throw new HttpError(413, 'REQUEST_TOO_LARGE', `The body is larger than ${MAX_STORED_BYTES} bytes.`);
  }
  if (bytes.length === 0 && !body.required) return undefined;
  const [media = ''] = (headers['content-type'] ?? 'application/json').toLowerCase().split(';');
  const known = Object.keys(body.media);
  const found = [media.trim(), media.replace(/\/.*/, '/*').trim(), '*/*'].find((each) => known.includes(each));
  if (found === undefined) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', `The body must be ${known.join(' or ')}.`);
  }
  if (!/^application\/([^/]+\+)?json$/.test(media.trim())) return textual(media) ? bytes.toString() : bytes;
  const value = parseJson(bytes.toString());
  const checked = body.media[found]?.(value);
  if (checked?.ok === false) {
    throw new HttpError(400, 'BAD_REQUEST_BODY', 'The body does not fit its schema.', checked.details);
  }
  return value;
}

const textual = (media: string): boolean => /^text\/|^application\/x-www-form-urlencoded/.test(media);

function parseJson(text: string): unknown {
  const invalid = () => new HttpError(400, 'BAD_REQUEST_BODY', 'The body is not valid JSON.');
  try {
    const value: unknown = JSON.parse(text);
    if (!/\\ud/i.test(text) || !HALF_OF_A_PAIR.test(JSON.stringify(value))) return value;
  } catch {
    throw invalid();
  }
  throw invalid();
}

/** Half of a surrogate pair cannot be stored or sent. JSON.stringify writes only such halves as `\ud…`. */
const HALF_OF_A_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;
