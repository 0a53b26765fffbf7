/** What commands about keys ask for: a key, its name, its plan, or many keys at once. */
import { hasControls, MAX_NAME } from '../../../aws/keys/key-name.ts';
import type { StageKey } from '../../../aws/keys/stage-key.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import { stageTags } from '../../../naming/tags.ts';
import { counted } from '../../../text/counted.ts';
import { parseDuration } from '../../../text/duration.ts';
import type { Argument, CommandInput, Option } from '../command.ts';
import { fewNames } from './key-text.ts';

export const PLAN_OPTION: Option = {
  flags: '--plan <name>',
  completes: 'plans',
  description: 'usage plan (default: the only one)',
};

export const KEY_ARGUMENT: Argument = {
  name: '[key]',
  completes: 'keys',
  description: 'name or id of the key',
};

/** For commands that also take many keys at once. */
export const MANY_OPTIONS: readonly Option[] = [
  { flags: '--all', description: 'all keys of the stage, instead of one' },
  { flags: '--older-than <age>', description: 'with --all: those that were made longer ago, e.g. 90d' },
];

/** A name for a key: the one that was given, or that the user types. Throws a usage error. */
export async function keyName(given: string | undefined, context: Context, what = 'The key'): Promise<string> {
  const name = given ?? (context.interactive ? await context.prompts.text({ message: 'Name of the key?' }) : undefined);
  if (!name?.trim())
    throw usageError(
      `${what} needs a name.`,
      'Pass it before the flags, as in apikit keys create alice --stage local.',
    );
  if (name.length > MAX_NAME)
    throw usageError(`The name of a key can have at most ${MAX_NAME} characters.`, 'Choose a shorter one.');
  if (hasControls(name))
    throw usageError(
      'The name of a key can have no control characters, such as tabs and line breaks: a list of keys would show others than there are.',
      'Leave them out.',
    );
  return name;
}

/** The name or id of a key. Throws a usage error. */
export async function whichKey(given: string | undefined, context: Context): Promise<string> {
  const key =
    given ?? (context.interactive ? await context.prompts.text({ message: 'Name or id of the key?' }) : undefined);
  if (key) return key;
  throw usageError('No key was named.', 'Pass its name or id, as in apikit keys show alice --stage local.');
}

/** `how`: what names one, for whoever has named none. */
export async function choosePlan(
  plans: readonly string[],
  given: unknown,
  context: Context,
  how = 'Pass --plan <name>.',
): Promise<string> {
  const known = `This stage declares ${plans.length > 0 ? plans.join(', ') : 'none'} under usagePlans.`;
  if (typeof given === 'string') {
    if (plans.includes(given)) return given;
    throw usageError(`There is no usage plan "${given}".`, known);
  }
  if (plans.length === 1) return plans[0]!;
  if (plans.length === 0)
    throw usageError('A key without a usage plan opens nothing.', `${known} Declare one in apikit.yaml and deploy.`);
  if (!context.interactive) throw usageError('No usage plan was named.', `${how} ${known}`);
  return context.prompts.choose({ message: 'Which usage plan?', choices: plans });
}

/** `7d` of a flag, in ms. Throws a usage error. */
export function durationOf(flag: string, text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  throw usageError(
    `${flag} takes a duration, not "${text}".`,
    'Write a whole number of seconds, minutes, hours or days: 90s, 30m, 12h, 7d.',
  );
}

/** One key by its name or id, or all that are old enough. */
export type Which = { readonly key: string } | { readonly olderThan: number };

/** Throws a usage error. */
export async function whichKeys({ args, flags }: CommandInput, context: Context): Promise<Which> {
  const olderThan = durationOf('--older-than', flags.olderThan);
  if (flags.all !== true) {
    if (olderThan !== undefined)
      throw usageError('--older-than chooses among all keys.', 'Pass --all as well, or leave it out.');
    return { key: await whichKey(args[0], context) };
  }
  if (args[0] !== undefined)
    throw usageError(`--all means every key of the stage, and "${args[0]}" is one.`, 'Pass one of the two.');
  return { olderThan: olderThan ?? 0 };
}

export interface ChosenKeys {
  readonly target: Target;
  /** All of the stage. */
  readonly keys: readonly StageKey[];
  readonly chosen: readonly StageKey[];
  /** ms since the epoch, on AWS. */
  readonly now: number;
}

/** What a choice means in a stage: of a name all keys that its client has had, of an id that key. Reads only. */
export async function chosenKeys(which: Which, context: Context): Promise<ChosenKeys> {
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

/** Many keys at once are not changed by a slip of the hand. `what`: `Disabling`. */
export async function agreeToMany(
  what: string,
  { chosen, target: { config } }: Pick<ChosenKeys, 'chosen' | 'target'>,
  context: Context,
): Promise<void> {
  if (context.flags.yes === true || chosen.length === 0) return;
  const names = fewNames(chosen.map(({ name }) => name));
  const of = `${counted(chosen.length, 'key')} of ${config.app}/${config.stage} (${names})`;
  await agreeTo(`${what} ${of}`, `${what} ${of}?`, context);
}

/** `deed`: `Deleting alice (abc)`. `way`: without a terminal. Throws where nobody can be asked, and where the answer is no. */
export async function agreeTo(deed: string, question: string, context: Context, way = 'Pass --yes.'): Promise<void> {
  if (!context.interactive) throw usageError(`${deed} needs a confirmation. Nothing was changed.`, way);
  if (await context.prompts.confirm({ message: question, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
