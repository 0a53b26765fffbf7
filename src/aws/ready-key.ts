/** A key that is there to be used at once, by its name: the one of an earlier session, or a new one. Only for `apikit dev`. */
import { GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { createKey, findPlan, type KeyWork, linkKey, listKeys, type NewKey } from './api-keys.ts';

/** The value of an enabled key of this name in this plan. Throws `PlanNotFound`. */
export async function readyKey(work: KeyWork, wanted: NewKey): Promise<string> {
  const { client } = work;
  const there = (await listKeys(client, wanted.tags)).find(({ name, enabled }) => name === wanted.name && enabled);
  if (!there) return (await createKey(work, wanted)).value;
  await linkKey(client, await findPlan(client, wanted.plan, wanted.tags), there.id);
  const { value } = await client.send(new GetApiKeyCommand({ apiKey: there.id, includeValue: true }));
  if (!value) throw new Error(`API Gateway gave no value of key ${there.id}`);
  return value;
}
