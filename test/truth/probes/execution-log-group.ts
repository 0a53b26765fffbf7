import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { deployedApi, withLogsRole } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'execution-log-group',
  title: 'API Gateway uses a log group for execution logs that existed before, and the group keeps its retention.',
  expected: { retention: 3 },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const logs = await world.clients.logs();
    const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/${STAGE}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { ...world.tags } }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 3 }));
    const patchOperations = [{ op: 'replace' as const, path: '/~1items~1{id}/GET/logging/loglevel', value: 'INFO' }];
    const gateway = await world.clients.apiGateway();
    await withLogsRole(gateway.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations })));
    await world.eventually('see execution logs', 180, async () => {
      await world.get(restApiId, '/items/executed');
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 1 }));
      return events[0];
    });
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    return { retention: logGroups[0]?.retentionInDays ?? null };
  },
};
