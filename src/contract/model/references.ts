/** `$ref`s of a normalised document: all lead to components of the same document. Pure. */
import type { Path } from '../../config/problem.ts';
import type { ReportFinding } from '../rules/report.ts';
import { isObject, type Json, objectOf, textOf } from './json.ts';
import { unescapeToken } from './pointer.ts';

const COMPONENT = /^#\/components\/([A-Za-z]+)\/([^/]+)$/;

/** Follows references to components until something else is there; `undefined` where that ends nowhere. */
export function deref(document: Json, value: unknown): Json | undefined {
  return locate(document, value, [])?.value;
}

/** The same, and where that is in the document. */
export function locate(document: Json, value: unknown, path: Path): { value: Json; path: Path } | undefined {
  let current = value;
  let where = path;
  for (const seen = new Set<unknown>(); !seen.has(current); ) {
    seen.add(current);
    if (!isObject(current)) return undefined;
    const target = textOf(current.$ref);
    if (target === undefined) return { value: current, path: where };
    const match = COMPONENT.exec(target);
    if (!match) return undefined;
    where = ['components', match[1]!, unescapeToken(match[2]!)];
    current = component(document, match[1]!, unescapeToken(match[2]!));
  }
  return undefined;
}

/** The name of the schema that a reference names. */
export function schemaName(value: unknown): string | undefined {
  const match = COMPONENT.exec(textOf(objectOf(value).$ref) ?? '');
  return match?.[1] === 'schemas' ? unescapeToken(match[2]!) : undefined;
}

function component(document: Json, section: string, name: string): unknown {
  const members = objectOf(objectOf(document.components)[section]);
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Components that are only a reference to themselves, by whatever way. */
export function lintAliases(document: Json, report: ReportFinding): void {
  const ends = new Map<unknown, boolean>();
  for (const [section, members] of Object.entries(objectOf(document.components))) {
    for (const [name, value] of Object.entries(objectOf(members))) {
      if (isObject(value) && COMPONENT.test(textOf(value.$ref) ?? '') && endsNowhere(document, value, ends)) {
        const where = ['components', section, name, '$ref'];
        report('ref-circular', where, `${name} is a reference that leads to nothing but itself.`);
      }
    }
  }
}

/**
 * A component that is a reference which could not be resolved is no circle: that was said when it was read. `ends`: what is known
 * already, so that a long chain is walked once.
 */
function endsNowhere(document: Json, value: Json, ends: Map<unknown, boolean>): boolean {
  const walked: Json[] = [];
  let current: unknown = value;
  // Until its end is known, each is taken to have none: a walk that comes back to it is a circle.
  while (isObject(current) && !ends.has(current)) {
    ends.set(current, true);
    walked.push(current);
    const match = COMPONENT.exec(textOf(current.$ref) ?? '');
    current = match ? component(document, match[1]!, unescapeToken(match[2]!)) : undefined;
  }
  const verdict = ends.get(current) ?? false;
  for (const each of walked) ends.set(each, verdict);
  return verdict;
}
