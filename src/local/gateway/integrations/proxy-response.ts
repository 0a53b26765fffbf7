/**
 * Validates and reads the response of a function in a proxy integration (recorded:
 * test_aws_proxy_response_payload_format_validation). Unknown members, objects and lists are malformed, while numbers
 * and booleans are accepted where text is expected.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ClientResponse } from '../client-response.ts';
import { badGateway, configurationError, type GatewayError } from '../gateway-error.ts';
import { addHeader, newHeaders, PROXY_REMAPPED } from '../http/response-headers.ts';

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

type Members = Record<string, unknown>;

/** `decodesBase64` is true if the API's binary media types cover what the client accepts. Throws `GatewayError`. */
export function proxyResponse(payload: Buffer, decodesBase64: boolean): ClientResponse {
  const members = readMembers(payload);
  const headers = newHeaders();
  for (const [name, value] of Object.entries(mapOf(members, 'multiValueHeaders'))) {
    if (!Array.isArray(value)) throw malformed(`multiValueHeaders["${name}"] must be a list of strings`);
    addHeader(
      headers,
      name,
      value.map((item) => headerText(name, item)),
      PROXY_REMAPPED,
    );
  }
  for (const [name, value] of Object.entries(mapOf(members, 'headers'))) {
    if (value !== null) addHeader(headers, name, [headerText(name, value)], PROXY_REMAPPED);
  }
  const body = members.body ?? '';
  if (!isScalar(body)) throw malformed('body must be a string: serialise objects with JSON.stringify');
  const encoded = members.isBase64Encoded ?? false;
  if (typeof encoded !== 'boolean') throw malformed('isBase64Encoded must be true or false');
  const text = String(body);
  return {
    status: statusOf(members.statusCode),
    headers,
    body: encoded && decodesBase64 ? decode(text) : text,
    traced: true,
  };
}

function readMembers(payload: Buffer): Members {
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    throw malformed('the response is not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw malformed('the response must be an object such as { statusCode: 200, body: "…" }');
  }
  for (const name in value) {
    if (!MEMBERS.has(name))
      throw malformed(`unknown member "${name}"; the valid members are ${[...MEMBERS].join(', ')}`);
  }
  return value as Members;
}

function statusOf(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw malformed(`statusCode ${JSON.stringify(value)} is not a valid HTTP status`);
  }
  return status;
}

function mapOf(members: Members, name: 'headers' | 'multiValueHeaders'): Members {
  const value = members[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed(`${name} must be an object`);
  return value as Members;
}

function headerText(name: string, value: unknown): string {
  if (!isScalar(value)) throw malformed(`the value of header "${name}" must be a string`);
  const text = String(value);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, text);
  } catch (error) {
    throw malformed((error as Error).message);
  }
  return text;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Recorded: text that cannot be decoded gives a 500, not a 502. */
function decode(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
    throw configurationError('Unable to base64 decode the body.');
  }
  return Buffer.from(text, 'base64');
}

function malformed(rule: string): GatewayError {
  return badGateway(`Malformed Lambda proxy response: ${rule}`);
}
