/** Everything that carries the tags or the names of one stage, in every service that apikit uses. Reads only. */
import { APP_TAG } from '../../stack/tags.ts';
import type { Found, Owner, Place } from './found.ts';
import { searches } from './named.ts';
import { alarms, inApiGateway, ownerOf } from './tagged.ts';

export async function inventoryOfStage(place: Place, { app, stage }: Owner): Promise<Found[]> {
  const owner = { app, stage };
  const isOurs = (other: Owner | undefined) => other?.app === app && other.stage === stage;
  const byName = searches(place).map(async (search): Promise<Found[]> => {
    const candidates = await search.ofStage(owner);
    const found = await Promise.all(
      candidates.map(async (name): Promise<Found[]> => {
        const tags = await search.tags(name);
        // A log group without tags was made by Lambda or API Gateway itself, in the name of the stage's own.
        const unclaimed = search.kind === 'log-group' && tags !== undefined && tags[APP_TAG] === undefined;
        return isOurs(ownerOf(tags)) || unclaimed ? [{ kind: search.kind, name, arn: search.arn(name), ...owner }] : [];
      }),
    );
    return found.flat();
  });
  const [tagged, marked, ...named] = await Promise.all([inApiGateway(place), alarms(place, owner), ...byName]);
  return [...tagged.found, ...marked].filter(isOurs).concat(named.flat());
}
