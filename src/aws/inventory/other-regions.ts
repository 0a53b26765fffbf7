/**
 * Finds out whether a stage that is about to be created already exists in another region. A region knows nothing about
 * the others, but IAM is global, and the name of a stage's role contains its region. Reads only: one call, and one more
 * for each role with such a name.
 */
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { baseName, type StageIdentity } from '../../naming/names.ts';
import { allRoleNames } from '../kinds/role/search.ts';
import { isOwner, ownerOf } from '../ownership/owner.ts';
import { fromTagList } from '../ownership/ownership.ts';
import type { Clients } from '../sdk/clients.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';
import { searchOrSkip, type Unsearched } from '../sdk/unsearched.ts';

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * Returns the text for the user. Returns `undefined` if the stage is in no other region, or if the search was denied
 * (`unsearched`).
 */
export async function findOtherRegions(
  { clients, facts }: { clients: Pick<Clients, 'iam'>; facts: TargetFacts },
  { app, stage }: StageIdentity,
  unsearched: Unsearched[],
): Promise<string | undefined> {
  const prefix = `${baseName({ app, stage })}-`;
  const regions = await searchOrSkip('this stage in other regions', unsearched, [], async () => {
    const client = await clients.iam();
    const named = (await allRoleNames(client)).filter((name) => {
      const region = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      return region !== facts.region && REGION.test(region);
    });
    const ours = named.map(async (RoleName) => {
      const { Role } = (await undefinedIfNotFound(client.send(new GetRoleCommand({ RoleName })))) ?? {};
      return isOwner(ownerOf(fromTagList(Role?.Tags)), { app, stage }) ? [RoleName.slice(prefix.length)] : [];
    });
    return (await Promise.all(ours)).flat();
  });
  const [region] = regions;
  if (region === undefined) return undefined;
  const destroy = `apikit destroy --stage ${stage} --region ${region}`;
  return `${app}/${stage} is in ${regions.join(' and in ')} already. This deploy creates it a second time in ${facts.region}, with another URL, empty tables and no API keys, and does not touch the existing one. To keep the existing one, set region: ${region} in apikit.yaml again; to move, copy the data, and then run \`${destroy}\`.`;
}
