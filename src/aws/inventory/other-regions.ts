/**
 * Whether the stage that is about to be made is there already, in another region. Nothing of a region tells of the others, but
 * IAM is the same for all of them, and the role of a stage has its region in its name. Reads only: one call, and one more for
 * each role that has such a name.
 */
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { baseName, type StageIdentity } from '../../naming/names.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { allRoleNames } from '../kinds/role/search.ts';
import { fromTagList } from '../ownership/ownership.ts';
import type { Clients } from '../sdk/clients.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';
import { searched, type Unsearched } from '../sdk/unsearched.ts';

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** What to tell the user; `undefined` when it is in no other region, or when that could not be looked for (`unsearched`). */
export async function findOtherRegions(
  { clients, facts }: { clients: Pick<Clients, 'iam'>; facts: TargetFacts },
  { app, stage }: StageIdentity,
  unsearched: Unsearched[],
): Promise<string | undefined> {
  const prefix = `${baseName({ app, stage })}-`;
  const regions = await searched('this stage in other regions', unsearched, [], async () => {
    const client = await clients.iam();
    const named = (await allRoleNames(client)).filter((name) => {
      const region = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      return region !== facts.region && REGION.test(region);
    });
    const ours = named.map(async (RoleName) => {
      const { Role } = (await ifThere(client.send(new GetRoleCommand({ RoleName })))) ?? {};
      const tags = fromTagList(Role?.Tags);
      return tags[APP_TAG] === app && tags[STAGE_TAG] === stage ? [RoleName.slice(prefix.length)] : [];
    });
    return (await Promise.all(ours)).flat();
  });
  const [region] = regions;
  if (region === undefined) return undefined;
  const destroy = `apikit destroy --stage ${stage} --region ${region}`;
  return `${app}/${stage} is in ${regions.join(' and in ')} already. This deploy makes it in ${facts.region} a second time, with another URL, empty tables and no API keys, and does not touch what is there. To stay with what is there, set region: ${region} in apikit.yaml again; to move, copy the data, and then run \`${destroy}\`.`;
}
