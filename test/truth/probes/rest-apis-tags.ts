import { listRestApis } from '../../../src/aws/api-gateway/rest-apis.ts';
import { deployedApi } from '../deployed-api.ts';
import { EXPIRES_TAG } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'rest-apis-tags',
  title: 'GetRestApis lists an API with its tags.',
  expected: { tagged: true },
  async run(world) {
    const { id } = await deployedApi(world);
    const api = (await listRestApis(await world.clients.apiGateway())).find((one) => one.id === id);
    return { tagged: api?.tags?.[EXPIRES_TAG] === world.tags[EXPIRES_TAG] };
  },
};
