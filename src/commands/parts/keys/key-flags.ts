/** The arguments and flags of commands about keys: a key, its name, its plan, or many keys at once. */
import { hasControls, MAX_NAME } from '../../../aws/keys/key-name.ts';
import type { StageKey } from '../../../aws/keys/stage-key.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { Argument, Option } from '../../../flags/option.ts';
import { stageTags } from '../../../naming/tags.ts';
import { counted } from '../../../text/counted.ts';
import { parseDuration } from '../../../text/duration.ts';
import type { CommandInput } from '../command.ts';
import { abbreviatedNames } from './key-text.ts';

export const PLAN_OPTION = {
  flags: '--plan <name>',
  completes: 'plans',
  description: 'usage plan (default: the only one)',
} as const satisfies Option;

export const KEY_ARGUMENT = {
  name: '[key]',
  completes: 'keys',
  description: 'name or ID of the key',
} as const satisfies Argument;

/** For commands that also accept many keys at once. */
export const MANY_OPTIONS = [
  { flags: '--all', description: 'all keys of the stage, instead of one' },
  { flags: '--older-than <age>', description: 'with --all: only keys that are older, e.g. 90d' },
] as const satisfies readonly Option[];

/** Returns the given name of a key, or the name that the user types. Throws a usage error. */
export async function keyName(given: string | undefined, context: Context, what = 'The key'): Promise<string> {
  const name = given ?? (context.interactive ? await context.prompts.text({ message: 'Name of the key?' }) : undefined);
  if (!name?.trim())
    throw usageError(
      `${what} needs a name.`,
      'Pass it before the flags, as in apikit keys create alice --stage local.',
    );
  if (name.length > MAX_NAME)
    throw usageError(`The name of a key can have at most ${MAX_NAME} characters.`, 'Choose a shorter name.');
  if (hasControls(name))
    throw usageError(
      'The name of a key cannot have control characters, such as tabs and line breaks: a list of keys would show keys that do not exist.',
      'Remove them.',
    );
  return name;
}

/** Returns the name or ID of a key. Throws a usage error. */
export async function requiredKey(given: string | undefined, context: Context): Promise<string> {
  const key =
    given ?? (context.interactive ? await context.prompts.text({ message: 'Name or ID of the key?' }) : undefined);
  if (key) return key;
  throw usageError('No key is given.', 'Pass its name or ID, as in apikit keys show alice --stage local.');
}

/** `how` is the hint if no plan is given. */
export async function choosePlan(
  plans: readonly string[],
  given: string | undefined,
  context: Context,
  how = 'Pass --plan <name>.',
): Promise<string> {
  const known = `This stage declares ${plans.length > 0 ? plans.join(', ') : 'none'} under usagePlans.`;
  if (given !== undefined) {
    if (plans.includes(given)) return given;
    throw usageError(`There is no usage plan "${given}".`, known);
  }
  if (plans.length === 1) return plans[0]!;
  if (plans.length === 0)
    throw usageError(
      'A key without a usage plan gives no access.',
      `${known} Declare a plan in apikit.yaml, and deploy.`,
    );
  if (!context.interactive) throw usageError('No usage plan is given.', `${how} ${known}`);
  return context.prompts.choose({ message: 'Which usage plan?', choices: plans });
}

/** Parses the `7d` of a flag to ms. Throws a usage error. */
export function durationOf(flag: string, text: string): number {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  throw usageError(
    `${flag} takes a duration, not "${text}".`,
    'Write a whole number of seconds, minutes, hours or days: 90s, 30m, 12h, 7d.',
  );
}

/** One key by its name or ID, or all keys that are old enough. */
export type KeySelection = { readonly key: string } | { readonly olderThan: number };

type ManyInput = CommandInput<[typeof KEY_ARGUMENT], (typeof MANY_OPTIONS)[number]>;

/** Throws a usage error. */
export async function selectedKeys({ args: [key], flags }: ManyInput, context: Context): Promise<KeySelection> {
  const olderThan = flags.olderThan === undefined ? undefined : durationOf('--older-than', flags.olderThan);
  if (!flags.all) {
    if (olderThan !== undefined)
      throw usageError('--older-than selects among all keys.', 'Also pass --all, or remove --older-than.');
    return { key: await requiredKey(key, context) };
  }
  if (key !== undefined)
    throw usageError(`--all means every key of the stage, but "${key}" is one key.`, 'Pass only one of them.');
  return { olderThan: olderThan ?? 0 };
}

export interface ChosenKeys {
  readonly target: Target;
  /** All keys of the stage. */
  readonly keys: readonly StageKey[];
  readonly chosen: readonly StageKey[];
  /** AWS's time, in ms since the epoch. */
  readonly now: number;
}

/** Finds the chosen keys of a stage. A name finds all keys of that client, an ID finds that key. Reads only. */
export async function chosenKeys(which: KeySelection, context: Context): Promise<ChosenKeys> {
  const target = await context.target();
  const [{ stageKeys, findKey }, { awsTime }] = await Promise.all([
    import('../../../aws/keys/stage-keys.ts'),
    import('../../../aws/sdk/aws-time.ts'),
  ]);
  const tags = stageTags(target.config);
  const keys = await stageKeys(await target.clients.apiGateway(), tags);
  const now = awsTime({ clients: target.clients, clock: context.io.clock });
  if ('olderThan' in which) {
    const chosen = keys.filter(({ createdAt }) => now - Date.parse(createdAt) >= which.olderThan);
    return { target, keys, chosen, now };
  }
  const { key, former } = findKey(keys, which.key, tags);
  return { target, keys, chosen: [key, ...former], now };
}

/** Asks before many keys change at once. `what` is, for example, `Disabling`. */
export async function agreeToMany(
  what: string,
  { chosen, target: { config } }: Pick<ChosenKeys, 'chosen' | 'target'>,
  context: Context,
): Promise<void> {
  if (context.flags.yes || chosen.length === 0) return;
  const names = abbreviatedNames(chosen.map(({ name }) => name));
  const of = `${counted(chosen.length, 'key')} of ${config.app}/${config.stage} (${names})`;
  await agreeTo(`${what} ${of}`, `${what} ${of}?`, context);
}

/**
 * `deed` is, for example, `Deleting alice (abc)`. `way` is the hint without a terminal. Throws if there is no terminal,
 * and if the user declines.
 */
export async function agreeTo(deed: string, question: string, context: Context, way = 'Pass --yes.'): Promise<void> {
  if (!context.interactive) throw usageError(`${deed} needs a confirmation. Nothing was changed.`, way);
  if (await context.prompts.confirm({ message: question, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
