import { expect, it } from 'vitest';
import { functionLogs } from '../../../src/local/authorization/function-logs.ts';
import type { CloudBase } from '../../../src/local/cloud/cloud.ts';
import type { Role } from '../../../src/local/state/identity/model.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';
import { noTransitions } from '../../helpers/no-transitions.ts';

const ROLE = 'arn:aws:iam::000000000000:role/worker';
const scope = { account: '000000000000', region: 'eu-west-1' };

function written(inlinePolicies: Record<string, string> | undefined) {
  const store = memoryStore();
  const collection: CloudBase['collection'] = ({ account, region }, name) =>
    store.collection(`${account}/${region}/${name}`);
  const cloud = { options: { account: scope.account }, collection, transitions: noTransitions } as unknown as CloudBase;
  const role = { roleName: 'worker', roleId: 'R', arn: ROLE, tags: [], attachedPolicies: [], inlinePolicies };
  if (inlinePolicies) {
    collection<unknown>({ account: scope.account, region: 'global' }, 'iam.roles').put(
      'worker',
      role as unknown as Role,
    );
  }
  const kept: unknown[] = [];
  const logs = functionLogs(cloud, { write: (_, target) => void kept.push(target) }, ROLE, 'f');
  logs.write(scope, { group: '/aws/lambda/f', stream: 's', createGroup: true }, [{ timestamp: 0, message: 'm' }]);
  return kept;
}

const allow = (...Action: string[]) => ({
  p: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/f:*' }],
  }),
});

it('writes the logs that the role allows', () => {
  const target = { group: '/aws/lambda/f', stream: 's' };
  expect(written(allow('logs:*'))).toEqual([{ ...target, createGroup: true }]);
  expect(written(allow('logs:CreateLogStream', 'logs:PutLogEvents'))).toEqual([{ ...target, createGroup: false }]);
  expect(written(allow('logs:CreateLogStream'))).toEqual([]);
  expect(written({})).toEqual([]);
});

it('writes the logs of a deleted role, too', () => {
  expect(written(undefined)).toHaveLength(1);
});
