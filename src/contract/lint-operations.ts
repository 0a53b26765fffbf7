/** What is refused of single operations: names, parameters and bodies. Pure. */
import type { Path } from '../config/problem.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { OPERATION_KEYS } from './methods.ts';
import { isJson, pathParameters } from './operations.ts';
import { deref } from './references.ts';
import type { Report } from './report.ts';
import { lintSecurity } from './security.ts';

export function lintOperations(document: Json, report: Report): void {
  const ids = new Map<string, string>();
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    for (const key of OPERATION_KEYS) {
      const operation = objectOf(item)[key];
      if (operation === undefined) continue;
      const where = ['paths', path, key];
      if (!isObject(operation)) {
        report(where, `${key} ${path} is no operation.`, 'Write operationId: and responses: below it.', { key: true });
        continue;
      }
      lintId(operation, `${key} ${path}`, where, ids, report);
      lintParameters(document, path, objectOf(item), operation, where, report);
      lintBody(document, key, operation, where, report);
      lintSecurity(document, operation, where, report);
    }
  }
}

function lintId(operation: Json, name: string, path: Path, ids: Map<string, string>, report: Report): void {
  const id = textOf(operation.operationId);
  if (id === undefined || id === '') {
    report(path, `${name} has no operationId.`, 'Add one, e.g. operationId: listItems.', { key: true });
    return;
  }
  const other = ids.get(id);
  if (other) report([...path, 'operationId'], `${id} is the operationId of ${other} too.`, 'Rename one of them.');
  ids.set(id, name);
}

function lintParameters(document: Json, path: string, item: Json, operation: Json, at: Path, report: Report): void {
  const inPath = pathParameters(path);
  /** Name → where it is taken from: API Gateway wants names unique over query, header and path (aws-facts §2). */
  const places = new Map<string, string>();
  const lists: [Path, unknown[]][] = [
    [[...at.slice(0, 2), 'parameters'], listOf(item.parameters)],
    [[...at, 'parameters'], listOf(operation.parameters)],
  ];
  for (const [where, list] of lists) {
    for (const [index, raw] of list.entries()) {
      const parameter = deref(document, raw);
      // A reference that leads nowhere is reported by `references.ts`.
      if (!parameter) continue;
      const [name, place] = [textOf(parameter.name), textOf(parameter.in)];
      const problem = (message: string, fix: string, severity: 'error' | 'warning' = 'error') =>
        report([...where, index], message, fix, { severity });
      if (name === undefined || place === undefined || !['path', 'query', 'header', 'cookie'].includes(place)) {
        problem('A parameter has no name or no place.', 'Write name: and in: path, query or header.');
        continue;
      }
      if (place === 'cookie') {
        problem(
          `API Gateway ignores the cookie parameter ${name}.`,
          'Read the Cookie header in the handler.',
          'warning',
        );
      } else if (!/^[A-Za-z0-9._$-]+$/.test(name)) {
        problem(`The parameter ${name} has characters that API Gateway refuses.`, 'Use letters, digits and . _ $ -');
      } else if (place === 'path' && !inPath.includes(name)) {
        problem(`The path parameter ${name} is not in ${path}.`, `Write {${name}} into the path, or remove it.`);
      } else if ((places.get(name) ?? place) !== place) {
        const message = `The parameter ${name} is in ${places.get(name)} and ${place}; API Gateway takes a name once.`;
        problem(message, 'Rename one of them.');
      }
      places.set(name, place);
    }
  }
}

function lintBody(document: Json, key: string, operation: Json, at: Path, report: Report): void {
  const body = deref(document, operation.requestBody);
  if (!body) return;
  const where = [...at, 'requestBody'];
  const types = Object.keys(objectOf(body.content));
  if (types.length === 0)
    report(where, 'The request body has no content.', 'Add content: application/json:', { key: true });
  if (['get', 'head', 'delete'].includes(key)) {
    report(where, `A body on ${key.toUpperCase()} is dropped by many clients.`, 'Use a query parameter.', {
      severity: 'warning',
      key: true,
    });
  }
  if (body.required !== true && types.some(isJson)) {
    // The gateway would refuse an empty body that the contract allows (aws-facts §6, request validation).
    const message = 'The body is optional, so API Gateway cannot validate it.';
    report(where, message, 'Add required: true, or validate it in the handler alone.', {
      severity: 'warning',
      key: true,
    });
  }
}
