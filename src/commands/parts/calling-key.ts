/**
 * The credentials with which commands call a stage (the given key and token, or a temporary key), and the allowed rate.
 */
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import type { Context, Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import type { Option } from '../../flags/option.ts';
import type { FlagsOf } from '../../flags/values.ts';
import { usagePlanName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';

export const KEY_OPTION = {
  flags: '--key <value>',
  description: 'API key for the requests (default: APIKIT_KEY; a temporary key for the stage local)',
} as const satisfies Option;
export const TOKEN_OPTION = {
  flags: '--token <value>',
  description: 'bearer token for operations with an authorizer (default: APIKIT_TOKEN)',
} as const satisfies Option;

/** The key and the token of the flags or the variables. A command without these flags passes none. */
export function givenCredentials(
  flags: Partial<FlagsOf<typeof KEY_OPTION | typeof TOKEN_OPTION>>,
  { env }: Context['io'],
): { key?: string; token?: string } {
  const key = flags.key ?? env.APIKIT_KEY;
  const token = flags.token ?? env.APIKIT_TOKEN;
  return { ...(key && { key }), ...(token && { token }) };
}

/**
 * The rate that both the key's plan and the stage allow. A given key may be in any plan, so the slowest plan counts.
 */
export function rateOf({ usagePlans, throttle }: StageConfig, ownKey: boolean): { rate: number; burst: number } {
  const limits = byRate(usagePlans).map(([, { rate = Infinity, burst = Infinity }]) => ({ rate, burst }));
  const plan = ownKey ? limits[0] : limits.at(-1);
  return {
    rate: Math.min(throttle.rate, plan?.rate ?? Infinity),
    burst: Math.min(throttle.burst, plan?.burst ?? Infinity),
  };
}

/** The plan with the highest rate comes first. */
const byRate = (plans: StageConfig['usagePlans']) =>
  Object.entries(plans).sort(([, a], [, b]) => (b.rate ?? Infinity) - (a.rate ?? Infinity));

export interface CallingKey {
  readonly value: string;
  /** Deletes a temporary key. */
  remove?(): Promise<void>;
}

/**
 * Returns the given key, or creates a temporary key for the stage `local`. Throws a usage error for other stages
 * without a key.
 */
export async function keyFor(target: Target, given: string | undefined, context: Context): Promise<CallingKey> {
  const key = given === undefined ? await ownKey(target, context) : { value: given };
  if (key) return key;
  throw usageError(
    'The contract has operations that need an API key, but no key is given.',
    `Pass --key or set APIKIT_KEY; to create a key: apikit keys create contract-test --stage ${target.config.stage}.`,
  );
}

/** Only the stage of the local cloud gets a key by itself: on other stages, keys belong to clients. */
export async function ownKey({ config, clients }: Target, { io }: Context): Promise<CallingKey | undefined> {
  const [plan] = byRate(config.usagePlans);
  if (config.stage !== LOCAL_STAGE || !plan) return undefined;
  const { temporaryKey } = await import('../../aws/keys/temporary-key.ts');
  const { clock, signal } = io;
  const name = `apikit-test-${new Date(clock.now()).toISOString().replace(/\D/g, '').slice(0, 14)}`;
  return await temporaryKey(
    { client: await clients.apiGateway(), clock, signal },
    { name, plan: usagePlanName(config, plan[0]), tags: stageTags(config) },
  );
}
