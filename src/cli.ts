/**
 * The whole program as a function: `run(argv, io)` parses, runs one command through its steps and returns the exit
 * code. The only catch-all: what a user can cause is an `ApikitError`; anything else is a defect and says so.
 */
import { CommanderError, InvalidArgumentError, Command as Program, Option as ProgramOption } from 'commander';
import { explainError } from './aws/explain-error.ts';
import { type AnyCommand, COMMON_OPTIONS, EVERY_COMMAND, type Flags, type Option } from './commands/command.ts';
import { COMMANDS, type CommandEntry, GROUPS } from './commands/index.ts';
import { type Context, createContext } from './context.ts';
import { ApikitError, EXIT, type ExitCode, interrupted, usageError } from './errors.ts';
import { explainFileError } from './explain-file-error.ts';
import { errorDocument, errorText } from './ui/error-text.ts';
import type { Io } from './ui/io.ts';
import { eventLine } from './ui/reporter.ts';
import { withSafeOutput } from './ui/safe-output.ts';
import { SYMBOL, themeFor } from './ui/theme.ts';
import { widthOf } from './ui/wrap.ts';
import { version } from './version.ts';

/** `argv` without the executable and script. Never throws, never exits. */
export async function run(argv: readonly string[], world: Io): Promise<ExitCode> {
  const io = withSafeOutput(world);
  const chosen: { entry?: CommandEntry; command?: AnyCommand; args: string[]; flags: Flags } = { args: [], flags: {} };
  try {
    const program = await buildProgram(argv, io, (entry, command, args, flags) =>
      Object.assign(chosen, { entry, command, args, flags }),
    );
    if (argv.length === 0) program.outputHelp();
    else if (!named(argv)) refuseUnknown(argv);
    if (argv.length > 0) await program.parseAsync(asFlag(argv), { from: 'user' });
    if (!chosen.command) return EXIT.done;
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error, io, outputFlags(argv));
    return error.exitCode === 0 ? EXIT.done : fail(wrongUsage(error, argv), io, outputFlags(argv));
  }
  return runCommand(chosen.command, { args: chosen.args, flags: chosen.flags }, io);
}

async function runCommand(command: AnyCommand, input: { args: string[]; flags: Flags }, io: Io): Promise<ExitCode> {
  const context = createContext(io, input.flags);
  let begun = false;
  try {
    const answers = await command.ask(input, context);
    begun = true;
    const result = await command.execute(answers, context);
    context.report.finish();
    print(command, result, context);
    return command.exitCode?.(result, answers) ?? EXIT.done;
  } catch (error) {
    context.report.finish();
    const cut = io.signal.aborted && !(error instanceof ApikitError);
    return fail(cut ? interruption(begun) : error, io, input.flags);
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
  const { data = [] } = command.render(result, theme.stdout);
  const { notes = [], next = [] } = command.render(result, theme.stderr);
  if (flags.events === true) for (const text of notes) io.stderr.write(eventLine(io, { type: 'note', text }));
  else if (flags.quiet !== true) for (const line of notes) io.stderr.write(`${line}\n`);
  for (const line of data) io.stdout.write(`${line}\n`);
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
  if (flags.json === true) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: document }, null, 2)}\n`);
  if (flags.events === true) io.stderr.write(eventLine(io, { type: 'error', ...document }));
  else for (const line of errorText(known, theme, widthOf(io.stderr))) io.stderr.write(`${line}\n`);
  return known.exitCode;
}

/** Commander's message, `error: unknown option '--stge'\n(Did you mean --stage?)`, as our own. */
function wrongUsage({ message }: CommanderError, argv: readonly string[]): ApikitError {
  const [what = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const entry = named(argv);
  const misplaced = argv[0]?.startsWith('-') && 'Flags come after the command, as in apikit deploy --stage dev.';
  const help = `See apikit ${entry?.path ?? ''} --help.`.replace('  ', ' ');
  return usageError(
    `${what[0]?.toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`,
    [suggestion?.replace(/^\(|\)$/g, ''), misplaced, help].filter(Boolean).join(' '),
  );
}

/** `help keys create` as `keys create --help`: commander's own looks only at the first word. */
function asFlag(argv: readonly string[]): string[] {
  return argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : [...argv];
}

/** What commander would answer with a page of help: a noun without its verb, help for a command that there is not. */
function refuseUnknown(argv: readonly string[]): void {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [noun = '', verb] = words[0] === 'help' ? words.slice(1) : words;
  const verbs = COMMANDS.flatMap(({ path }) => (path.startsWith(`${noun} `) ? [path.slice(noun.length + 1)] : []));
  const helping = words[0] === 'help' || argv.includes('--help');
  if (noun in GROUPS && verb === undefined && !helping)
    throw usageError(`apikit ${noun} needs a verb: ${verbs.join(', ')}.`, `See apikit ${noun} --help.`);
  if (words[0] === 'help' && noun !== '' && !(noun in GROUPS && verb === undefined))
    throw usageError(`There is no command ${[noun, verb].filter(Boolean).join(' ')}.`, 'See apikit --help.');
}

/** A command asks and reads first, and only then changes anything. */
function interruption(begun: boolean): ApikitError {
  if (!begun) return interrupted('Interrupted; nothing was changed.');
  return interrupted('Interrupted.', 'Run the same command again: it begins with looking at what is there.');
}

function asApikitError(error: unknown, io: Io): ApikitError {
  const explained = explainError(error) ?? explainFileError(error);
  if (explained) return explained;
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = io.env.APIKIT_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return new ApikitError(
    'Defect',
    `apikit met something it does not handle (${words}). This is a defect of apikit, not of your project.${trace}`,
    {
      hint: io.env.APIKIT_DEBUG
        ? 'Please report it with the trace above.'
        : 'Run the same command with APIKIT_DEBUG=1 and report it with the trace.',
      cause: error,
    },
  );
}

type Choose = (entry: CommandEntry, command: AnyCommand, args: string[], flags: Flags) => void;

/** Only the command that `argv` names is loaded, with its options; the others are known by their summary. */
async function buildProgram(argv: readonly string[], io: Io, choose: Choose): Promise<Program> {
  const program = configure(new Program('apikit'), io)
    .description('A REST API on AWS, from an empty folder to production.')
    .version(version(), '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand('help [command]', 'show help for a command');
  const wanted = named(argv);
  const groups = new Map<string, Program>();
  for (const entry of COMMANDS) {
    const [first, verb] = entry.path.split(' ') as [string, string | undefined];
    const parent = verb === undefined ? program : groupOf(program, groups, first, io);
    const child = configure(parent.command(verb ?? first), io)
      .summary(entry.summary)
      .description(sentence(entry.summary))
      .helpOption('--help', 'show help');
    if (entry !== wanted) continue;
    const command = await entry.load();
    declare(child, command);
    child.action((...values: unknown[]) => {
      const parsed = values.at(-1) as Program;
      choose(
        entry,
        command,
        parsed.processedArgs.filter((value): value is string => typeof value === 'string'),
        parsed.opts(),
      );
    });
  }
  return program;
}

const HELP_WIDTH = 100;

function configure(program: Program, io: Io): Program {
  return program
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false, minWidthToWrap: 10 })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => Math.min(widthOf(io.stdout), HELP_WIDTH),
      getErrHelpWidth: () => Math.min(widthOf(io.stderr), HELP_WIDTH),
      // Told by `fail`, in the form that was asked for.
      outputError: () => {},
    });
}

function groupOf(program: Program, groups: Map<string, Program>, name: string, io: Io): Program {
  const found =
    groups.get(name) ??
    configure(program.command(name), io)
      .description(sentence(GROUPS[name] ?? name))
      .summary(GROUPS[name] ?? name)
      .helpOption('--help', 'show help');
  groups.set(name, found);
  return found;
}

function declare(program: Program, command: AnyCommand): void {
  for (const argument of command.arguments ?? []) program.argument(argument.name, argument.description);
  const common = (command.common ?? []).map((name) => COMMON_OPTIONS[name]);
  for (const option of [...(command.options ?? []), ...common, ...EVERY_COMMAND]) program.addOption(toOption(option));
  if (command.examples)
    program.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
}

function toOption({ flags, description, choices }: Option): ProgramOption {
  const option = new ProgramOption(flags, description);
  if (choices) return option.choices([...choices]);
  // Commander would take `--json` for the name in `--stage --json`.
  return option.required ? option.argParser(requireValue) : option;
}

function requireValue(value: string): string {
  if (!value.startsWith('--')) return value;
  throw new InvalidArgumentError('It looks like a flag; the value is missing.');
}

/** The command that the leading words of `argv` name, `help` skipped. */
function named(argv: readonly string[]): CommandEntry | undefined {
  const words = argv.filter((word) => !word.startsWith('-'));
  const [first, second] = words[0] === 'help' ? words.slice(1) : words;
  return COMMANDS.find(({ path }) => path === first || path === `${first} ${second}`);
}

const sentence = (summary: string) => `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
