/** API Gateway writes logs some time after its response. Here the cloud is reset in between. */
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from 'vitest';
import { ACCESS_LOG, startAdverseStage } from '../../aws/adverse-stage.ts';

it('late log lines do not arrive after a reset', async () => {
  const { world, clock, api, endpoint } = await startAdverseStage();
  const logs = await world.clients.logs();
  const groups = async () =>
    (await logs.send(new DescribeLogGroupsCommand({}))).logGroups!.map(({ logGroupName }) => logGroupName);
  const call = () => fetch(`${endpoint}/_aws/execute-api/${api}/dev/health`);
  clock.advance(60_000);
  await call();
  clock.advance(60_000);
  expect(await groups()).toContain(ACCESS_LOG);
  await call();
  await fetch(`${endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
  clock.advance(60_000);
  expect(await groups()).toEqual([]);
});
