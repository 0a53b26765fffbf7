/** What `x-apikit: { ignore: [rule] }` silences: warnings and notes, at its place and below. Pure. */
import type { Path } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import { isObject, type Json, listOf, objectOf } from './json.ts';
import { OPERATION_KEYS } from './methods.ts';
import type { Report } from './report.ts';
import { RULES, type RuleId } from './rules.ts';

/** Whether something on the way to `path` silences the rule; errors are never silenced. */
export function isSilenced(document: unknown, path: Path, rule: RuleId): boolean {
  if (RULES[rule].severity === 'error') return false;
  let node: unknown = document;
  for (const key of [undefined, ...path]) {
    if (key !== undefined) node = (node as Record<string | number, unknown>)[key];
    if (typeof node !== 'object' || node === null) return false;
    if (isObject(node) && listOf(objectOf(node['x-apikit']).ignore).includes(rule)) return true;
  }
  return false;
}

/** Names that silence nothing, wherever `ignore` has a meaning: root, path items, operations and named schemas. */
export function lintIgnore(document: Json, report: Report): void {
  check(document, []);
  for (const [path, item] of Object.entries(objectOf(document.paths))) {
    check(item, ['paths', path]);
    for (const key of OPERATION_KEYS) check(objectOf(item)[key], ['paths', path, key]);
  }
  for (const [name, schema] of Object.entries(objectOf(objectOf(document.components).schemas))) {
    check(schema, ['components', 'schemas', name]);
  }

  function check(node: unknown, path: Path): void {
    const { ignore } = objectOf(objectOf(node)['x-apikit']);
    if (ignore === undefined) return;
    const where = [...path, 'x-apikit', 'ignore'];
    if (!Array.isArray(ignore)) {
      report('apikit-member', where, 'ignore is no list of rules.', { fix: 'Write ignore: [rule].' });
    }
    for (const [index, name] of listOf(ignore).entries()) {
      const rule = String(name);
      if (!Object.hasOwn(RULES, rule)) {
        const near = suggest(rule, Object.keys(RULES));
        const fix = near && { fix: `Did you mean ${near}?` };
        report('ignore-unknown', [...where, index], `There is no rule ${rule}.`, { ...fix });
      } else if (RULES[rule as RuleId].severity === 'error') {
        report('ignore-error', [...where, index], `${rule} is an error, which cannot be silenced.`);
      }
    }
  }
}
