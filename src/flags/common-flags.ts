/** The flags that several or all commands have, declared once. */
import type { Option } from './option.ts';
import type { FlagsOf } from './values.ts';

/** A command names in `common` which of these it has. */
export const COMMON_OPTIONS = {
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

/** The flag of every command that reads the files of a project. */
export const CONFIG_OPTION = { flags: '--config <file>', description: 'path of apikit.yaml' } as const satisfies Option;

export const EVERY_COMMAND = [
  { flags: '--json', description: 'print one JSON document' },
  { flags: '--quiet', description: 'print only data and errors' },
  { flags: '--no-color', description: 'print without colour (also NO_COLOR)' },
] as const satisfies readonly Option[];

/** For commands that an operator runs without the sources of the project. They have it in `options`. */
export const APP_OPTION = {
  flags: '--app <name>',
  description: 'name of the app, if its apikit.yaml is not at hand; needs --stage and a region',
} as const satisfies Option;

/** The same for commands that need no stage. */
export const APP_WITHOUT_STAGE_OPTION = {
  ...APP_OPTION,
  description: 'name of the app, if its apikit.yaml is not at hand; needs a region',
} as const satisfies Option;

/** For commands that change a stage. They have it in `options`. */
export const WAIT_OPTION = {
  flags: '--wait [duration]',
  description: 'wait while someone else is changing the stage: 30s, 10m, 2h (default: 10m)',
} as const satisfies Option;

export type EveryCommand = (typeof EVERY_COMMAND)[number] | typeof CONFIG_OPTION;

/** The flags with a meaning outside of their command. A command may lack some of them. */
export type CommonFlags = Partial<
  FlagsOf<(typeof COMMON_OPTIONS)[CommonFlag] | EveryCommand | typeof APP_OPTION | typeof WAIT_OPTION>
>;
