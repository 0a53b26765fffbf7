/**
 * Reads the result of a function behind a URL, payload version 2.0. A result without `statusCode` is the body itself
 * (docs/aws/function-urls.md).
 */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { UrlAnswer } from './url-request.ts';

interface Result {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: readonly unknown[];
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** Throws an error that says what is wrong with the result. */
export function urlAnswer(payload: Buffer): UrlAnswer {
  const value = JSON.parse(payload.toString('utf8')) as unknown;
  const result = typeof value === 'object' && value !== null ? (value as Result) : {};
  if (result.statusCode === undefined) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new Error(`statusCode ${JSON.stringify(result.statusCode)} is not a valid HTTP status`);
  }
  const headers = Object.entries(result.headers ?? {}).map(([name, each]) => header(name, each));
  const cookies = (result.cookies ?? []).map((cookie) => header('set-cookie', cookie));
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers: [...(typed ? [] : [['content-type', 'application/json'] as const]), ...headers, ...cookies],
    body: bodyOf(result),
  };
}

function bodyOf({ body = '', isBase64Encoded }: Result): string | Buffer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return isBase64Encoded === true ? Buffer.from(text, 'base64') : text;
}

function header(name: string, value: unknown): readonly [string, string] {
  if (typeof value === 'object') throw new Error(`the value of header "${name}" must be a string`);
  validateHeaderName(name);
  validateHeaderValue(name, String(value));
  return [name, String(value)];
}
