/** The words that the completion scripts of all shells share. Pure. */
import type { CompletionCommand, CompletionFlag } from './completion-command.ts';

/** A word and its description. */
export interface Completion {
  readonly word: string;
  readonly description: string;
}

/** The flags that work without a command. */
export const WITHOUT_COMMAND: readonly Completion[] = [
  { word: '--help', description: 'show the commands' },
  { word: '--version', description: 'show the version' },
];

/** Puts a description on one line, for a script. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The first words of all commands. The description of a group, such as `keys`, is the list of its verbs. */
export function firstWords(commands: readonly CompletionCommand[]): Completion[] {
  const words = [...new Set(commands.map(({ path }) => path.split(' ')[0]!))];
  return words.map((word) => {
    const verbs = verbsOf(commands, word).map((verb) => verb.word);
    const own = commands.find(({ path }) => path === word)?.summary;
    return { word, description: oneLine(own ?? verbs.join(', ')) };
  });
}

export const verbsOf = (commands: readonly CompletionCommand[], group: string): Completion[] =>
  commands
    .filter(({ path }) => path.startsWith(`${group} `))
    .map(({ path, summary }) => ({ word: path.slice(group.length + 1), description: oneLine(summary) }));

export const groupsOf = (commands: readonly CompletionCommand[]): string[] =>
  firstWords(commands)
    .map(({ word }) => word)
    .filter((word) => verbsOf(commands, word).length > 0);

export const flagsOf = ({ flags }: CompletionCommand): Completion[] =>
  flags.map(({ flag, description }) => ({ word: flag, description: oneLine(description) }));

/** The flags that take a value in at least one command. */
export const flagsWithValue = (commands: readonly CompletionCommand[]): string[] => [
  ...new Set(commands.flatMap(({ flags }) => flags.filter(({ value }) => value !== undefined).map(({ flag }) => flag))),
];

/**
 * A pattern for a `case` of bash or zsh over the command and its flag, for flags of the list above that take no value
 * in this command: `"add resource --file"`. `undefined` if there are none.
 */
export function casesWithoutValue(commands: readonly CompletionCommand[]): string | undefined {
  const valued = new Set(flagsWithValue(commands));
  const cases = commands.flatMap(({ path, flags }) =>
    flags.filter(({ flag, value }) => value === undefined && valued.has(flag)).map(({ flag }) => `"${path} ${flag}"`),
  );
  return cases.length === 0 ? undefined : cases.join('|');
}

/** A flag, its possible values, and the commands in which it has these values. */
interface KnownValues {
  readonly flag: string;
  readonly value: Exclude<NonNullable<CompletionFlag['value']>, 'any'>;
  readonly paths: string[];
}

/** A pattern for a `case` of bash or zsh over the command and its flag: `"keys show --stage"|"deploy --stage"`. */
export const casesOf = ({ flag, paths }: KnownValues): string => paths.map((path) => `"${path} ${flag}"`).join('|');

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
