/** What commands call a stage with: the key and the token that were given, or a key for the run, and how fast they may. */
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import type { Context, Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { usagePlanName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import type { Option } from './command.ts';

export const KEY_OPTION: Option = {
  flags: '--key <value>',
  description: 'API key to call with (default: APIKIT_KEY; stage local: one of its own)',
};
export const TOKEN_OPTION: Option = {
  flags: '--token <value>',
  description: 'bearer token for operations with an authorizer (default: APIKIT_TOKEN)',
};

const VARIABLES = { key: 'APIKIT_KEY', token: 'APIKIT_TOKEN' } as const;

export function secretOf(which: keyof typeof VARIABLES, { flags, io }: Context): string | undefined {
  const given = flags[which] ?? io.env[VARIABLES[which]];
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** What a key lets through, and the stage: a key that was given may be in any plan, so the slowest counts. */
export function rateOf({ usagePlans, throttle }: StageConfig, ownKey: boolean): { rate: number; burst: number } {
  const limits = byRate(usagePlans).map(([, { rate = Infinity, burst = Infinity }]) => ({ rate, burst }));
  const plan = ownKey ? limits[0] : limits.at(-1);
  return {
    rate: Math.min(throttle.rate, plan?.rate ?? Infinity),
    burst: Math.min(throttle.burst, plan?.burst ?? Infinity),
  };
}

/** The most generous plan first. */
const byRate = (plans: StageConfig['usagePlans']) =>
  Object.entries(plans).sort(([, a], [, b]) => (b.rate ?? Infinity) - (a.rate ?? Infinity));

export interface CallingKey {
  readonly value: string;
  /** Of a key that was made for the run. */
  remove?(): Promise<void>;
}

/** The given one, else on the stage `local` a new one. Throws a usage error where there is neither. */
export async function keyFor(target: Target, given: string | undefined, context: Context): Promise<CallingKey> {
  const key = given === undefined ? await ownKey(target, context) : { value: given };
  if (key) return key;
  throw usageError(
    'The contract has operations that need an API key, and there is none to call them with.',
    `Pass --key or set APIKIT_KEY; to make one: apikit keys create contract-test --stage ${target.config.stage}.`,
  );
}

/** Only the embedded cloud's own stage gets a key by itself: elsewhere keys belong to their clients. */
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
