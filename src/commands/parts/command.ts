/**
 * The form of a command: data, and four steps that `cli.ts` runs in order. `ask` is the only step that prompts, then
 * come `execute` and `render` or `json`. A command file holds one verb.
 */
import type { FrontDoorNeeds } from '../../config/require-rest-api.ts';
import type { Context } from '../../context.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import {
  COMMON_OPTIONS,
  CONFIG_OPTION,
  type CommonFlag,
  EVERY_COMMAND,
  type EveryCommand,
} from '../../flags/common-flags.ts';
import type { Argument, Option } from '../../flags/option.ts';
import type { ArgsOf, FlagsOf } from '../../flags/values.ts';
import type { Theme } from '../../ui/theme.ts';

/**
 * Lines for people. `data` and `document` go to stdout, `notes` to stderr (unless `--quiet` is set), and `next` are
 * commands to try. A document is a file or a text to copy, so it is printed unchanged even on a narrow terminal.
 * `annotations` are commands for GitHub's runner, which come first on stdout.
 */
export interface Rendered {
  readonly data?: readonly string[];
  readonly document?: readonly string[];
  readonly annotations?: readonly string[];
  readonly notes?: readonly string[];
  readonly next?: readonly string[];
}

/** The command line, with the types that follow from the declaration. */
export interface CommandInput<Arguments extends readonly Argument[], Declared extends Option> {
  readonly args: ArgsOf<Arguments>;
  readonly flags: FlagsOf<Declared>;
}

/** Stages whose front door lacks what the command needs are refused. */
interface Declaration extends FrontDoorNeeds {
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
}

/**
 * All options that a command declares or gets. A command without a project has no `--config`, so its value is absent.
 */
type OptionsOf<Options extends readonly Option[], Common extends CommonFlag> =
  | Options[number]
  | (typeof COMMON_OPTIONS)[Common]
  | EveryCommand;

/** TypeScript infers the types from top to bottom, so `ask`, `execute` and the others must be written in this order. */
interface Command<
  Arguments extends readonly Argument[],
  Options extends readonly Option[],
  Common extends CommonFlag,
  Answers,
  Result,
> extends Declaration {
  readonly arguments?: Arguments;
  readonly options?: Options;
  readonly common?: readonly Common[];
  /** Checks flags, and asks for missing values. Throws `usageError`. */
  ask(input: CommandInput<Arguments, OptionsOf<Options, Common>>, context: Context): Answers | Promise<Answers>;
  /** Does the work. Never prompts. */
  execute(answers: Answers, context: Context): Promise<Result>;
  render(result: Result, theme: Theme): Rendered;
  /** The `--json` document without `schemaVersion`; `undefined` if the command wrote its own stream. */
  json(result: Result): object | undefined;
  /** Work that must wait until the user has the output. */
  afterwards?(result: Result, answers: Answers, context: Context): Promise<void>;
  exitCode?(result: Result, answers: Answers): ExitCode;
}

/** A command without the types of its steps, for the list in `commands/index.ts`. */
export interface AnyCommand extends Declaration {
  /** Runs `ask`, and returns the step that does the work. */
  begin(line: CommandLine, context: Context): Promise<() => Promise<CommandResult>>;
}

/** The values that `program.ts` read for the declaration of the command. */
export interface CommandLine {
  readonly args: readonly unknown[];
  readonly flags: object;
}

/** The result of a command, in all forms. */
export interface CommandResult {
  render(theme: Theme): Rendered;
  json(): object | undefined;
  afterwards(): Promise<void>;
  exitCode(): ExitCode;
}

export function defineCommand<
  Answers,
  Result,
  const Arguments extends readonly Argument[] = [],
  const Options extends readonly Option[] = [],
  Common extends CommonFlag = never,
>(command: Command<Arguments, Options, Common, Answers, Result>) {
  return {
    ...command,
    async begin({ args, flags }: CommandLine, context: Context): Promise<() => Promise<CommandResult>> {
      // `program.ts` reads values of these types for this declaration (test/flags/values.test.ts).
      const input = { args: args as ArgsOf<Arguments>, flags: flags as FlagsOf<OptionsOf<Options, Common>> };
      const answers = await command.ask(input, context);
      return async () => {
        const result = await command.execute(answers, context);
        return {
          render: (theme) => command.render(result, theme),
          json: () => command.json(result),
          afterwards: async () => await command.afterwards?.(result, answers, context),
          exitCode: () => command.exitCode?.(result, answers) ?? EXIT.done,
        };
      };
    },
  } satisfies AnyCommand;
}

/** All flags of a command, in the order of its help. */
export function optionsOf({ options = [], common = [], withoutProject }: Declaration): Option[] {
  const shared = common.map((name) => COMMON_OPTIONS[name]);
  return [...options, ...shared, ...(withoutProject ? [] : [CONFIG_OPTION]), ...EVERY_COMMAND];
}

export interface CommandEntry {
  /** For example `deploy` or `keys create`. */
  readonly path: string;
  readonly summary: string;
  load(): Promise<AnyCommand>;
}
