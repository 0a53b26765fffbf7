/**
 * Makes an API key of a stage. Its value is a secret: it is returned where asked for and put nowhere else. A key that is made to
 * be handed out carries a mark until it has been, so that one of which a killed run said nothing is gone on with (ADR 20).
 */
import {
  type APIGatewayClient,
  type ApiKey,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetUsagePlanKeyCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../clock.ts';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { STAGE_TAG, UNSEEN_TAG } from '../../naming/tags.ts';
import { cleaningUp } from '../sdk/clean-up.ts';
import { createOnce } from '../sdk/create-once.ts';
import { errorMessage, ifThere, isAwsError } from '../sdk/errors/sdk-error.ts';
import { type StageKey, stageKey } from './stage-key.ts';
import { stageKeys } from './stage-keys.ts';
import { findPlan } from './stage-plans.ts';

export interface CreatedKey extends StageKey {
  readonly value: string;
}

export interface KeyWork {
  readonly client: APIGatewayClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface NewKey {
  readonly name: string;
  /** Physical name of the usage plan that the key is put into. */
  readonly plan: string;
  /** Ownership tags and the user's. */
  readonly tags: Tags;
}

/**
 * Makes an enabled key with a generated value in a usage plan. Throws `PlanNotFound` before anything is made. A key that
 * cannot be put into its plan is of no use to anyone and is taken back; `KeyLeftBehind` when that is refused too.
 */
export async function createKey(work: KeyWork, { name, plan, tags }: NewKey): Promise<CreatedKey> {
  const planId = await findPlan(work.client, plan, tags);
  const keys = await stageKeys(work.client, tags);
  return await makeKey(work, { name, tags, planIds: [planId], keys });
}

export interface KeyToMake {
  readonly name: string;
  readonly description?: string;
  readonly customerId?: string;
  readonly tags: Tags;
  readonly planIds: readonly string[];
  /** All that there are. */
  readonly keys: readonly StageKey[];
}

export async function makeKey(work: KeyWork, wanted: KeyToMake): Promise<CreatedKey> {
  const made = await create(work, wanted);
  try {
    for (const planId of wanted.planIds) await linkKey(work.client, planId, made.id);
  } catch (error) {
    await takeBack(work.client, made, error);
    throw error;
  }
  return made;
}

/**
 * To be handed out: with the mark, and the one key of its kind although another run makes one at the same moment. The older one
 * stays, as whoever made it may have looked before there was another. Throws `MadeMeanwhile` where its value is with somebody already.
 */
export async function makeUnseenKey(
  work: KeyWork,
  wanted: KeyToMake,
  isSame: (key: StageKey) => boolean,
): Promise<CreatedKey> {
  const tags: Tags = { ...wanted.tags, [UNSEEN_TAG]: 'true' };
  const made = await makeKey(work, { ...wanted, tags });
  const earlier = new Set(wanted.keys.map(({ id }) => id));
  // Listed newest first; times are whole seconds.
  const [oldest = made] = (await stageKeys(work.client, tags, wanted.name))
    .filter((key) => !earlier.has(key.id) && key.name === wanted.name && isSame(key))
    .reverse()
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (oldest.id === made.id) return made;
  await ifThere(work.client.send(cleaningUp(new DeleteApiKeyCommand({ apiKey: made.id }))));
  if (oldest.unseen) return await goOnWith(work.client, oldest, wanted.planIds);
  throw new ApikitError(
    'MadeMeanwhile',
    `Somebody else has made key ${oldest.name} (${oldest.id}) at the same moment, and has its value. What this run had made is gone again.`,
    { hint: `Ask them for it, or look at it: apikit keys show ${oldest.id} --stage ${tags[STAGE_TAG]}` },
  );
}

/** A key that an earlier run has made and nobody has been given: in its plans, with its value. */
export async function goOnWith(
  client: APIGatewayClient,
  key: StageKey,
  planIds: readonly string[],
): Promise<CreatedKey> {
  for (const planId of planIds) await linkKey(client, planId, key.id);
  const found = await client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: true }));
  return withValue({ ...found, tags: found.tags ?? { ...key.tags } });
}

async function create(
  { client, clock, signal }: KeyWork,
  { planIds: _, keys, ...wanted }: KeyToMake,
): Promise<CreatedKey> {
  const command = new CreateApiKeyCommand({ ...wanted, enabled: true });
  const earlier = new Set(keys.map(({ id }) => id));
  const made = await createOnce<ApiKey>(command, {
    send: () => client.send(command),
    async find() {
      const fresh = (await stageKeys(client, wanted.tags)).find(
        (key) => key.name === wanted.name && !earlier.has(key.id),
      );
      return fresh && (await client.send(new GetApiKeyCommand({ apiKey: fresh.id, includeValue: true })));
    },
    clock,
    signal,
  });
  return withValue({ ...made, tags: made.tags ?? wanted.tags });
}

function withValue(made: ApiKey): CreatedKey {
  const { value } = made;
  if (!value) throw new Error(`API Gateway gave no value of key ${made.id}`);
  return { ...stageKey(made), value };
}

/** Throws `KeyLeftBehind` when it stays; `why` is what was wrong with it. */
async function takeBack(client: APIGatewayClient, { id, name }: StageKey, why: unknown): Promise<void> {
  try {
    await client.send(cleaningUp(new DeleteApiKeyCommand({ apiKey: id })));
  } catch (error) {
    throw new ApikitError(
      'KeyLeftBehind',
      `API key "${name}" (${id}) was made, could not be put into its usage plan (${errorMessage(why)}), and could not be deleted again either (${errorMessage(error)}). It opens nothing, and nobody has seen its value.`,
      { hint: `Delete it: aws apigateway delete-api-key --api-key ${id}`, cause: why },
    );
  }
}

/** Idempotent: 409 is "already there" only when the plan says so (docs/aws/usage-plans.md). */
export async function linkKey(client: APIGatewayClient, planId: string, keyId: string): Promise<void> {
  const link = { usagePlanId: planId, keyId };
  try {
    await client.send(new CreateUsagePlanKeyCommand({ ...link, keyType: 'API_KEY' }));
  } catch (error) {
    if (!isAwsError(error, 'ConflictException') || !(await isLinked(client, link))) throw error;
  }
}

async function isLinked(client: APIGatewayClient, link: { usagePlanId: string; keyId: string }): Promise<boolean> {
  return (await ifThere(client.send(new GetUsagePlanKeyCommand(link)))) !== undefined;
}
