/** Extensions in a contract: none is lost without a word, and none that protects something is lost at all. Pure. */
import type { Path } from '../config/problem.ts';
import { isObject, type Json, objectOf } from './json.ts';
import { ANY_METHOD, OPERATION_KEYS } from './methods.ts';
import type { Report } from './report.ts';

/** What the compiler writes itself, with the same purpose. */
const REPLACED = new Set(
  ['integration', 'request-validator', 'request-validators', 'gateway-responses', 'documentation'].map(
    (name) => `x-amazon-apigateway-${name}`,
  ),
);

export function lintExtensions(document: Json, report: Report): void {
  lintKeys(document, [], report);
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    lintKeys(objectOf(item), ['paths', path], report);
    for (const key of OPERATION_KEYS) {
      const operation = objectOf(item)[key];
      if (isObject(operation)) lintKeys(operation, ['paths', path, key], report);
    }
  }
}

function lintKeys(node: Json, path: Path, report: Report): void {
  for (const key of Object.keys(node)) {
    const where = [...path, key];
    if (REPLACED.has(key)) {
      report(where, `${key} is replaced by what apikit writes.`, 'Remove it.', { severity: 'warning', key: true });
    } else if ((key.startsWith('x-amazon-apigateway-') && key !== ANY_METHOD) || /^x-apikit($|-)/.test(key)) {
      // Among them are resource policies and authorizers: deploying without them would open what is meant to be closed.
      report(where, `${key} is not supported yet, and would be lost.`, 'Remove it.', { key: true });
    }
  }
}
