import { GetStageCommand, UpdateRestApiCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import { CouldNotTell, type Probe } from '../probe.ts';

/** It is the last probe of this API, because nothing can call the API afterwards. */
export const probe: Probe = {
  id: 'execute-api-off',
  title: 'A stage whose description is written again, unchanged, has the change of disableExecuteApiEndpoint.',
  expected: { refused: true },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const replace = (path: string, value: string) => [{ op: 'replace' as const, path, value }];
    const off = replace('/disableExecuteApiEndpoint', 'true');
    await client.send(new UpdateRestApiCommand({ restApiId, patchOperations: off }));
    const of = { restApiId, stageName: STAGE };
    const { description = '' } = await client.send(new GetStageCommand(of));
    const patchOperations = replace('/description', description);
    await client.send(new UpdateStageCommand({ ...of, patchOperations }));
    const refused = world.eventually('see the endpoint refuse a request', 180, async () => {
      const { status } = await world.get(restApiId, '/items/first');
      return status === 403 || undefined;
    });
    return {
      refused: await refused.catch((error: unknown) => {
        if (error instanceof CouldNotTell) return false;
        throw error;
      }),
    };
  },
};
