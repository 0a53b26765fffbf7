import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';

const KNOWN = ['CREATE_IN_PROGRESS', 'AVAILABLE', 'DELETE_IN_PROGRESS', 'NOT_AVAILABLE', 'FLUSH_IN_PROGRESS'];

export const probe: Probe = {
  id: 'cache-states',
  title: 'A cache that is turned on becomes AVAILABLE, and one that is turned off NOT_AVAILABLE, through known states.',
  cost: 'a cache of 0.5 GB for about ten minutes: USD 0.02 by the hour',
  expected: { on: 'AVAILABLE', off: 'NOT_AVAILABLE', unknown: [] },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const unknown = new Set<string>();
    const turn = async (on: boolean) => {
      const patchOperations = [
        { op: 'replace' as const, path: '/cacheClusterEnabled', value: String(on) },
        ...(on ? [{ op: 'replace' as const, path: '/cacheClusterSize', value: '0.5' }] : []),
      ];
      await client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations }));
      return await world.eventually(`see the cache turned ${on ? 'on' : 'off'}`, 600, async () => {
        const stage = await client.send(new GetStageCommand({ restApiId, stageName: STAGE }));
        const status = stage.cacheClusterStatus ?? '(none)';
        if (!KNOWN.includes(status)) unknown.add(status);
        return status.endsWith('IN_PROGRESS') ? undefined : status;
      });
    };
    return { on: await turn(true), off: await turn(false), unknown: [...unknown] };
  },
};
