/**
 * Makes text safe for a terminal. Names, log lines and error messages come from accounts and requests, and may hold
 * characters that control a terminal. Such characters are shown in JSON's notation, so that JSON output stays the same
 * document.
 */
import type { Io, OutputStream } from './io.ts';

/**
 * C0 and C1 control characters except tab and newline, and characters that reverse the direction of the text. Whole
 * escape sequences are matched first, because colours are allowed.
 */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /\x1b\[([\d;]*)m|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Bold, dim, italic, underlined, foreground colours and their ends. None of them hides text. */
const VISIBLE = /^(?:[01234]|2[234]|3[1-79]|9[1-7]|)$/;

/**
 * Texts that a CI system takes for a command in a log: Azure Pipelines and TeamCity anywhere in a line, GitHub and
 * GitLab's runners at its beginning, after any blanks. Only `writeCommand` prints one, so each of them is foreign text.
 * github.com/actions/runner (ActionCommand.cs), learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
const CI_COMMAND = /##(?=vso\[|teamcity\[|\[)|^([^\S\n\r\u2028\u2029]*):(?=:[\w-]+)/gim;

export function safeText(text: string): string {
  return withoutCommands(
    text.replace(OBEYED, (found: string, style: string | undefined) =>
      style?.split(';').every((code) => VISIBLE.test(code)) ? found : [...found].map(shown).join(''),
    ),
  );
}

/** Returns the text for readers that are no terminal: without colours, and with control characters made visible. */
export const plainText = (text: string): string =>
  text.replace(OBEYED, (found: string, style: string | undefined) =>
    style === undefined ? [...found].map(shown).join('') : '',
  );

/** Shows the first character that makes a text a command in JSON's notation. */
const withoutCommands = (text: string) =>
  text.replace(CI_COMMAND, (found: string, blanks: string | undefined) =>
    found === '##' ? '#\\u0023' : `${blanks ?? ''}\\u003a`,
  );

/** Keeps the printable characters of a rejected sequence. */
function shown(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0x20 && code < 0x7f ? character : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Returns the same outside world with output streams that write only safe text. */
export function withSafeOutput(io: Io): Io {
  const { stdin, env, cwd, clock, self, unattended } = io;
  return {
    ...{ stdin, env, cwd, clock, self },
    ...(unattended && { unattended }),
    stdout: safe(io.stdout),
    stderr: safe(io.stderr),
    get signal() {
      return io.signal;
    },
  };
}

/** Writes a command for GitHub's runner, on a line of its own. The rest of the line is as safe as any other text. */
export function writeCommand(stream: OutputStream, line: string): void {
  const { terminal = stream } = stream;
  terminal.write(`::${safeText(line.replace(/^::/, ''))}\n`);
}

function safe(stream: OutputStream): OutputStream {
  if (stream.terminal) return stream;
  return {
    write: (text) => stream.write(safeText(text)),
    ...(stream.once && { once: (event, listener) => stream.once?.(event, listener) }),
    ...(stream.on && { on: (event, listener) => stream.on?.(event, listener) }),
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    terminal: stream,
  };
}
