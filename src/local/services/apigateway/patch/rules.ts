/** Rules that many tables share: simple fields and maps. */
import { badRequest, notFound } from '../errors.ts';
import type { Change, Op, PatchRule } from './patch.ts';

type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T];

/** A text field at `/<field>`. It is removed if its new value is missing or empty. */
export function textField<T, K extends KeysOf<T, string> & string>(field: K, ops: Op[] = ['replace']): PatchRule<T> {
  return {
    path: `/${field}`,
    ops,
    apply(draft, { op, value }) {
      if (op === 'remove' || !value) delete draft[field];
      else draft[field] = value as T[K];
    },
  };
}

/** A boolean field at `/<field>`; only `replace` is allowed. */
export function flagField<T, K extends KeysOf<T, boolean> & string>(field: K): PatchRule<T> {
  return {
    path: `/${field}`,
    ops: ['replace'],
    apply(draft, { value }) {
      draft[field] = isTrue(value) as T[K];
    },
  };
}

/** `true` in any case is true; every other text is false [recorded]. */
export const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/** Returns the number in the value of a change; otherwise throws an error with the path. */
export function numberIn(change: Change, accept: (value: number) => boolean = () => true): number {
  const value = Number(change.value);
  if (change.value === undefined || change.value.trim() === '' || !Number.isFinite(value) || !accept(value)) {
    throw badRequest(`Invalid patch value '${change.value ?? ''}' specified for path '${change.path}'`);
  }
  return value;
}

/** AWS's message for a replace or remove of a missing entry. */
export const NO_SUCH_PARAMETER = 'Invalid parameter name specified';
export const NO_SUCH_CONTENT_TYPE = 'Content-Type specified was not found';

type EntryOf<M> = NonNullable<M> extends Record<string, infer V> ? V : never;

/**
 * Entries of a map at `/<field>/{key}`. `read` converts the text of the value and throws if it is invalid; `missing` is
 * the text of the NotFoundException. A map that becomes empty is removed [recorded].
 */
export function mapField<T, K extends keyof T & string>(
  field: K,
  read: (value: string | undefined) => EntryOf<T[K]>,
  missing: string,
): PatchRule<T> {
  return {
    path: `/${field}/{key}`,
    ops: ['add', 'remove', 'replace'],
    apply(draft, { op, value, at }) {
      const { [at.key!]: existing, ...others } = (draft[field] ?? {}) as Record<string, EntryOf<T[K]>>;
      // An invalid value is reported before a missing entry [recorded].
      const added = op === 'remove' ? {} : { [at.key!]: read(value) };
      if (op !== 'add' && existing === undefined) throw notFound(missing);
      const map = { ...others, ...added };
      if (Object.keys(map).length > 0) draft[field] = map as T[K];
      else delete draft[field];
    },
  };
}
