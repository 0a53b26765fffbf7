/**
 * Parses the command line with commander: the command, its arguments and its flags. Prints help and version itself.
 * Throws a usage error for anything else.
 */
import { CommanderError, InvalidArgumentError, Command as Program, Option as ProgramOption } from 'commander';
import { COMMANDS, GROUPS } from './commands/index.ts';
import { type AnyCommand, type CommandEntry, type CommandLine, optionsOf } from './commands/parts/command.ts';
import { withoutForms } from './config/secret-like.ts';
import { suggest } from './config/suggest.ts';
import { type ApikitError, usageError } from './errors.ts';
import { version } from './files/version.ts';
import type { CommonFlags } from './flags/common-flags.ts';
import type { Option } from './flags/option.ts';
import type { Io } from './ui/io.ts';
import { widthOf } from './ui/wrap.ts';

export interface Parsed extends CommandLine {
  readonly command: AnyCommand;
  readonly flags: CommonFlags;
}

/** Returns `undefined` after it printed help or version. Throws `usageError`. */
export async function parse(argv: readonly string[], io: Io): Promise<Parsed | undefined> {
  let parsed: Parsed | undefined;
  const program = await buildProgram(argv, io, (chosen) => {
    parsed = chosen;
  });
  if (argv.length === 0) {
    program.outputHelp();
    return undefined;
  }
  if (!named(argv)) refuseUnknown(argv);
  try {
    await program.parseAsync(asFlag(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw wrongUsage(error, argv);
  }
  return parsed;
}

/** Turns commander's message, `error: unknown option '--stge'\n(Did you mean --stage?)`, into apikit's form. */
function wrongUsage({ message }: CommanderError, argv: readonly string[]): ApikitError {
  // Commander would repeat all of `--pasword=hunter2`, or a key in the place of an argument.
  const text = withoutForms(message.replace(/(unknown option '--[^=']+)=.*?'/s, "$1'"));
  const [what = '', suggestion] = text.replace(/^error: /, '').split('\n');
  const entry = named(argv);
  const misplaced = argv[0]?.startsWith('-') && 'Flags come after the command, as in apikit deploy --stage dev.';
  const help = `See apikit ${entry?.path ?? ''} --help.`.replace('  ', ' ');
  return usageError(
    `${what[0]?.toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`,
    [suggestion?.replace(/^\(|\)$/g, ''), misplaced, help].filter(Boolean).join(' '),
  );
}

/**
 * Turns `help keys create` into `keys create --help`, because commander looks only at the first word after `help`.
 * Turns `-V`, which other tools use for the version, into `--version`.
 */
function asFlag(argv: readonly string[]): string[] {
  if (argv[0] === '-V') return ['--version'];
  return argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : [...argv];
}

const HELP_FLAGS = ['-h', '--help'];

/** Refuses what commander would answer with a help page: a noun without its verb, and an unknown command. */
function refuseUnknown(argv: readonly string[]): void {
  const [noun, verb] = leadingWords(argv);
  // The command line starts with a flag: commander reports what is wrong with it.
  if (noun === undefined) return;
  const helping = argv[0] === 'help' || argv.some((word) => HELP_FLAGS.includes(word));
  if (!(noun in GROUPS)) {
    const nouns = [...new Set(COMMANDS.map(({ path }) => path.split(' ')[0]!))];
    throw unknownCommand(noun, suggest(noun, nouns), 'See apikit --help.');
  }
  const verbs = COMMANDS.flatMap(({ path }) => (path.startsWith(`${noun} `) ? [path.slice(noun.length + 1)] : []));
  if (verb !== undefined) {
    const near = suggest(verb, verbs);
    throw unknownCommand(`${noun} ${verb}`, near && `${noun} ${near}`, `The verbs of ${noun} are ${verbs.join(', ')}.`);
  }
  const isAlone = argv.filter((word) => !word.startsWith('-')).length === (argv[0] === 'help' ? 2 : 1);
  if (!helping && isAlone)
    throw usageError(`apikit ${noun} needs a verb: ${verbs.join(', ')}.`, `See apikit ${noun} --help.`);
}

function unknownCommand(words: string, near: string | undefined, known: string): ApikitError {
  const meant = near === undefined ? '' : `Did you mean apikit ${near}? `;
  return usageError(`There is no command ${withoutForms(words)}.`, `${meant}${known}`);
}

/** The words before the first flag. Two of them can name a command. `help` and help flags are skipped. */
function leadingWords(argv: readonly string[]): string[] {
  const rest = argv[0] === 'help' || HELP_FLAGS.includes(argv[0] ?? '') ? argv.slice(1) : argv;
  const end = rest.findIndex((word) => word.startsWith('-'));
  return end === -1 ? [...rest] : rest.slice(0, end);
}

/**
 * Loads only the command that `argv` names, with its options. The other commands are known by their summary. A noun can
 * be a command (`releases`) and also have verbs (`releases show`).
 */
async function buildProgram(argv: readonly string[], io: Io, choose: (parsed: Parsed) => void): Promise<Program> {
  const program = configure(new Program('apikit'), io)
    .description('A REST API on AWS, from an empty folder to production.')
    // `-V` works too, but the help does not show it.
    .version(version(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command');
  const wanted = named(argv);
  const [noun] = wordsOf(argv);
  const groups = new Map<string, Program>();
  for (const entry of COMMANDS) {
    const [first, verb] = entry.path.split(' ') as [string, string | undefined];
    const parent = first in GROUPS ? groupOf(program, groups, first, io) : program;
    // Nobody asked for the verbs of another noun, and making all of them takes a tenth of the time of a start.
    if (verb !== undefined && first !== noun) continue;
    const child = verb === undefined && parent !== program ? parent : added(parent, verb ?? first, entry.summary, io);
    if (entry !== wanted) continue;
    const command = await entry.load();
    declare(child, command);
    child.action((...values: unknown[]) => {
      const parsed = values.at(-1) as Program;
      choose({ command, args: parsed.processedArgs, flags: parsed.opts() });
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
      // `fail` prints the error in the requested form.
      outputError: () => {},
    });
}

function groupOf(program: Program, groups: Map<string, Program>, name: string, io: Io): Program {
  const found = groups.get(name) ?? added(program, name, GROUPS[name] ?? name, io);
  groups.set(name, found);
  return found;
}

function added(parent: Program, name: string, summary: string, io: Io): Program {
  return configure(parent.command(name), io)
    .summary(summary)
    .description(sentence(summary))
    .helpOption('-h, --help', 'show help');
}

function declare(program: Program, command: AnyCommand): void {
  for (const argument of command.arguments ?? []) program.argument(argument.name, argument.description);
  for (const declared of optionsOf(command)) {
    const option = toOption(declared);
    program.addOption(option);
    // The help would show a default of the option itself.
    const absent = declared.repeatable ? [] : option.isBoolean() ? false : undefined;
    if (absent !== undefined) program.setOptionValueWithSource(option.attributeName(), absent, 'default');
  }
  if (command.examples)
    program.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
}

function toOption({ flags, description, choices, repeatable }: Option): ProgramOption {
  const option = new ProgramOption(flags, description);
  if (choices) return option.choices([...choices]);
  if (repeatable) return option.argParser((value, before: string[]) => [...before, requireValue(value)]);
  // Commander would take `--json` for the name in `--stage --json`.
  return option.required ? option.argParser(requireValue) : option;
}

function requireValue(value: string): string {
  if (!value.startsWith('--')) return value;
  throw new InvalidArgumentError('It looks like a flag; the value is missing.');
}

/** Returns the command that the first words of `argv` name, without `help`. */
function named(argv: readonly string[]): CommandEntry | undefined {
  const [first, second] = wordsOf(argv);
  const called = (words: string) => COMMANDS.find(({ path }) => path === words);
  return called(`${first} ${second}`) ?? called(`${first}`);
}

/** All words that are not flags, also the values of flags, without `help`. */
function wordsOf(argv: readonly string[]): string[] {
  const words = argv.filter((word) => !word.startsWith('-'));
  return words[0] === 'help' ? words.slice(1) : words;
}

const sentence = (summary: string) => `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
