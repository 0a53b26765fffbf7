/**
 * The engine behind every Update* operation: a table says which paths and ops an operation knows and what each does to a
 * draft; the engine checks the ops, matches the paths and applies them in order. Knows no noun.
 */
import type { AwsError } from '../../../aws-error.ts';
import { refuseViolations, violation } from '../errors.ts';
import { type Members, structures, text } from '../members.ts';
import { splitPointer, unescapeSegment } from './pointer.ts';

/** In the order of the recorded constraint message. */
const OPS = ['add', 'remove', 'move', 'test', 'replace', 'copy'] as const;
export type Op = (typeof OPS)[number];

/** One operation that matched a rule. */
export interface Change {
  readonly op: Op;
  readonly path: string;
  /** Always text on the wire, whatever the field's type. */
  readonly value: string | undefined;
  readonly from: string | undefined;
  /** The path's variable segments by name, unescaped. */
  readonly at: Readonly<Record<string, string>>;
  /** The same, as they were written. */
  readonly rawAt: Readonly<Record<string, string>>;
}

export interface PatchRule<T> {
  /** `/throttle/rateLimit`, `/variables/{name}` */
  readonly path: string;
  readonly ops: readonly Op[];
  apply(draft: T, change: Change): void;
}

export type Refused = Pick<Change, 'op' | 'path' | 'from'>;

export interface PatchTable<T> {
  /** The first rule that matches path and op wins. */
  readonly rules: readonly PatchRule<T>[];
  /** What is thrown when no rule takes the operation; `rule` is one of that path with other ops. */
  refuse(operation: Refused, rule: PatchRule<T> | undefined): AwsError;
}

/** Violations of the request's own constraints, e.g. an unknown op. `operation` is AWS's name: `UpdateStage`. */
export function patchViolations(operation: string, input: Members): string[] {
  const inputName = `${operation[0]!.toLowerCase()}${operation.slice(1)}Input`;
  return (structures(input, 'patchOperations') ?? []).flatMap((entry, index) => {
    const op = text(entry, 'op') ?? 'null';
    if ((OPS as readonly string[]).includes(op)) return [];
    const where = `${inputName}.patchOperations.${index + 1}.member.op`;
    return [violation(op, where, `Member must satisfy enum value set: [${OPS.join(', ')}]`)];
  });
}

/** A patched copy of `target`; nothing is changed when an operation is refused. */
export function applyPatch<T extends object>(table: PatchTable<T>, operation: string, target: T, input: Members): T {
  refuseViolations(patchViolations(operation, input));
  const draft = structuredClone(target);
  for (const entry of structures(input, 'patchOperations') ?? []) {
    const op = text(entry, 'op') as Op;
    const path = text(entry, 'path') ?? 'null';
    const from = text(entry, 'from');
    const candidates = table.rules.flatMap((rule) => {
      const rawAt = matchPath(rule.path, path);
      return rawAt ? [{ rule, rawAt }] : [];
    });
    const found = candidates.find(({ rule }) => rule.ops.includes(op));
    if (!found) throw table.refuse({ op, path, from }, candidates[0]?.rule);
    const at = Object.fromEntries(Object.entries(found.rawAt).map(([name, raw]) => [name, unescapeSegment(raw)]));
    found.rule.apply(draft, { op, path, value: text(entry, 'value'), from, at, rawAt: found.rawAt });
  }
  return draft;
}

/** The raw variable segments when `path` has the form of `pattern`. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names = splitPointer(pattern) ?? [];
  const segments = splitPointer(path);
  if (segments?.length !== names.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index]!;
    const variable = /^\{(.+)\}$/.exec(name)?.[1];
    if (variable) variables[variable] = segment;
    else if (segment !== name) return undefined;
  }
  return variables;
}
