/**
 * Finds values that CloudFormation would fill in, where OpenAPI needs a string or an object. Integrations have their
 * own check. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { functionOf, replacedValue, type Unfilled } from '../read/cloudformation.ts';
import { type Kind, SHAPES_3, slotOf } from '../read/shapes.ts';
import type { ReportFinding } from '../rules/report.ts';

/**
 * Members for people. A dynamic reference in them is text like any other: nothing needs its value, and the exports to
 * CloudFormation refuse it.
 */
const TEXTS = ['title', 'summary', 'description'];

/** Members with a value, or a list of values. The lint itself reports a string in the place of a schema. */
const OF_KIND: Partial<Record<Kind, readonly string[]>> = {
  operation: [...TEXTS, 'tags'],
  schema: ['enum', 'const', 'default'],
};

const OF_INFO = [...TEXTS, 'version', 'termsOfService'];

export function lintUnfilled(document: Json, report: ReportFinding): void {
  lintMembers(objectOf(document.info), OF_INFO, ['info'], report);
  for (const [index, server] of listOf(document.servers).entries())
    lintMembers(objectOf(server), ['url', 'description'], ['servers', index], report);
  visit('document', document, []);

  function visit(kind: Kind, node: unknown, path: Path): void {
    if (!isObject(node)) return;
    const what = kind === 'document' ? undefined : functionOf(node);
    if (what !== undefined) {
      reportUnfilled({ path, what }, report);
      return;
    }
    lintMembers(node, OF_KIND[kind] ?? TEXTS, path, report);
    for (const [key, child] of Object.entries(node)) {
      const slot = slotOf(SHAPES_3, kind, key);
      if (slot === undefined) continue;
      if (slot.many === undefined) visit(slot.kind, child, [...path, key]);
      else
        for (const [name, each] of Object.entries(child ?? {}))
          visit(slot.kind, each, [...path, key, Array.isArray(child) ? Number(name) : name]);
    }
  }
}

export function reportUnfilled({ path, what }: Unfilled, report: ReportFinding): void {
  const whose = /^(Ref|Fn::|\{\{)|\$\{AWS::/.test(what) ? "CloudFormation's" : "a template's";
  report('cloudformation', path, `${what} is ${whose}, and apikit does not fill it in.`);
}

function lintMembers(node: Json, keys: readonly string[], path: Path, report: ReportFinding): void {
  for (const key of keys) {
    const say = (value: unknown, at: Path) => {
      const what = TEXTS.includes(key) ? functionOf(value) : replacedValue(value);
      if (what !== undefined) reportUnfilled({ path: at, what }, report);
    };
    say(node[key], [...path, key]);
    for (const [index, each] of listOf(node[key]).entries()) say(each, [...path, key, index]);
  }
}
