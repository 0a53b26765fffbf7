import { AddPermissionCommand, CreateAliasCommand, CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { urlBase } from '../../../src/aws/lambda/function-url.ts';
import { echoFunction } from '../echo-function.ts';
import type { Probe } from '../probe.ts';

/** An encoded slash, and an encoded percent sign before what looks like another code. */
const PATH = '/items/a%20b%2Fc%2520d';

export const probe: Probe = {
  id: 'url-path',
  title: 'A function URL passes the path to the function as it was sent.',
  expected: { rawPath: PATH },
  async run(world) {
    const { name: FunctionName, version: FunctionVersion } = await echoFunction(world);
    const client = await world.clients.lambda();
    const of = { FunctionName, Qualifier: 'truth' };
    await client.send(new CreateAliasCommand({ FunctionName, Name: of.Qualifier, FunctionVersion }));
    const AuthType = 'NONE' as const;
    const { FunctionUrl = '' } = await client.send(new CreateFunctionUrlConfigCommand({ ...of, AuthType }));
    for (const more of [
      { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: AuthType },
      { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    ]) {
      const StatementId = more.Action.replace(':', '-');
      await client.send(new AddPermissionCommand({ ...of, StatementId, Principal: '*', ...more }));
    }
    const url = urlBase(world.target, FunctionUrl) + PATH;
    const rawPath = await world.eventually('call the function URL', 120, async () => {
      const signal = AbortSignal.any([world.signal, AbortSignal.timeout(15_000)]);
      const answer = await fetch(url, { signal });
      return answer.status === 200 ? ((await answer.json()) as { rawPath: string }).rawPath : undefined;
    });
    return { rawPath };
  },
};
