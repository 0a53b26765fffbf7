/**
 * The whole program as a function: `run(argv, io)` parses the arguments, runs one command and returns the exit code.
 * Only this module catches all errors: an `ApikitError` is a problem that a user can cause, and any other error is a
 * defect of apikit and says so.
 */
import { asApikitError } from './commands/parts/as-apikit-error.ts';
import type { CommandResult } from './commands/parts/command.ts';
import { type Context, createContext } from './context.ts';
import { ApikitError, EXIT, type ExitCode, interrupted } from './errors.ts';
import type { CommonFlags } from './flags/common-flags.ts';
import { type Parsed, parse } from './program.ts';
import { errorDocument, errorText } from './ui/error-text.ts';
import type { Io } from './ui/io.ts';
import { eventLine } from './ui/reporter.ts';
import { withSafeOutput, writeCommand } from './ui/safe-output.ts';
import { SYMBOL, themeFor } from './ui/theme.ts';
import { columnsOf, fold, widthOf, wrap } from './ui/wrap.ts';

/** `argv` does not hold the executable and the script. `run` never throws and never exits. */
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
  const context = createContext(io, flags, command, run);
  let begun = false;
  try {
    context.checkFlags();
    const work = await command.begin({ args, flags }, context);
    begun = true;
    const result = await work();
    context.report.finish();
    print(result, context);
    await result.afterwards();
    return result.exitCode();
  } catch (error) {
    context.report.finish();
    const cut = io.signal.aborted && !(error instanceof ApikitError);
    return fail(cut ? interruption(begun) : error, io, flags);
  } finally {
    context.close();
  }
}

function print(result: CommandResult, context: Context): void {
  const { io, flags, theme } = context;
  if (flags.json) {
    const document = result.json();
    if (document) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...document }, null, 2)}\n`);
    return;
  }
  const { data = [], document = [], annotations = [] } = result.render(theme.stdout);
  const { notes = [], next = [] } = result.render(theme.stderr);
  if (flags.events) for (const text of notes) io.stderr.write(eventLine(io, { type: 'note', text }));
  else if (!flags.quiet)
    for (const line of notes.flatMap((text) => wrap(text, widthOf(io.stderr), '  '))) io.stderr.write(`${line}\n`);
  for (const line of annotations) writeCommand(io.stdout, line);
  const shown = data.flatMap((line) => fold(line, columnsOf(io.stdout)));
  for (const line of [...shown, ...document]) io.stdout.write(`${line}\n`);
  if (flags.quiet || flags.events) return;
  for (const line of next) io.stderr.write(`${theme.stderr.dim(`${SYMBOL.next} ${line}`)}\n`);
}

/** The flags that decide how an error is printed, for a command line that cannot be parsed or is no longer known. */
export function outputFlags(argv: readonly string[]): CommonFlags {
  const has = (flag: string) => argv.includes(flag);
  return { json: has('--json'), events: has('--events'), ...(has('--no-color') && { color: false }) };
}

/**
 * Prints an error in the form that the flags request: text or `--events` on stderr, a document on stdout with `--json`.
 */
export function fail(error: unknown, world: Io, flags: CommonFlags): ExitCode {
  const io = withSafeOutput(world);
  const known = asApikitError(error, io);
  const document = errorDocument(known);
  const theme = themeFor(io.stderr, io, flags.color === false);
  // The document is on one line, because the command may already have written lines of NDJSON.
  if (flags.json) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: document })}\n`);
  if (flags.events) io.stderr.write(eventLine(io, { type: 'error', ...document }));
  else for (const line of errorText(known, theme, widthOf(io.stderr))) io.stderr.write(`${line}\n`);
  return known.exitCode;
}

/** A command asks and reads first. Only then it changes anything. */
function interruption(begun: boolean): ApikitError {
  if (!begun) return interrupted('Interrupted; nothing was changed.');
  return interrupted('Interrupted.', 'Run the same command again: it continues from the state that it finds.');
}
