/** The API keys of the local stage: the key that every session shows, and more of them. */
import { createKey } from '../aws/keys/new-key.ts';
import { readyKey } from '../aws/keys/ready-key.ts';
import type { Clock } from '../clock.ts';
import { usagePlanName } from '../naming/names.ts';
import { stageTags } from '../naming/tags.ts';
import type { ServedStage } from './local-stage.ts';

type KeyStage = Pick<ServedStage, 'config' | 'place'>;

interface KeyParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The name of the shared key. The names of keys that a session creates begin with it. */
const KEY_NAME = 'dev';

/** The key of the first usage plan; `undefined` if there is no plan. It is the same in every session. */
export async function sharedKey(stage: KeyStage, parts: KeyParts): Promise<string | undefined> {
  const [plan] = Object.keys(stage.config.usagePlans);
  if (plan === undefined) return undefined;
  const { work, wanted } = await keyWork(stage, plan, KEY_NAME, parts);
  return await readyKey(work, wanted);
}

/** Creates one more key of the first usage plan; `undefined` if there is no plan. */
export async function anotherKey(
  stage: KeyStage,
  parts: KeyParts,
): Promise<{ name: string; value: string } | undefined> {
  const [plan] = Object.keys(stage.config.usagePlans);
  if (plan === undefined) return undefined;
  const name = `${KEY_NAME}-${new Date(parts.clock.now()).toISOString().replace(/\D/g, '').slice(0, 14)}`;
  const { work, wanted } = await keyWork(stage, plan, name, parts);
  return { name, value: (await createKey(work, wanted)).value };
}

async function keyWork({ config, place }: KeyStage, plan: string, name: string, { clock, signal }: KeyParts) {
  const client = await place.clients.apiGateway();
  return {
    work: { client, clock, signal },
    wanted: { name, plan: usagePlanName(config, plan), tags: stageTags(config) },
  };
}
