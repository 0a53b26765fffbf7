import { GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';

/** A description as apikit writes it, with the maximum length. */
const TEXT = JSON.stringify({ how: 'rollback', reason: '' }).replace('""', `"${'r'.repeat(1024 - 30)}"`);

export const probe: Probe = {
  id: 'stage-description',
  title: 'The description of a stage keeps 1,024 characters of JSON, patched together with the deployment.',
  expected: { characters: 1024, same: true },
  async run(world) {
    const { id: restApiId, deploymentId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const patchOperations = [
      { op: 'replace' as const, path: '/deploymentId', value: deploymentId },
      { op: 'replace' as const, path: '/description', value: TEXT },
    ];
    await client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations }));
    const { description = '' } = await client.send(new GetStageCommand({ restApiId, stageName: STAGE }));
    return { characters: description.length, same: description === TEXT };
  },
};
