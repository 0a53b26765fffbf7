/** Parses the text of an OpenAPI 3.0 document, JSON or YAML; HTTP APIs import no other version. */
import { parse } from 'yaml';
import type { Scope } from '../../../cloud/cloud.ts';
import { isShallow, MAX_DOCUMENT_NESTING } from '../../../cloud/nesting.ts';
import { isObject, type Json } from '../../apigateway/import/json.ts';
import { resolvePseudoVariables } from '../../apigateway/import/parse-document.ts';
import { badRequest } from '../errors.ts';

/** Throws BadRequestException. */
export function parseDocument(text: string, scope: Scope): Json {
  const document = parsed(resolvePseudoVariables(text, scope));
  if (!isObject(document) || !isShallow(document, MAX_DOCUMENT_NESTING)) throw invalid('the document is not an object');
  if (!/^3\.0(\.\d+)?$/.test(String(document.openapi))) {
    throw badRequest('Failed to parse OpenAPI specification: HTTP APIs support only OpenAPI 3.0.x');
  }
  return document;
}

function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
  } catch {
    throw invalid('it is neither JSON nor YAML');
  }
}

const invalid = (why: string) => badRequest(`Failed to parse OpenAPI specification: ${why}`);
