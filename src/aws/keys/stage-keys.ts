/**
 * The API keys of one app and stage, and which of them a name or an id means. Keys carry the ownership tags, because that is how
 * they are found again; a deploy never touches them. Reads only, and never their values.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { STAGE_TAG } from '../../naming/tags.ts';
import { allApiKeys } from '../api-gateway/all-api-keys.ts';
import { owns } from '../ownership/ownership.ts';
import { formerOf, isFormer, type StageKey, stageKey } from './stage-key.ts';

/** Newest first, as AWS lists them. `nameQuery`: how their names begin. */
export async function stageKeys(client: APIGatewayClient, tags: Tags, nameQuery?: string): Promise<StageKey[]> {
  const keys = await allApiKeys(client, nameQuery);
  return keys.filter((key) => owns(tags, key.tags ?? {})).map(stageKey);
}

export interface FoundKey {
  readonly key: StageKey;
  /** The keys whose place it has taken, the latest first. Of a key that was named by its id there are none. */
  readonly former: readonly StageKey[];
}

/**
 * A name means a client: the key that it has now, and those before it. An id means one key. Throws `KeyNotFound` and
 * `KeyAmbiguous`.
 */
export function findKey(keys: readonly StageKey[], idOrName: string, tags: Tags): FoundKey {
  const byId = keys.find(({ id }) => id === idOrName);
  if (byId) return { key: byId, former: [] };
  const named = keys.filter(({ name }) => name === idOrName);
  const current = named.filter((key) => !isFormer(key, keys));
  const meant = current.length > 0 ? current : named;
  if (meant.length > 1) throw ambiguous(idOrName, meant);
  if (!meant[0]) throw keyNotFound(idOrName, tags);
  return { key: meant[0], former: formerOf(meant[0], keys) };
}

function keyNotFound(idOrName: string, tags: Tags): ApikitError {
  return new ApikitError('KeyNotFound', `This stage has no API key with the id or name "${idOrName}".`, {
    hint: `See: apikit keys list --stage ${tags[STAGE_TAG]}`,
  });
}

function ambiguous(name: string, named: readonly StageKey[]): ApikitError {
  const ids = named.map(({ id }) => id).join(', ');
  return new ApikitError('KeyAmbiguous', `${named.length} API keys of this stage are named "${name}": ${ids}.`, {
    hint: 'Give the id instead of the name.',
  });
}
