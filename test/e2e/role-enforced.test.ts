/**
 * The function's role is enforced: a call that the deploy does not allow fails locally as on AWS, and the log says why.
 */
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

let project: Project;
let url: string;
let key: string;

beforeAll(async () => {
  project = await startProject();
  url = (await project.json<{ url: string }>(['deploy', '--stage', 'dev', '--yes'])).url;
  key = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'dev'])).stdout.trim();
});
afterAll(() => project.close());

const config = () => ({
  endpoint: project.cloud.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const create = () =>
  fetch(`${url}/items`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'thing' }),
  });

/** Changes the policies of the function's role as text; returns a function that restores them. */
async function changePolicies(change: (document: string) => string): Promise<() => Promise<void>> {
  const iam = new IAMClient(config());
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const RoleName = Roles.find((role) => role.RoleName!.startsWith('items-api-dev'))!.RoleName!;
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const before = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return { RoleName, PolicyName, PolicyDocument: decodeURIComponent(PolicyDocument!) };
    }),
  );
  const put = async (transform: (document: string) => string) => {
    for (const { PolicyDocument, ...names } of before) {
      await iam.send(new PutRolePolicyCommand({ ...names, PolicyDocument: transform(PolicyDocument) }));
    }
  };
  await put(change);
  return () => put((document) => document);
}

it('a removed permission fails the call, and the log names it', async () => {
  expect((await create()).status).toBe(201);
  const undo = await changePolicies((document) => document.replaceAll('dynamodb:PutItem', 'dynamodb:DescribeLimits'));
  const refused = await create();
  expect([500, 502, 503]).toContain(refused.status);
  const logs = new CloudWatchLogsClient(config());
  const logged = async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/items-api-dev' }));
    return events.map(({ message }) => message).join('');
  };
  await expect
    .poll(logged, { timeout: 60_000 })
    .toMatch(
      /assumed-role\/items-api-dev[\w-]*\/items-api-dev is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:[\w-]+:000000000000:table\/items-api-dev-items because no identity-based policy allows the dynamodb:PutItem action/,
    );
  await undo();
  expect((await create()).status).toBe(201);
});
