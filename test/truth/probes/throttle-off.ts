import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const METHOD = '~1locked/GET';

export const probe: Probe = {
  id: 'throttle-off',
  title: 'UpdateStage accepts a rate and a burst of -1 for a method, and GetStage returns them.',
  expected: { answer: 'accepted', rate: -1, burst: -1 },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const patchOperations = ['rateLimit', 'burstLimit'].map((limit) => ({
      op: 'replace' as const,
      path: `/${METHOD}/throttling/${limit}`,
      value: '-1',
    }));
    const answer = await outcome(
      client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations })),
      'BadRequestException',
    );
    const { methodSettings = {} } = await client.send(new GetStageCommand({ restApiId, stageName: STAGE }));
    const { throttlingRateLimit: rate = null, throttlingBurstLimit: burst = null } = methodSettings[METHOD] ?? {};
    return { answer, rate, burst };
  },
};
