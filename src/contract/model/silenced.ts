/** Tells whether a contract silences a finding of the lint with `x-apikit: { ignore: [rule] }`. Pure. */
import type { Path } from '../../config/problem.ts';
import { RULES, type RuleId } from '../rules/index.ts';
import { isObject, listOf, objectOf } from './json.ts';

/** Whether a node between the root and `path` silences the rule. Nothing silences an error. */
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
