import { GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'deployment-api-summary',
  title: 'GetDeployment with embed=apisummary returns the authorization of each method of the deployment.',
  expected: { apiKeyRequired: true, authorizationType: 'AWS_IAM' },
  async run(world) {
    const { id, deploymentId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const { apiSummary } = await client.send(
      new GetDeploymentCommand({ restApiId: id, deploymentId, embed: ['apisummary'] }),
    );
    const { apiKeyRequired = null, authorizationType = null } = apiSummary?.['/locked']?.GET ?? {};
    return { apiKeyRequired, authorizationType };
  },
};
