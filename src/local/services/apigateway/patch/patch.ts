/**
 * The engine of all Update* operations. A table lists the paths and ops of an operation and their effect on a draft.
 * The engine checks the ops, matches the paths and applies the changes in order. It knows nothing about the resources
 * themselves.
 */
import type { AwsError } from '../../../cloud/aws-error.ts';
import { type Members, structures, text } from '../members.ts';
import { splitPointer, unescapeSegment } from './pointer.ts';

export type Op = 'add' | 'remove' | 'move' | 'test' | 'replace' | 'copy';

/** An operation that has matched a rule. */
export interface Change {
  readonly op: Op;
  readonly path: string;
  /** Always text in the request, whatever the type of the field. */
  readonly value: string | undefined;
  readonly from: string | undefined;
  /** The variable segments of the path by name, unescaped. */
  readonly at: Readonly<Record<string, string>>;
  /** The variable segments of the path as they are written. */
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
  /** Returns the error if no rule accepts the operation; `rule` is a rule for the same path with other ops. */
  refuse(operation: Refused, rule: PatchRule<T> | undefined): AwsError;
}

/** Returns a patched copy of `target`; nothing is changed if an operation is rejected. */
export function applyPatch<T extends object>(table: PatchTable<T>, target: T, input: Members): T {
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

/** Returns the raw variable segments if `path` has the form of `pattern`. */
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
