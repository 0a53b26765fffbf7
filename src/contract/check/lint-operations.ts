/** What is refused of single operations: names and bodies; parameters and responses have files of their own. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { isBinary } from '../model/media-types.ts';
import { OPERATION_KEYS } from '../model/methods.ts';
import { isJson } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import type { ReportFinding } from '../rules/report.ts';
import { lintMediaTypes } from './lint-media-types.ts';
import { lintParameters } from './lint-parameters.ts';
import { lintResponses } from './lint-responses.ts';
import { lintSecurity } from './lint-security.ts';

export function lintOperations(document: Json, report: ReportFinding): void {
  const ids = new Map<string, string>();
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    if (path.startsWith('x-')) continue;
    for (const key of OPERATION_KEYS) {
      const operation = objectOf(item)[key];
      if (operation === undefined) continue;
      const where = ['paths', path, key];
      if (!isObject(operation)) {
        report('operation-shape', where, `${key} ${path} is no operation.`, { key: true });
        continue;
      }
      lintId(operation, `${key} ${path}`, where, ids, report);
      lintParameters(document, path, objectOf(item), operation, where, report);
      lintBody(document, key, operation, where, report);
      lintResponses(document, operation, where, report);
      lintSecurity(document, operation, where, report);
      lintDecoration(operation, `${key} ${path}`, where, report);
    }
  }
}

function lintId(operation: Json, name: string, path: Path, ids: Map<string, string>, report: ReportFinding): void {
  const id = textOf(operation.operationId);
  if (id === undefined || id === '') {
    report('operation-id', path, `${name} has no operationId.`, { key: true });
    return;
  }
  const other = ids.get(id);
  const where = [...path, 'operationId'];
  if (other) report('operation-id-twice', where, `${id} is the operationId of ${other} too.`);
  ids.set(id, name);
}

function lintBody(document: Json, key: string, operation: Json, at: Path, report: ReportFinding): void {
  const body = deref(document, operation.requestBody);
  if (!body) return;
  const where = [...at, 'requestBody'];
  const types = Object.keys(objectOf(body.content));
  if (types.length === 0) report('body-content', where, 'The request body has no content.', { key: true });
  lintMediaTypes(body, where, report);
  if (['get', 'head', 'delete'].includes(key)) {
    report('body-method', where, `A body on ${key.toUpperCase()} is dropped by many clients.`, { key: true });
  }
  if (body.required !== true && types.some(isJson)) {
    report('body-optional', where, 'The body is optional, so API Gateway cannot validate it.', { key: true });
  }
  for (const type of types.filter(isBinary)) {
    const message = `Bodies of ${type} reach the function unharmed only as a binary media type.`;
    report('body-binary', [...where, 'content', type], message, { key: true });
  }
}

/** What only informs. */
function lintDecoration(operation: Json, name: string, at: Path, report: ReportFinding): void {
  if (Object.keys(objectOf(operation.callbacks)).length > 0) {
    report('callbacks-dropped', [...at, 'callbacks'], `The callbacks of ${name} deploy nothing.`, { key: true });
  }
  if (operation.deprecated === true) {
    report('operation-deprecated', [...at, 'deprecated'], `${name} is deprecated, and served as any other.`);
  }
}
