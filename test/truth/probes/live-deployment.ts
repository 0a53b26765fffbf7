import { DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { errorMessage, errorName } from '../../../src/aws/sdk/errors/sdk-error.ts';
import { deployedApi } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'live-deployment',
  title: 'A deployment that a stage serves cannot be deleted, and apikit recognizes the text of the error.',
  expected: { error: 'BadRequestException', known: true },
  async run(world) {
    const { id, deploymentId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    try {
      await client.send(new DeleteDeploymentCommand({ restApiId: id, deploymentId }));
    } catch (error) {
      if (!/^(BadRequest|Conflict)Exception$/.test(errorName(error))) throw error;
      return { error: errorName(error), known: /Active stages pointing/i.test(errorMessage(error)) };
    }
    return { error: null, known: false };
  },
};
