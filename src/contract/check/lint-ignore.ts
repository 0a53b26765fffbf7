/** Checks `x-apikit: { ignore: [rule] }`, which silences warnings and notes at its place and below. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import { pathItems, writtenOperations } from '../model/paths.ts';
import { componentSchemas } from '../model/references.ts';
import { RULES, type RuleId } from '../rules/index.ts';
import type { ReportFinding } from '../rules/report.ts';

/** Reports names that silence nothing, wherever `ignore` is allowed: root, path items, operations and named schemas. */
export function lintIgnore(document: Json, report: ReportFinding): void {
  check(document, []);
  for (const { item, at } of pathItems(document)) check(item, at);
  for (const { operation, at } of writtenOperations(document)) check(operation, at);
  for (const [name, schema] of Object.entries(componentSchemas(document))) {
    check(schema, ['components', 'schemas', name]);
  }

  function check(node: unknown, path: Path): void {
    const { ignore } = objectOf(objectOf(node)['x-apikit']);
    if (ignore === undefined) return;
    const where = [...path, 'x-apikit', 'ignore'];
    if (!Array.isArray(ignore)) {
      report('apikit-member', where, 'ignore must be a list of rules.', { fix: 'Write ignore: [rule].' });
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
