/** Commands as somebody would type them: found in a text, and judged by the program's own command line. */
import { Readable } from 'node:stream';
import { systemClock } from '../../src/clock.ts';
import { COMMANDS, GROUPS } from '../../src/commands/index.ts';
import { optionsOf } from '../../src/commands/parts/command.ts';
import { parse } from '../../src/program.ts';
import { SELF } from './cli.ts';

export interface TypedCommand {
  /** Without `apikit`. */
  readonly words: readonly string[];
  /** It is there to be typed, at the start of a text or after `run:`; else it may be named in passing. */
  readonly isAdvice: boolean;
  /**
   * An interactive bash or zsh puts something of its history in place of an exclamation mark that is not in single
   * quotes.
   */
  readonly recallsHistory: boolean;
}

/** Stands for what a template fills in at run time. */
export const FILLED_IN = 'x';

const FIRST_WORDS = new Set(COMMANDS.map(({ path }) => path.split(' ')[0]!));

/**
 * Every `apikit …` in a text; prose such as "apikit makes no such pool" is none, unless it stands where a command must.
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

/** The words of one command of a POSIX shell, up to a pipe, a redirection or a comment. */
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

/** `undefined` where the command line is understood; else what is wrong with it. */
export async function misunderstood({ words, isAdvice, recallsHistory }: TypedCommand): Promise<string | undefined> {
  if (recallsHistory) return 'Its ! is read as a piece of the history of the shell: put it in single quotes.';
  const nowhere = { write: () => true, isTTY: false };
  const io = {
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    cwd: process.cwd(),
    clock: systemClock,
    signal: new AbortController().signal,
    self: SELF,
  };
  try {
    const parsed = await parse(words, io);
    const takesStage = parsed && optionsOf(parsed.command).some(({ flags }) => flags.startsWith('--stage '));
    const without = isAdvice && takesStage && !parsed.flags.stage && !MAY_GO_WITHOUT.test(words.join(' '));
    return without ? 'It names no stage, and without a terminal nobody asks for one.' : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** They take a stage, and do without one. */
const MAY_GO_WITHOUT = /^(list|export|openapi|keys prune|doctor)\b/;
