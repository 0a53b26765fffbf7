/** Checks single operations: IDs and bodies. Parameters and responses have their own files. Pure. */
import type { Path } from '../../config/problem.ts';
import { OPERATION_KEYS } from '../../naming/methods.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { isBinary, isJson } from '../model/media-types.ts';
import { pathItems } from '../model/paths.ts';
import { deref } from '../model/references.ts';
import type { ReportFinding } from '../rules/report.ts';
import { lintMediaTypes } from './lint-media-types.ts';
import { lintParameters } from './lint-parameters.ts';
import { lintResponses } from './lint-responses.ts';
import { lintSecurity } from './lint-security.ts';

export function lintOperations(document: Json, report: ReportFinding): void {
  const ids = new Map<string, string>();
  for (const { path, item, at } of pathItems(document)) {
    for (const key of OPERATION_KEYS) {
      const operation = objectOf(item)[key];
      if (operation === undefined) continue;
      const where = [...at, key];
      if (!isObject(operation)) {
        report('operation-shape', where, `${key} ${path} is not an operation.`, { key: true });
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
  if (other) report('operation-id-twice', where, `${id} is also the operationId of ${other}.`);
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
    report('body-method', where, `Many clients drop the body of a ${key.toUpperCase()} request.`, { key: true });
  }
  if (body.required !== true && types.some(isJson)) {
    report('body-optional', where, 'The body is optional, so API Gateway cannot validate it.', { key: true });
  }
  for (const type of types.filter(isBinary)) {
    const message = `Bodies of ${type} reach the function intact only if the type is a binary media type of the API.`;
    report('body-binary', [...where, 'content', type], message, { key: true });
  }
}

/** Reports the notes. */
function lintDecoration(operation: Json, name: string, at: Path, report: ReportFinding): void {
  if (Object.keys(objectOf(operation.callbacks)).length > 0) {
    report('callbacks-dropped', [...at, 'callbacks'], `apikit deploys nothing for the callbacks of ${name}.`, {
      key: true,
    });
  }
  if (operation.deprecated === true) {
    report(
      'operation-deprecated',
      [...at, 'deprecated'],
      `${name} is deprecated, but API Gateway serves it like any other operation.`,
    );
  }
}
