import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { retryWhileBusy } from '../../../src/aws/lambda/wait.ts';
import { codeOf, echoFunction, permit } from '../echo-function.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const OTHER_CODE = 'export const handler = async () => ({ statusCode: 204 });';

export const probe: Probe = {
  id: 'pending-version',
  title:
    'UpdateFunctionCode with Publish returns the next version, and AddPermission accepts that version before it is ready.',
  expected: { version: '2', permission: 'accepted' },
  async run(world) {
    const { name } = await echoFunction(world);
    const client = await world.clients.lambda();
    const { ZipFile } = await codeOf(OTHER_CODE);
    const work = { client, clock: world.clock, context: world.context };
    const { Version = '' } = await retryWhileBusy(work, 'update the function', () =>
      client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile, Publish: true })),
    );
    const permission = await outcome(
      permit(world, name, Version),
      'ResourceNotFoundException',
      'ResourceConflictException',
    );
    return { version: Version, permission };
  },
};
