import { GetResourcesCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'two-schemes',
  title: 'An entry of `security` with an API key and IAM creates a method that requires both.',
  expected: { apiKeyRequired: true, authorizationType: 'AWS_IAM' },
  async run(world) {
    const { id } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const { items = [] } = await client.send(
      new GetResourcesCommand({ restApiId: id, embed: ['methods'], limit: 500 }),
    );
    const method = items.find(({ path }) => path === '/locked')?.resourceMethods?.GET;
    return {
      apiKeyRequired: method?.apiKeyRequired ?? null,
      authorizationType: method?.authorizationType ?? null,
    };
  },
};
