import { GetResourcesCommand, TestInvokeMethodCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'test-invoke-unguarded',
  title: 'TestInvokeMethod runs a method that requires an API key and a signature without either.',
  expected: { status: 200 },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
    const resourceId = items.find(({ path }) => path === '/locked')?.id;
    const { status = null } = await client.send(
      new TestInvokeMethodCommand({ restApiId, resourceId, httpMethod: 'GET', pathWithQueryString: '/locked' }),
    );
    return { status };
  },
};
