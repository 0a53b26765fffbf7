import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { DEFAULT_BURST, DEFAULT_RATE, observedThrottle } from '../../../src/aws/kinds/stage/stage-methods.ts';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';

const NONE = { rate: DEFAULT_RATE, burst: DEFAULT_BURST };

export const probe: Probe = {
  id: 'throttle-numbers',
  title:
    'Settings of a method without its own throttle have a rate of 10,000 and a burst of 5,000, or 2,500 and 1,250 in regions with the lower quota.',
  expected: NONE,
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const patchOperations = [{ op: 'replace' as const, path: '/~1locked/GET/logging/dataTrace', value: 'false' }];
    await client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations }));
    const { methodSettings = {} } = await client.send(new GetStageCommand({ restApiId, stageName: STAGE }));
    return observedThrottle(methodSettings['~1locked/GET'], NONE, world.target.region);
  },
};
