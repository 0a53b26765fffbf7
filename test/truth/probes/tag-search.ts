import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { deployedApi } from '../deployed-api.ts';
import { EXPIRES_TAG } from '../marks.ts';
import { CouldNotTell, type Probe } from '../probe.ts';

/** The resources to find, by the end of their ARNs. */
const WANTED: Readonly<Record<string, RegExp>> = {
  api: /:apigateway:.*\/restapis\/[^/]+$/,
  function: /:lambda:.*:function:/,
  'log group': /:logs:.*:log-group:/,
  stage: /:apigateway:.*\/restapis\/[^/]+\/stages\//,
};

export const probe: Probe = {
  id: 'tag-search',
  title: 'GetResources of the tagging API finds APIs, stages, functions and log groups by a tag.',
  expected: { found: Object.keys(WANTED).sort() },
  async run(world) {
    await deployedApi(world);
    const client = await world.clients.tagging();
    const TagFilters = [{ Key: EXPIRES_TAG, Values: [world.tags[EXPIRES_TAG] ?? ''] }];
    let found: string[] = [];
    await world
      .eventually('find everything by its tag', 120, async () => {
        const { ResourceTagMappingList = [] } = await client.send(
          new GetResourcesCommand({ TagFilters, ResourcesPerPage: 100 }),
        );
        const arns = ResourceTagMappingList.map(({ ResourceARN = '' }) => ResourceARN);
        found = Object.keys(WANTED).filter((what) => arns.some((arn) => WANTED[what]!.test(arn)));
        return found.length === Object.keys(WANTED).length ? true : undefined;
      })
      // The result has what is still missing by then.
      .catch((error: unknown) => {
        if (!(error instanceof CouldNotTell)) throw error;
      });
    return { found: found.sort() };
  },
};
