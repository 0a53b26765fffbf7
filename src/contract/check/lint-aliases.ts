/** Finds components that are only references and lead to nothing else. Pure. */
import { isObject, type Json, objectOf } from '../model/json.ts';
import { componentAt, componentPlace } from '../model/references.ts';
import type { ReportFinding } from '../rules/report.ts';

/** Reports components that are only references to themselves, directly or through others. */
export function lintAliases(document: Json, report: ReportFinding): void {
  const ends = new Map<unknown, boolean>();
  for (const [section, members] of Object.entries(objectOf(document.components))) {
    for (const [name, value] of Object.entries(objectOf(members))) {
      if (isObject(value) && componentPlace(value.$ref) && isCyclic(document, value, ends)) {
        const where = ['components', section, name, '$ref'];
        report('ref-circular', where, `${name} is a reference that leads only to itself.`);
      }
    }
  }
}

/**
 * A component whose reference was not resolved is not a cycle; the reader has reported it. `ends` holds earlier
 * results, so that a long chain is followed once.
 */
function isCyclic(document: Json, value: Json, ends: Map<unknown, boolean>): boolean {
  const walked: Json[] = [];
  let current: unknown = value;
  // Until its end is known, each one counts as endless: a chain that returns to it is a cycle.
  while (isObject(current) && !ends.has(current)) {
    ends.set(current, true);
    walked.push(current);
    const place = componentPlace(current.$ref);
    current = place && componentAt(document, place);
  }
  const verdict = ends.get(current) ?? false;
  for (const each of walked) ends.set(each, verdict);
  return verdict;
}
