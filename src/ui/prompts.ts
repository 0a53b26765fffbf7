/**
 * Prompts. Only this module imports inquirer, and only for the first prompt. Prompts go to stderr, because stdout is
 * for data.
 */
import { interrupted } from '../errors.ts';
import type { Io } from './io.ts';
import { widthOf, wrap } from './wrap.ts';

export interface Prompts {
  text(question: { message: string; default?: string; validate?: (answer: string) => true | string }): Promise<string>;
  choose<Choice extends string>(question: {
    message: string;
    choices: readonly Choice[];
    default?: NoInfer<Choice>;
  }): Promise<Choice>;
  confirm(question: { message: string; default?: boolean }): Promise<boolean>;
}

export function createPrompts(io: Io): Prompts {
  async function ask<T>(question: Record<string, unknown>): Promise<T> {
    const { createPromptModule } = await import('inquirer');
    const prompt = createPromptModule({
      input: io.stdin,
      output: (io.stderr.terminal ?? io.stderr) as NodeJS.WriteStream,
      signal: io.signal,
    });
    try {
      const { answer } = await (prompt as (questions: object[]) => Promise<{ answer: T }>)([
        // The message is wrapped here, because inquirer breaks it in the middle of a word.
        { ...question, message: asked(question, io), name: 'answer' },
      ]);
      return answer;
    } catch (error) {
      // inquirer's errors for Ctrl-C and for a signal from outside.
      if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError'))
        throw interrupted('Interrupted; nothing was changed.');
      throw error;
    }
  }
  return {
    text: ({ validate, ...question }) =>
      ask({
        type: 'input',
        ...question,
        // The text is wrapped here, because inquirer breaks it in the middle of a word.
        ...(validate && { validate: (answer: string) => foldedVerdict(validate(answer), io) }),
      }),
    choose: (question) => ask({ type: 'select', ...question }),
    confirm: (question) => ask({ type: 'confirm', default: false, ...question }),
  };
}

/**
 * The message with room behind it for the default that inquirer shows. If there is no room, the default goes to the
 * next line.
 */
function asked({ type, message, default: offered }: Record<string, unknown>, io: Io): string {
  const hint = type === 'confirm' ? '(y/N)' : type === 'input' && offered ? `(${String(offered)})` : '';
  const text = folded(String(message), io);
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return hint !== '' && last.length + hint.length + 4 > widthOf(io.stderr) ? `${text}\n` : text;
}

/** inquirer puts two characters before the first line. */
const folded = (text: string, io: Io): string => wrap(text, widthOf(io.stderr) - 3).join('\n');

const foldedVerdict = (verdict: true | string, io: Io): true | string =>
  verdict === true ? true : folded(verdict, io);
