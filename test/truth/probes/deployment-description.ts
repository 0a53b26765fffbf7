import { GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'deployment-description',
  title: 'The description of a deployment keeps 1,024 characters.',
  expected: { characters: 1024 },
  async run(world) {
    const { id, deploymentId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const { description = '' } = await client.send(new GetDeploymentCommand({ restApiId: id, deploymentId }));
    return { characters: description.length };
  },
};
