/**
 * The API keys of one app and stage, found by name or ID. Keys have the ownership tags, which identify them; a deploy
 * never touches them. Reads only, and never their values.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { STAGE_TAG } from '../../naming/tags.ts';
import { allApiKeys } from '../api-gateway/all-api-keys.ts';
import { owns } from '../ownership/ownership.ts';
import { formerOf, isFormer, type StageKey, stageKey } from './stage-key.ts';

/** Returns the newest first, as AWS lists them. `nameQuery` is a prefix of the names. */
export async function stageKeys(client: APIGatewayClient, tags: Tags, nameQuery?: string): Promise<StageKey[]> {
  const keys = await allApiKeys(client, nameQuery);
  return keys.filter((key) => owns(tags, key.tags ?? {})).map(stageKey);
}

export interface FoundKey {
  readonly key: StageKey;
  /** The keys that it has replaced, the latest first. Empty if the key was named by its ID. */
  readonly former: readonly StageKey[];
}

/**
 * A name means a client: its current key and the keys before it. An ID means one key. Throws `KeyNotFound` and
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
