/** Checks the extensions of apikit itself in a contract, so that none is lost silently. Pure. */
import type { Path } from '../../config/problem.ts';
import { type Json, objectOf } from '../model/json.ts';
import { pathItems, writtenOperations } from '../model/paths.ts';
import type { ReportFinding } from '../rules/report.ts';

export function lintExtensions(document: Json, report: ReportFinding): void {
  lintKeys(document, [], report);
  for (const { item, at } of pathItems(document)) lintKeys(objectOf(item), at, report);
  for (const { operation, at } of writtenOperations(document)) lintKeys(operation, at, report, 'settings');
}

/** In operations, `x-apikit` holds settings, which have their own checks. Elsewhere it silences rules. */
function lintKeys(node: Json, path: Path, report: ReportFinding, own?: 'settings'): void {
  for (const key of Object.keys(node)) {
    const where = [...path, key];
    if (key.startsWith('x-apikit-')) {
      report('extension-lost', where, `${key} is not supported and would be lost.`, { key: true });
    } else if (key === 'x-apikit' && own === undefined) {
      for (const member of Object.keys(objectOf(node[key]))) {
        if (member === 'ignore') continue;
        const message = `x-apikit.${member} is not supported here and would be lost.`;
        report('apikit-member', [...where, member], message, { key: true });
      }
    }
  }
}
