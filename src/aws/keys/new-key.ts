/**
 * Creates an API key of a stage. Its value is a secret: it is returned to the caller and stored nowhere. A key that is
 * created for a person has a tag until the person has it, so that the next run continues with a key that a killed run
 * never showed (ADR 20).
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
import { asCleanUp } from '../sdk/clean-up.ts';
import { createOnce } from '../sdk/create-once.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { type StageKey, stageKey } from './stage-key.ts';
import { stageKeys } from './stage-keys.ts';
import { findPlan } from './stage-plans.ts';

export interface CreatedKey extends StageKey {
  readonly value: string;
}

export interface KeyClient {
  readonly client: APIGatewayClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface NewKey {
  readonly name: string;
  /** The name of the usage plan in AWS. */
  readonly plan: string;
  /** The ownership tags and the user's tags. */
  readonly tags: Tags;
}

/**
 * Creates an enabled key with a generated value in a usage plan. Throws `PlanNotFound` before it creates anything. A
 * key that cannot be added to its plan is useless and is deleted again. Throws `KeyLeftBehind` if that fails, too.
 */
export async function createKey(work: KeyClient, { name, plan, tags }: NewKey): Promise<CreatedKey> {
  const planId = await findPlan(work.client, plan, tags);
  const keys = await stageKeys(work.client, tags);
  return await makeKey(work, { name, tags, planIds: [planId], keys });
}

export interface NewKeySettings {
  readonly name: string;
  readonly description?: string;
  readonly customerId?: string;
  readonly tags: Tags;
  readonly planIds: readonly string[];
  /** All keys of the stage. */
  readonly keys: readonly StageKey[];
}

export async function makeKey(work: KeyClient, wanted: NewKeySettings): Promise<CreatedKey> {
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
 * Creates a key for a person, with the tag. If another run creates the same key at the same moment, the older one
 * stays, because its run may have looked before there was a second one. Throws `MadeMeanwhile` if somebody already has
 * its value.
 */
export async function makeUnseenKey(
  work: KeyClient,
  wanted: NewKeySettings,
  isSame: (key: StageKey) => boolean,
): Promise<CreatedKey> {
  const tags: Tags = { ...wanted.tags, [UNSEEN_TAG]: 'true' };
  const made = await makeKey(work, { ...wanted, tags });
  const earlier = new Set(wanted.keys.map(({ id }) => id));
  // AWS lists the newest first, with times in whole seconds.
  const [oldest = made] = (await stageKeys(work.client, tags, wanted.name))
    .filter((key) => !earlier.has(key.id) && key.name === wanted.name && isSame(key))
    .reverse()
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (oldest.id === made.id) return made;
  await undefinedIfNotFound(work.client.send(asCleanUp(new DeleteApiKeyCommand({ apiKey: made.id }))));
  if (oldest.unseen) return await resumeKey(work.client, oldest, wanted.planIds);
  throw new ApikitError(
    'MadeMeanwhile',
    `Somebody else created key ${oldest.name} (${oldest.id}) at the same moment, and has its value. The key of this run was deleted again.`,
    { hint: `Ask them for the value, or show the key: apikit keys show ${oldest.id} --stage ${tags[STAGE_TAG]}` },
  );
}

/** Adds a key that an earlier run created and nobody has got to its plans, and reads its value. */
export async function resumeKey(
  client: APIGatewayClient,
  key: StageKey,
  planIds: readonly string[],
): Promise<CreatedKey> {
  for (const planId of planIds) await linkKey(client, planId, key.id);
  const found = await client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: true }));
  return withValue({ ...found, tags: found.tags ?? { ...key.tags } });
}

async function create(
  { client, clock, signal }: KeyClient,
  { planIds: _, keys, ...wanted }: NewKeySettings,
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

/** Throws `KeyLeftBehind` if the key stays. `why` is the reason for the deletion. */
async function takeBack(client: APIGatewayClient, { id, name }: StageKey, why: unknown): Promise<void> {
  try {
    await client.send(asCleanUp(new DeleteApiKeyCommand({ apiKey: id })));
  } catch (error) {
    throw new ApikitError(
      'KeyLeftBehind',
      `API key "${name}" (${id}) was created, but it could not be added to its usage plan (${errorMessage(why)}), and it could not be deleted again (${errorMessage(error)}). It gives no access, and nobody has seen its value.`,
      { hint: `Delete it: aws apigateway delete-api-key --api-key ${id}`, cause: why },
    );
  }
}

/** Idempotent: a 409 means "already there" only if the plan really has the key (docs/aws/usage-plans.md). */
export async function linkKey(client: APIGatewayClient, planId: string, keyId: string): Promise<void> {
  const link = { usagePlanId: planId, keyId };
  try {
    await client.send(new CreateUsagePlanKeyCommand({ ...link, keyType: 'API_KEY' }));
  } catch (error) {
    if (!isAwsError(error, 'ConflictException') || !(await isLinked(client, link))) throw error;
  }
}

async function isLinked(client: APIGatewayClient, link: { usagePlanId: string; keyId: string }): Promise<boolean> {
  return (await undefinedIfNotFound(client.send(new GetUsagePlanKeyCommand(link)))) !== undefined;
}
