import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../src/naming/arns.ts';
import { deployedApi, withLogsRole } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';
import type { World } from '../world.ts';

const FORMAT =
  '{"agent":"$context.identity.userAgent","integration":"$context.integration.requestId","status":$context.status,"id":"$context.requestId"}';
/** A value with which a caller tries to end the member and begin another. */
const AGENT = 'a"b\\c';

/** The access log line of one request, and the id under which the function saw it. */
const accessLine = (world: World) =>
  world.once('access line', async () => {
    const { id: restApiId } = await deployedApi(world);
    const logs = await world.clients.logs();
    const logGroupName = world.name('access');
    world.made('log-group', logGroupName);
    await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { ...world.tags } }));
    const patchOperations = [
      { op: 'replace' as const, path: '/accessLogSettings/format', value: FORMAT },
      {
        op: 'replace' as const,
        path: '/accessLogSettings/destinationArn',
        value: logGroupArn(world.target, logGroupName),
      },
    ];
    const gateway = await world.clients.apiGateway();
    await withLogsRole(gateway.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations })));
    return await world.eventually('find a line in the access log', 180, async () => {
      const answer = await world.get(restApiId, '/items/logged', { 'user-agent': AGENT });
      const { requestId } = (await answer.json()) as { requestId: string };
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      const line = events.map(({ message = '' }) => message).find((message) => message.includes(requestId));
      return line === undefined ? undefined : { line, requestId };
    });
  });

export const accessLogQuotes: Probe = {
  id: 'access-log-quotes',
  title: "API Gateway escapes a caller's quotation marks and backslashes in the access log.",
  expected: { line: '{"agent":"a\\"b\\\\c",' },
  async run(world) {
    const { line } = await accessLine(world);
    return { line: line.slice(0, line.indexOf('"integration"')) };
  },
};

export const integrationRequestId: Probe = {
  id: 'integration-request-id',
  title: '$context.integration.requestId is the request id in the context of the function.',
  expected: { same: true },
  async run(world) {
    const { line, requestId } = await accessLine(world);
    return { same: line.includes(`"integration":"${requestId}"`) };
  },
};
