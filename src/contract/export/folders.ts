/**
 * Groups the steps of a walk in folders by tag, for clients that show requests in folders and run one folder after the
 * other. A walk stays runnable: a step never moves before a step of another tag that uses the same variable. If that
 * separates the steps of a tag, the tag gets a further folder. Pure.
 */
import { listOf, textOf } from '../model/json.ts';
import type { Step, Walk } from './walk.ts';
import { comment } from './writable.ts';

export interface Folder {
  /** A title for people, on one line. Each folder has a different one. */
  readonly title: string;
  readonly steps: readonly Step[];
}

export function foldersOf({ steps, title }: Walk): Folder[] {
  const folders: Folder[] = [];
  const count = new Map<string, number>();
  const tags = new Map(steps.map((step) => [step, tagOf(step) || title]));
  for (let left = [...steps]; left.length > 0; ) {
    const tag = tags.get(left[0]!)!;
    const others: Step[] = [];
    const together = left.filter((step) => {
      const joins = tags.get(step) === tag && !others.some((other) => shareVariable(other, step));
      if (!joins) others.push(step);
      return joins;
    });
    const number = (count.get(tag) ?? 0) + 1;
    count.set(tag, number);
    folders.push({ title: uniqueTitle(number === 1 ? tag : `${tag} (${number})`, folders), steps: together });
    left = others;
  }
  return folders;
}

/** The first tag, or the first part of the path. */
function tagOf({ operation, path }: Step): string {
  const [first] = listOf(operation.written.operation.tags);
  const [segment] = path;
  return comment(textOf(first) ?? '') || comment(typeof segment === 'string' ? segment : '');
}

/** A tag can be called as the further folder of another one. */
function uniqueTitle(title: string, folders: readonly Folder[]): string {
  let unique = title;
  for (let number = 2; folders.some((folder) => folder.title === unique); number++) unique = `${title} [${number}]`;
  return unique;
}

function shareVariable(one: Step, other: Step): boolean {
  const used = variablesOf(other);
  return variablesOf(one).some((variable) => used.includes(variable));
}

const variablesOf = ({ path, makes }: Step): string[] => [
  ...path.flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
  ...(makes ? [makes.variable] : []),
];
