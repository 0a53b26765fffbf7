/** Commands as a user would type them: found in a text, and checked with the program's own command line. */
import { COMMANDS, GROUPS } from '../../src/commands/index.ts';
import { optionsOf } from '../../src/commands/parts/command.ts';
import { parse } from '../../src/program.ts';
import { silentIo } from './silent-io.ts';

export interface TypedCommand {
  /** The words after `apikit`. */
  readonly words: readonly string[];
  /** Whether it is meant to be typed: it starts a text or follows `run:`. Otherwise a sentence may only mention it. */
  readonly isAdvice: boolean;
  /**
   * Whether an interactive bash or zsh would replace an exclamation mark outside single quotes with something of its
   * history.
   */
  readonly recallsHistory: boolean;
}

/** Replaces the values that a template inserts at run time. */
export const FILLED_IN = 'x';

const FIRST_WORDS = new Set(COMMANDS.map(({ path }) => path.split(' ')[0]!));

/**
 * Returns every `apikit …` in a text. Prose such as "apikit creates no such pool" does not count, unless it is where a
 * command must be.
 */
export function commandsIn(text: string): TypedCommand[] {
  return [...text.matchAll(/(?<before>^|[\s(`"'])apikit (?=\S)/g)].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length);
    const isQuoted = match.groups?.before === '`';
    // A command does not end within quotation marks.
    const plain = rest.replaceAll(/(?<=[\s=])(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')/g, (quoted) =>
      'x'.repeat(quoted.length),
    );
    const end = isQuoted ? plain.indexOf('`') : plain.search(/(?<=\S)[.,;:](?=\s|$)|\)|`|\n/);
    const line = end === -1 ? rest : rest.slice(0, end);
    const words = shellWords(line);
    const recallsHistory = /!(?=[^\s=(])/.test(line.replaceAll(/'[^']*'/g, ''));
    const isAdvice = /(?:^|: |\bas in |\bFor example )\(?$/.test(
      text.slice(0, match.index + match.groups!.before!.length),
    );
    const first = words[0] ?? '';
    if (first === FILLED_IN || (first in GROUPS && words[1] === FILLED_IN) || first.startsWith('<')) return [];
    const isProse = !isAdvice || (words.length > 1 && !words.some((word) => word.startsWith('--')));
    if (!isQuoted && isProse && !FIRST_WORDS.has(first)) return [];
    return [{ words, isAdvice, recallsHistory }];
  });
}

/** Returns the words of one command of a POSIX shell, up to a pipe, a redirection or a comment. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [word, , quoted] of line.matchAll(
    /(?:[^\s'"|;&#<>$]|\$\([^)]*\)|\$|'([^']*)'|"((?:[^"\\]|\\.)*)"|<[\w-]+>)+|[|;&#<>]/g,
  )) {
    if (/^[|;&#<>]$/.test(word)) break;
    words.push(quoted ?? word.replaceAll(/['"]/g, ''));
  }
  return words;
}

/** Returns `undefined` if the command line is valid, otherwise its error. */
export async function misunderstood({ words, isAdvice, recallsHistory }: TypedCommand): Promise<string | undefined> {
  if (recallsHistory) return 'Its ! is read as a piece of the history of the shell: put it in single quotes.';
  try {
    const parsed = await parse(words, silentIo());
    const takesStage = parsed && optionsOf(parsed.command).some(({ flags }) => flags.startsWith('--stage '));
    const without = isAdvice && takesStage && !parsed.flags.stage && !MAY_GO_WITHOUT.test(words.join(' '));
    return without ? 'It names no stage, and without a terminal nobody asks for one.' : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Commands that accept a stage, but do not need one. */
const MAY_GO_WITHOUT = /^(list|export|openapi|keys prune|doctor)\b/;
