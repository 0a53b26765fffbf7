/**
 * The form of a command: data, and four steps that `cli.ts` runs in order. `ask` is the only step that prompts, then
 * come `execute` and `render` or `json`. A command file holds one verb. Common flags are declared here once.
 */
import type { Context, Flags } from '../../context.ts';
import type { ExitCode } from '../../errors.ts';
import type { Theme } from '../../ui/theme.ts';
import type { ValueKind } from './completion-values.ts';

export interface Option {
  /** In commander's notation: `--keep <n>`, `-f, --force`, `--no-follow`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** The flag can be repeated, and its value is a list. */
  readonly repeatable?: true;
  /** The kind of its values, for completion. */
  readonly completes?: ValueKind;
}

export interface Argument {
  /** For example `[dir]` or `<name>`. */
  readonly name: string;
  readonly description: string;
  /** The kind of its values, for completion. */
  readonly completes?: ValueKind;
}

/**
 * Lines for people. `data` and `document` go to stdout, `notes` to stderr (unless `--quiet` is set), and `next` are
 * commands to try. A document is a file or a text to copy, so it is printed unchanged even on a narrow terminal.
 */
export interface Rendered {
  readonly data?: readonly string[];
  readonly document?: readonly string[];
  readonly notes?: readonly string[];
  readonly next?: readonly string[];
}

export interface CommandInput {
  readonly args: readonly string[];
  readonly flags: Flags;
}

export interface Command<Answers, Result> {
  readonly arguments?: readonly Argument[];
  readonly options?: readonly Option[];
  /** The command reads no files of a project, so it has no `--config`. */
  readonly withoutProject?: true;
  /** The stage need not be in apikit.yaml. */
  readonly anyStage?: true;
  /** The common flags of the command, in addition to `--config`, `--json`, `--quiet` and `--no-color`. */
  readonly common?: readonly CommonFlag[];
  /** Examples for `--help`. */
  readonly examples?: readonly string[];
  /** Checks flags, and asks for missing values. Throws `usageError`. */
  ask(input: CommandInput, context: Context): Answers | Promise<Answers>;
  /** Does the work. Never prompts. */
  execute(answers: Answers, context: Context): Promise<Result>;
  render(result: Result, theme: Theme): Rendered;
  /** The `--json` document without `schemaVersion`; `undefined` if the command wrote its own stream. */
  json(result: Result): object | undefined;
  /** Work that must wait until the user has the output. */
  afterwards?(result: Result, answers: Answers, context: Context): Promise<void>;
  exitCode?(result: Result, answers: Answers): ExitCode;
}

/** A command with unknown types, for the list in `commands/index.ts`. */
export type AnyCommand = Command<unknown, unknown>;

export function defineCommand<Answers, Result>(command: Command<Answers, Result>): AnyCommand {
  return command as unknown as AnyCommand;
}

const COMMON_OPTIONS = {
  stage: {
    flags: '--stage <name>',
    description: 'the stage; `local` is the embedded cloud (default: APIKIT_STAGE)',
    completes: 'stages',
  },
  profile: { flags: '--profile <name>', description: 'AWS profile' },
  region: { flags: '--region <name>', description: 'AWS region, instead of the one in apikit.yaml' },
  yes: { flags: '--yes', description: 'confirm everything and use all defaults' },
  events: { flags: '--events', description: 'print progress as NDJSON on stderr' },
} as const satisfies Record<string, Option>;

export type CommonFlag = keyof typeof COMMON_OPTIONS;

const CONFIG_OPTION: Option = { flags: '--config <file>', description: 'path of apikit.yaml' };

const EVERY_COMMAND: readonly Option[] = [
  { flags: '--json', description: 'print one JSON document' },
  { flags: '--quiet', description: 'print only data and errors' },
  { flags: '--no-color', description: 'print without colour (also NO_COLOR)' },
];

/** All flags of a command, in the order of its help. */
export function optionsOf({ options = [], common = [], withoutProject }: AnyCommand): Option[] {
  const shared = common.map((name) => COMMON_OPTIONS[name]);
  return [...options, ...shared, ...(withoutProject ? [] : [CONFIG_OPTION]), ...EVERY_COMMAND];
}

export interface CommandEntry {
  /** For example `deploy` or `keys create`. */
  readonly path: string;
  readonly summary: string;
  load(): Promise<AnyCommand>;
}
