/**
 * What a command is: data, plus four steps that `cli.ts` runs in order — ask (the only place that prompts), execute,
 * then render or json. A command file holds one verb; cross-cutting flags are declared here once.
 */
import type { Context, Flags } from '../../context.ts';
import type { ExitCode } from '../../errors.ts';
import type { Theme } from '../../ui/theme.ts';
import type { ValueKind } from './completion-values.ts';

export interface Option {
  /** commander's notation: `--keep <n>`, `-f, --force`, `--no-follow`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** May be given several times; the flag is then a list. */
  readonly repeatable?: true;
  /** What its value is one of, for completion. */
  readonly completes?: ValueKind;
}

export interface Argument {
  /** `[dir]`, `<name>` */
  readonly name: string;
  readonly description: string;
  /** What it is one of, for completion. */
  readonly completes?: ValueKind;
}

/**
 * Lines for people. `data` and `document` go to stdout, `notes` to stderr (not with `--quiet`), `next` are commands to try. A
 * document is printed as it is, also where the terminal is too narrow for it: it is a file, or something to copy.
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
  /** It looks at no project's files, and so takes no `--config`. */
  readonly withoutProject?: true;
  /** The stage may also be one that apikit.yaml no longer has. */
  readonly anyStage?: true;
  /** Which of the common flags it understands, beyond `--config`, `--json`, `--quiet` and `--no-color`. */
  readonly common?: readonly CommonFlag[];
  /** More for `--help`. */
  readonly examples?: readonly string[];
  /** Checks flags and asks for what is missing. Throws `usageError`. */
  ask(input: CommandInput, context: Context): Answers | Promise<Answers>;
  /** Does the work. Never prompts. */
  execute(answers: Answers, context: Context): Promise<Result>;
  render(result: Result, theme: Theme): Rendered;
  /** The `--json` document without `schemaVersion`; `undefined`: the command has written its own stream. */
  json(result: Result): object | undefined;
  /** What may be noted only when the user has the output. */
  afterwards?(result: Result, answers: Answers, context: Context): Promise<void>;
  exitCode?(result: Result, answers: Answers): ExitCode;
}

/** A command of unknown types, as the list in `commands/index.ts` sees it. */
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
  region: { flags: '--region <name>', description: 'AWS region, over the one in apikit.yaml' },
  yes: { flags: '--yes', description: 'answer yes to every confirmation, take every default' },
  events: { flags: '--events', description: 'progress as NDJSON on stderr' },
} as const satisfies Record<string, Option>;

export type CommonFlag = keyof typeof COMMON_OPTIONS;

const CONFIG_OPTION: Option = { flags: '--config <file>', description: 'path of apikit.yaml' };

const EVERY_COMMAND: readonly Option[] = [
  { flags: '--json', description: 'print one JSON document' },
  { flags: '--quiet', description: 'only data and errors' },
  { flags: '--no-color', description: 'no colour (also NO_COLOR)' },
];

/** Every flag that a command takes, in the order of its help. */
export function optionsOf({ options = [], common = [], withoutProject }: AnyCommand): Option[] {
  const shared = common.map((name) => COMMON_OPTIONS[name]);
  return [...options, ...shared, ...(withoutProject ? [] : [CONFIG_OPTION]), ...EVERY_COMMAND];
}

export interface CommandEntry {
  /** `deploy`, `keys create` */
  readonly path: string;
  readonly summary: string;
  load(): Promise<AnyCommand>;
}
