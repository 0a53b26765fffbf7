/**
 * The whole program as a function: `run(argv, io)` parses, runs one command through its steps and returns the exit
 * code. The only catch-all: what a user can cause is an `ApikitError`; anything else is a defect and says so.
 */
import { asApikitError } from './commands/parts/as-apikit-error.ts';
import type { AnyCommand } from './commands/parts/command.ts';
import type { Flags } from './context.ts';
import { type Context, createContext } from './context.ts';
import { ApikitError, EXIT, type ExitCode, interrupted } from './errors.ts';
import { type Parsed, parse } from './program.ts';
import { errorDocument, errorText } from './ui/error-text.ts';
import type { Io } from './ui/io.ts';
import { eventLine } from './ui/reporter.ts';
import { withSafeOutput } from './ui/safe-output.ts';
import { SYMBOL, themeFor } from './ui/theme.ts';
import { columnsOf, fold, widthOf, wrap } from './ui/wrap.ts';

/** `argv` without the executable and script. Never throws, never exits. */
export async function run(argv: readonly string[], world: Io): Promise<ExitCode> {
  const io = withSafeOutput(world);
  let parsed: Parsed | undefined;
  try {
    parsed = await parse(argv, io);
  } catch (error) {
    return fail(error, io, outputFlags(argv));
  }
  return parsed ? runCommand(parsed, io) : EXIT.done;
}

async function runCommand({ command, args, flags }: Parsed, io: Io): Promise<ExitCode> {
  const context = createContext(io, flags, { anyStage: command.anyStage === true });
  let begun = false;
  try {
    context.checkFlags();
    const answers = await command.ask({ args, flags }, context);
    begun = true;
    const result = await command.execute(answers, context);
    context.report.finish();
    print(command, result, context);
    await command.afterwards?.(result, answers, context);
    return command.exitCode?.(result, answers) ?? EXIT.done;
  } catch (error) {
    context.report.finish();
    const cut = io.signal.aborted && !(error instanceof ApikitError);
    return fail(cut ? interruption(begun) : error, io, flags);
  } finally {
    context.close();
  }
}

function print(command: AnyCommand, result: unknown, context: Context): void {
  const { io, flags, theme } = context;
  if (flags.json === true) {
    const document = command.json(result);
    if (document) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...document }, null, 2)}\n`);
    return;
  }
  const { data = [], document = [] } = command.render(result, theme.stdout);
  const { notes = [], next = [] } = command.render(result, theme.stderr);
  if (flags.events === true) for (const text of notes) io.stderr.write(eventLine(io, { type: 'note', text }));
  else if (flags.quiet !== true)
    for (const line of notes.flatMap((text) => wrap(text, widthOf(io.stderr), '  '))) io.stderr.write(`${line}\n`);
  const shown = data.flatMap((line) => fold(line, columnsOf(io.stdout)));
  for (const line of [...shown, ...document]) io.stdout.write(`${line}\n`);
  if (flags.quiet === true || flags.events === true) return;
  for (const line of next) io.stderr.write(`${theme.stderr.dim(`${SYMBOL.next} ${line}`)}\n`);
}

/** What decides how an error is told, when the command line could not be understood or is no longer at hand. */
export function outputFlags(argv: readonly string[]): Flags {
  const has = (flag: string) => argv.includes(flag);
  return { json: has('--json'), events: has('--events'), ...(has('--no-color') && { color: false }) };
}

/** Tells of an error as the flags ask for: text or `--events` on stderr, with `--json` a document on stdout. */
export function fail(error: unknown, world: Io, flags: Flags): ExitCode {
  const io = withSafeOutput(world);
  const known = asApikitError(error, io);
  const document = errorDocument(known);
  const theme = themeFor(io.stderr, io, flags.color === false);
  // On one line, since a command may have written lines of NDJSON before it.
  if (flags.json === true) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: document })}\n`);
  if (flags.events === true) io.stderr.write(eventLine(io, { type: 'error', ...document }));
  else for (const line of errorText(known, theme, widthOf(io.stderr))) io.stderr.write(`${line}\n`);
  return known.exitCode;
}

/** A command asks and reads first, and only then changes anything. */
function interruption(begun: boolean): ApikitError {
  if (!begun) return interrupted('Interrupted; nothing was changed.');
  return interrupted('Interrupted.', 'Run the same command again: it begins with looking at what is there.');
}
