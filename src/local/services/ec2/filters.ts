/** Filters of the Describe operations: every filter has to match, by one of its values. `*` and `?` are wildcards. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Filter } from '../../models/ec2.ts';

/** The values of an item by the name of the filter. */
type Values<T> = Readonly<Record<string, (item: T) => readonly string[]>>;

/** Refuses filters that are not in `values` by name. Tags have theirs. */
export function filtered<T extends { readonly tags: readonly Tag[] }>(
  items: readonly T[],
  filters: readonly Filter[] | undefined,
  values: Values<T>,
): T[] {
  const tests = (filters ?? []).map(({ Name = '', Values: wanted = [] }) => {
    const read = valuesOf(Name, values);
    const patterns = wanted.map(patternOf);
    return (item: T) => read(item).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function valuesOf<T extends { readonly tags: readonly Tag[] }>(name: string, values: Values<T>) {
  if (Object.hasOwn(values, name)) return values[name]!;
  if (name === 'tag-key') return ({ tags }: T) => tags.map(({ Key }) => Key);
  const key = /^tag:(.+)$/s.exec(name)?.[1];
  if (key === undefined) throw notImplemented(`The filter ${name} of EC2`);
  return ({ tags }: T) => tags.flatMap(({ Key, Value }) => (Key === key ? [Value] : []));
}

function patternOf(text: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
