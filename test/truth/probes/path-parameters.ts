import { deployedApi } from '../deployed-api.ts';
import type { Json, Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'path-parameters',
  title:
    'A function gets path parameters as they were sent, so that a slash sent as %2F stays within one, and decodes them itself.',
  expected: { id: 'a%20b%2Fc%2520d' },
  async run(world) {
    const { id } = await deployedApi(world);
    const response = await world.get(id, '/items/a%20b%2Fc%2520d');
    return ((await response.json()) as { pathParameters?: Json }).pathParameters ?? null;
  },
};
