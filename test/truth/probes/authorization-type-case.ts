import { CreateResourceCommand, PutMethodCommand } from '@aws-sdk/client-api-gateway';
import { emptyApi } from '../deployed-api.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'authorization-type-case',
  title: 'PutMethod accepts authorization types in upper and lower case.',
  expected: { AWS_IAM: 'accepted', aws_iam: 'accepted' },
  async run(world) {
    const { id: restApiId, root: parentId } = await world.once('empty', () => emptyApi(world, 'empty'));
    const client = await world.clients.apiGateway();
    const said: Record<string, string> = {};
    for (const authorizationType of ['AWS_IAM', 'aws_iam']) {
      const pathPart = authorizationType;
      const { id: resourceId } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
      said[authorizationType] = await outcome(
        client.send(new PutMethodCommand({ restApiId, resourceId, httpMethod: 'GET', authorizationType })),
        'BadRequestException',
      );
    }
    return said;
  },
};
