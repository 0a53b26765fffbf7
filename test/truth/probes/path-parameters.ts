import { deployedApi } from '../deployed-api.ts';
import type { Json, Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'path-parameters',
  title:
    'API Gateway passes path parameters to a function as they were sent (a slash as %2F), and the function decodes them.',
  expected: { id: 'a%20b%2Fc%2520d' },
  async run(world) {
    const { id } = await deployedApi(world);
    const response = await world.get(id, '/items/a%20b%2Fc%2520d');
    return ((await response.json()) as { pathParameters?: Json }).pathParameters ?? null;
  },
};
