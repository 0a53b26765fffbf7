import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { EXPIRES_TAG, STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'get-stage-tags',
  title: 'GetStage returns the tags of the stage.',
  expected: { tagged: true },
  async run(world) {
    const { id } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const { tags = {} } = await client.send(new GetStageCommand({ restApiId: id, stageName: STAGE }));
    return { tagged: tags[EXPIRES_TAG] === world.tags[EXPIRES_TAG] };
  },
};
