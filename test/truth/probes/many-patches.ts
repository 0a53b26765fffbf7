import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { observedMethods } from '../../../src/aws/kinds/stage/stage-methods.ts';
import { deployedApi, MANY } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

/**
 * The patches that apikit sends for a method with its own settings, without the cache, which this stage does not have.
 */
const SETTINGS: readonly (readonly [path: string, value: string])[] = [
  ['throttling/rateLimit', '100'],
  ['throttling/burstLimit', '50'],
  ['metrics/enabled', 'false'],
  ['logging/loglevel', 'OFF'],
  ['logging/dataTrace', 'false'],
];

export const probe: Probe = {
  id: 'many-patches',
  title: 'One UpdateStage accepts a thousand patch operations, and applies all of them.',
  expected: { answer: 'accepted', methods: MANY },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const patchOperations = Array.from({ length: MANY }, (_, index) =>
      SETTINGS.map(([path, value]) => ({ op: 'replace' as const, path: `/~1many~1r${index}/GET/${path}`, value })),
    ).flat();
    const answer = await outcome(
      client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations })),
      'BadRequestException',
      'LimitExceededException',
      'RequestEntityTooLargeException',
    );
    const { methodSettings = {} } = await client.send(new GetStageCommand({ restApiId, stageName: STAGE }));
    const methods = Object.entries(observedMethods(methodSettings, false, {}, world.target.region)).filter(
      ([name, { throttle }]) => name.startsWith('GET /many/') && throttle.rate === 100,
    ).length;
    return { answer, methods };
  },
};
