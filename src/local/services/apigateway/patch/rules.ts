/** Rules that many tables share: plain fields and maps. */
import { badRequest, notFound } from '../errors.ts';
import type { Change, Op, PatchRule } from './patch.ts';

type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T];

/** A text field; replaced by nothing or by empty text it disappears. */
export function textField<T, K extends KeysOf<T, string>>(
  path: string,
  field: K,
  ops: Op[] = ['replace'],
): PatchRule<T> {
  return {
    path,
    ops,
    apply(draft, { op, value }) {
      if (op === 'remove' || !value) delete draft[field];
      else draft[field] = value as T[K];
    },
  };
}

/** A boolean field: `true` in any case is true, every other text is false [recorded]. */
export function flagField<T, K extends KeysOf<T, boolean>>(
  path: string,
  field: K,
  ops: Op[] = ['replace'],
): PatchRule<T> {
  return {
    path,
    ops,
    apply(draft, { value }) {
      draft[field] = isTrue(value) as T[K];
    },
  };
}

export const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/** The number in a change's value; anything else is refused with the path. */
export function numberIn(change: Change, accept: (value: number) => boolean = () => true): number {
  const value = Number(change.value);
  if (change.value === undefined || change.value.trim() === '' || !Number.isFinite(value) || !accept(value)) {
    throw badRequest(`Invalid patch value '${change.value ?? ''}' specified for path '${change.path}'`);
  }
  return value;
}

export interface MapMessages {
  /** Replace or remove of an entry that is not there: a NotFoundException with this text. */
  readonly missing: string;
}

/**
 * Entries of a map under `path`, whose last segment must be `{key}`. `read` turns the value's text into the entry, and
 * throws if it may not. A map that becomes empty disappears [recorded].
 */
export function mapEntries<T, V>(
  path: string,
  mapOf: (draft: T) => Record<string, V> | undefined,
  setMap: (draft: T, map: Record<string, V> | undefined) => void,
  read: (value: string | undefined, key: string) => V,
  messages: MapMessages,
): PatchRule<T> {
  return {
    path,
    ops: ['add', 'remove', 'replace'],
    apply(draft, { op, value, at }) {
      const key = at.key!;
      const map = { ...mapOf(draft) };
      // A bad value is reported before a missing entry [recorded].
      const added = op === 'remove' ? undefined : { [key]: read(value, key) };
      if (op !== 'add' && !(key in map)) throw notFound(messages.missing);
      if (op === 'remove') delete map[key];
      Object.assign(map, added);
      setMap(draft, Object.keys(map).length > 0 ? map : undefined);
    },
  };
}
