import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from 'vitest';
import { ACCESS_LOG, startAdverseStage } from './adverse-stage.ts';
import { reconcile, resource, TAGS } from './kind-world.ts';

it('the last lines of a stage, which arrive late, do not create its log group again', async () => {
  const { world, clock, api, endpoint, notes, kinds, kind, wanted } = await startAdverseStage();
  const groupKind = kinds.get('log-group')!;
  const group = resource('log-group', ACCESS_LOG, { retentionDays: 30, tags: TAGS });
  const made = await reconcile(groupKind, group, world);
  const groups = async () => {
    const { logGroups = [] } = await (await world.clients.logs()).send(new DescribeLogGroupsCommand({}));
    return logGroups.map(({ logGroupName }) => logGroupName).filter((name) => name === ACCESS_LOG);
  };
  clock.advance(60_000);
  expect((await fetch(`${endpoint}/_aws/execute-api/${api}/dev/health`)).status).toBe(200);
  expect(await groups()).toEqual([ACCESS_LOG]);
  const stage = await kind.read(wanted({}), world.context);
  await kind.remove(wanted({}), stage!, world.context);
  // AWS takes this long for its two calls.
  clock.advance(700);
  await groupKind.remove(group, made, world.context);
  clock.advance(60_000);
  expect(await groups()).toEqual([]);
  expect(notes).toEqual(['waiting for the last lines of the logs']);
});
