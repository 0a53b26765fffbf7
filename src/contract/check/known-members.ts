/** Checks sections whose members are all known. An unknown member is an error with a suggestion. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { isObject, type Json } from '../model/json.ts';
import type { ReportFinding } from '../rules/report.ts';

/**
 * Whether `value` is a section at all. Reports the members that are not in `known`. Messages use `name` for the
 * section.
 */
export function checkMembers(
  value: unknown,
  known: readonly string[],
  at: Path,
  name: string,
  report: ReportFinding,
): value is Json {
  if (!isObject(value)) {
    const fix = { fix: `Write its members below it: ${known.join(', ')}.`, key: true };
    report('settings-value', at, `${name} must be a section.`, fix);
    return false;
  }
  for (const member of Object.keys(value)) {
    if (known.includes(member)) continue;
    const near = suggest(member, known);
    const fix = near ? `Did you mean ${near}?` : `Known here: ${known.join(', ')}.`;
    report('apikit-member', [...at, member], `${name}.${member} does not exist.`, { fix, key: true });
  }
  return true;
}
