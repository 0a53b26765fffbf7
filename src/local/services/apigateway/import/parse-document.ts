/** Parses the text of an OpenAPI document, JSON or YAML, of a version that API Gateway imports. */
import { parse } from 'yaml';
import type { Scope } from '../../../cloud/cloud.ts';
import { isShallow, MAX_DOCUMENT_NESTING } from '../../../cloud/nesting.ts';
import { badRequest } from '../errors.ts';
import { isObject, type Json } from './json.ts';

const MAX_BYTES = 6 * 1024 * 1024;

/** Throws AWS's `Invalid OpenAPI input.` for everything that is not an OpenAPI 2.0 or 3.0 document. */
export function parseDocument(body: Buffer, scope: Scope): Json {
  if (body.length > MAX_BYTES) throw badRequest('The OpenAPI definition exceeds the maximum size of 6 MB.');
  const document = parsed(resolvePseudoVariables(body.toString('utf8'), scope));
  if (!isObject(document) || !isSupported(document)) throw invalidInput();
  if (!isShallow(document, MAX_DOCUMENT_NESTING)) throw invalidInput();
  return document;
}

/** JSON is also YAML, but its own parser is a hundred times as fast on a large document. */
function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
  } catch {
    throw invalidInput();
  }
}

const isSupported = ({ swagger, openapi }: Json): boolean =>
  String(swagger) === '2.0' || /^3\.0(\.\d+)?$/.test(String(openapi));

const invalidInput = () => badRequest('Invalid OpenAPI input.');

/** API Gateway resolves pseudo variables anywhere in the body (docs/aws/import.md). */
export function resolvePseudoVariables(text: string, { account, region }: Scope): string {
  const values: Record<string, string> = { AccountId: account, Region: region, Partition: 'aws' };
  return text.replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, name: string) => values[name]!);
}
