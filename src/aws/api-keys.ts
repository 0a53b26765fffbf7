/**
 * API keys of one app and stage, for `apikit keys`. Keys carry the ownership tags, because that is how they are found
 * again; a deploy never touches them. A key's value is a secret: it is returned where asked for and put nowhere else.
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
import type { Clock } from '../clock.ts';
import { ApikitError } from '../errors.ts';
import type { Tags } from '../stack/properties.ts';
import { STAGE_TAG } from '../stack/tags.ts';
import { allApiKeys } from './all-api-keys.ts';
import { cleaningUp } from './clean-up.ts';
import { createOnce } from './create-once.ts';
import { owns } from './ownership.ts';
import { errorMessage, ifThere, isAwsError } from './sdk-error.ts';
import { choosePlan } from './usage-plan-duplicates.ts';
import { keysOf, listUsagePlans } from './usage-plans.ts';

/** Without its value. */
export interface KeySummary {
  id: string;
  name: string;
  enabled: boolean;
  /** ISO 8601 */
  createdAt: string;
}

export interface CreatedKey extends KeySummary {
  value: string;
}

export interface KeyWork {
  client: APIGatewayClient;
  clock: Clock;
  signal: AbortSignal;
}

export interface NewKey {
  name: string;
  /** Physical name of the usage plan that the key is put into. */
  plan: string;
  /** Ownership tags and the user's. */
  tags: Tags;
}

/**
 * Makes an enabled key with a generated value in a usage plan. Throws `PlanNotFound` before anything is made. A key that
 * cannot be put into its plan is of no use to anyone and is taken back; `KeyLeftBehind` when that is refused too.
 */
export async function createKey(work: KeyWork, { name, plan, tags }: NewKey): Promise<CreatedKey> {
  const { client, clock, signal } = work;
  const planId = await findPlan(client, plan, tags);
  const command = new CreateApiKeyCommand({ name, enabled: true, tags });
  const earlier = new Set((await listKeys(client, tags)).map(({ id }) => id));
  const made = await createOnce<ApiKey>(command, {
    send: () => client.send(command),
    async find() {
      const fresh = (await listKeys(client, tags)).find((key) => key.name === name && !earlier.has(key.id));
      return fresh && (await client.send(new GetApiKeyCommand({ apiKey: fresh.id, includeValue: true })));
    },
    clock,
    signal,
  });
  const { value } = made;
  const key = summary(made);
  if (!value) throw new Error(`API Gateway made key ${key.id} without a value`);
  try {
    await linkKey(client, planId, key.id);
  } catch (error) {
    await takeBack(client, key, error);
    throw error;
  }
  return { ...key, value };
}

/** Throws `KeyLeftBehind` when it stays; `why` is what was wrong with it. */
async function takeBack(client: APIGatewayClient, { id, name }: KeySummary, why: unknown): Promise<void> {
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

/** The keys of the app and stage that `tags` name, newest first as AWS lists them. */
export async function listKeys(client: APIGatewayClient, tags: Tags): Promise<KeySummary[]> {
  const keys = await allApiKeys(client);
  return keys.filter((key) => owns(tags, key.tags ?? {})).map(summary);
}

/** One key of this app and stage, by id or by name. Throws `KeyNotFound` and `KeyAmbiguous`. */
export async function findKey(client: APIGatewayClient, tags: Tags, idOrName: string): Promise<KeySummary> {
  const keys = await listKeys(client, tags);
  const byId = keys.find(({ id }) => id === idOrName);
  if (byId) return byId;
  const named = keys.filter(({ name }) => name === idOrName);
  if (named.length > 1) throw ambiguous(idOrName, named);
  if (!named[0]) throw keyNotFound(idOrName, tags);
  return named[0];
}

/** Id of the usage plan of this name that is ours; of several, the one that a deploy keeps. Throws `PlanNotFound`. */
export async function findPlan(client: APIGatewayClient, name: string, tags: Tags): Promise<string> {
  const all = await listUsagePlans(client);
  const ours = all.filter((found) => found.name === name && owns(tags, found.tags ?? {}));
  const plan = ours.length > 1 ? (await choosePlan(ours, undefined, (id) => keysOf(client, id))).chosen : ours[0];
  if (plan?.id) return plan.id;
  throw new ApikitError('PlanNotFound', `There is no usage plan "${name}" in this account and region.`, {
    hint: `Deploy the stage first: it makes the plans that apikit.yaml declares under usagePlans. Run: apikit deploy --stage ${tags[STAGE_TAG]}`,
  });
}

function summary(key: ApiKey): KeySummary {
  if (!key.id) throw new Error('API Gateway returned a key without an id');
  const createdAt = (key.createdDate ?? new Date(0)).toISOString();
  return { id: key.id, name: key.name ?? '', enabled: key.enabled ?? false, createdAt };
}

function keyNotFound(idOrName: string, tags: Tags): ApikitError {
  return new ApikitError('KeyNotFound', `This stage has no API key with the id or name "${idOrName}".`, {
    hint: `See: apikit keys list --stage ${tags[STAGE_TAG]}`,
  });
}

function ambiguous(name: string, named: readonly KeySummary[]): ApikitError {
  const ids = named.map(({ id }) => id).join(', ');
  return new ApikitError('KeyAmbiguous', `${named.length} API keys of this stage are named "${name}": ${ids}.`, {
    hint: 'Give the id instead of the name.',
  });
}
