/** Reads the response of a function in a Lambda integration, by the rules of its payload version. */
import { type HttpAnswer, isSendable } from './http-answer.ts';
import { integrationFailure } from './http-api-error.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Version 1.0 requires an object with a status. Version 2.0 returns anything else, or an object without a status, as
 * JSON with status 200 (Developer Guide, "Lambda function response for format 2.0"). Throws `HttpApiError`.
 */
export function functionAnswer(payload: Buffer, version: string): HttpAnswer {
  const value = parsed(payload);
  const members = isMembers(value) ? value : undefined;
  if (version === '1.0') {
    if (members?.statusCode === undefined || members.statusCode === null) throw wrongType('statusCode');
    return answerOf(members, multiHeadersOf(members));
  }
  if (members?.statusCode === undefined || members.statusCode === null) return inferred(value, payload);
  return answerOf(members, cookiesOf(members));
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    throw integrationFailure(`${MISMATCH} The Lambda function didn't return valid JSON.`);
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inferred = (value: unknown, payload: Buffer): HttpAnswer => ({
  status: 200,
  headers: [['content-type', 'application/json']],
  body: typeof value === 'string' ? value : payload,
});

function answerOf(members: Members, more: HttpAnswer['headers']): HttpAnswer {
  const { isBase64Encoded = false, body } = members;
  if (isBase64Encoded !== null && typeof isBase64Encoded !== 'boolean') throw wrongType('isBase64Encoded');
  if (body !== undefined && body !== null && typeof body !== 'string') throw wrongType('body');
  const headers = [...headersOf(members).filter((one) => !more.some((other) => isSame(one, other))), ...more];
  const given = body ?? '';
  const hasType = headers.some(([name]) => name === 'content-type');
  return {
    status: statusOf(members.statusCode),
    headers: hasType || given === '' ? headers : [...headers, ['content-type', 'text/plain;charset=UTF-8']],
    body: isBase64Encoded === true ? Buffer.from(given, 'base64') : given,
  };
}

const isSame = ([name, value]: readonly [string, string], [other, another]: readonly [string, string]): boolean =>
  name === other && value === another;

function statusOf(value: unknown): number {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599)
    throw wrongType('statusCode');
  return status;
}

function headersOf({ headers = {} }: Members): [string, string][] {
  if (headers === null) return [];
  if (!isMembers(headers)) throw wrongType('headers');
  return Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [header(name, value, 'headers')]));
}

/** A value that both maps have is sent once, as for REST APIs (Developer Guide, "Lambda proxy integrations"). */
function multiHeadersOf({ multiValueHeaders = {} }: Members): [string, string][] {
  if (multiValueHeaders === null) return [];
  if (!isMembers(multiValueHeaders)) throw wrongType('multiValueHeaders');
  return Object.entries(multiValueHeaders).flatMap(([name, values]) => {
    if (!Array.isArray(values)) throw wrongType('multiValueHeaders');
    return values.map((value) => header(name, value, 'multiValueHeaders'));
  });
}

function cookiesOf({ cookies = [] }: Members): [string, string][] {
  if (cookies === null) return [];
  if (!Array.isArray(cookies)) throw wrongType('cookies');
  return cookies.map((cookie) => header('set-cookie', cookie, 'cookies'));
}

function header(name: string, value: unknown, field: string): [string, string] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw wrongType(field);
  const text = String(value);
  if (!isSendable(name, text)) throw wrongType(field);
  return [name.toLowerCase(), text];
}

/** The words of `$context.integrationErrorMessage` (docs/aws/http-apis.md). */
const MISMATCH = "The response from the Lambda function doesn't match the format that API Gateway expects.";

const wrongType = (field: string) =>
  integrationFailure(`${MISMATCH} Lambda body contains the wrong type for field "${field}"`);
