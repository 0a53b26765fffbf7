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
      if (isObject(operation)) lintKeys(operation, ['paths', path, key], report, 'settings');
    }
  }
}

/** Operations have settings below `x-apikit`, which are checked by themselves; elsewhere it silences rules. */
function lintKeys(node: Json, path: Path, report: Report, own?: 'settings'): void {
  for (const key of Object.keys(node)) {
    const where = [...path, key];
    if (REPLACED.has(key)) {
      report('extension-replaced', where, `${key} is replaced by what apikit writes.`, { key: true });
    } else if ((key.startsWith('x-amazon-apigateway-') && key !== ANY_METHOD) || key.startsWith('x-apikit-')) {
      report('extension-lost', where, `${key} is not supported yet, and would be lost.`, { key: true });
    } else if (key === 'x-apikit' && own === undefined) {
      for (const member of Object.keys(objectOf(node[key]))) {
        if (member === 'ignore') continue;
        const message = `x-apikit.${member} is not supported here, and would be lost.`;
        report('apikit-member', [...where, member], message, { key: true });
      }
    }
  }
}
