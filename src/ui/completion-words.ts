/** What the completion scripts of all shells are made of. Pure. */
import type { CompletionCommand, CompletionFlag } from './completion-script.ts';

/** A word and what it means. */
export interface Offer {
  readonly word: string;
  readonly description: string;
}

/** The first words of commands; a group, such as `keys`, is described by its verbs. */
export function firstWords(commands: readonly CompletionCommand[]): Offer[] {
  const words = [...new Set(commands.map(({ path }) => path.split(' ')[0]!))];
  return words.map((word) => {
    const verbs = verbsOf(commands, word).map((verb) => verb.word);
    const own = commands.find(({ path }) => path === word)?.summary;
    return { word, description: own ?? verbs.join(', ') };
  });
}

export const verbsOf = (commands: readonly CompletionCommand[], group: string): Offer[] =>
  commands
    .filter(({ path }) => path.startsWith(`${group} `))
    .map(({ path, summary }) => ({ word: path.slice(group.length + 1), description: summary }));

export const groupsOf = (commands: readonly CompletionCommand[]): string[] =>
  firstWords(commands)
    .map(({ word }) => word)
    .filter((word) => verbsOf(commands, word).length > 0);

export const flagsOf = ({ flags }: CompletionCommand): Offer[] =>
  flags.map(({ flag, description }) => ({ word: flag, description }));

/** Flags that are followed by a value in any command: no flag has one in a command and none in another. */
export const flagsWithValue = (commands: readonly CompletionCommand[]): string[] => [
  ...new Set(commands.flatMap(({ flags }) => flags.filter(({ value }) => value !== undefined).map(({ flag }) => flag))),
];

/** A flag, what its value is one of, and the commands where it is that. */
interface KnownValues {
  readonly flag: string;
  readonly value: Exclude<NonNullable<CompletionFlag['value']>, 'any'>;
  readonly paths: string[];
}

export function valuesByFlag(commands: readonly CompletionCommand[]): KnownValues[] {
  const found = new Map<string, KnownValues>();
  for (const { path, flags } of commands) {
    for (const { flag, value } of flags) {
      if (value === undefined || value === 'any') continue;
      const key = JSON.stringify([flag, value]);
      const entry = found.get(key) ?? { flag, value, paths: [] };
      found.set(key, entry);
      entry.paths.push(path);
    }
  }
  return [...found.values()];
}
