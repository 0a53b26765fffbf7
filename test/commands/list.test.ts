/** Every app and stage of an account and region, and resources that are left of others. */
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apikit, tempDir } from '../helpers/cli.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Listed {
  account: string;
  region: string;
  stages: { app: string; stage: string; url: string | null; release: string | null; state: string }[];
  orphans: { app: string; stage: string; kind: string; name: string; arn: string }[];
}

it('asks for a region if no project has one', async () => {
  const { code, stderr } = await apikit(['list'], { cwd: tempDir() });
  expect(code).toBe(2);
  expect(stderr).toContain('No region is named. There is no apikit.yaml in');
  expect(stderr).toContain('Name the region with --region');
});

describe('apikit list', () => {
  let project: Project;
  const list = () => project.json<Listed>(['list']);

  beforeAll(async () => {
    project = await startSmallProject(['--stages', 'dev,prod']);
  });
  afterAll(() => project.close());

  it('says so if there is nothing', async () => {
    const { code, stderr, stdout } = await project.apikit(['list']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('This account and region has nothing that apikit created.');
  });

  it('lists every stage with its release and its URL, and nothing of others', async () => {
    await strangers(project);
    const deployed: { url: string; release: string }[] = [];
    for (const stage of ['dev', 'prod']) deployed.push(await project.json(['deploy', '--stage', stage, '--yes']));
    const { stages, orphans } = await list();
    expect(stages).toEqual(
      ['dev', 'prod'].map((stage, index) => ({
        app: 'items-api',
        stage,
        api: expect.any(String),
        url: deployed[index]!.url,
        release: deployed[index]!.release,
        updatedAt: expect.stringMatching(/^\d{4}-/),
        state: 'live',
        preview: false,
        expiresAt: null,
      })),
    );
    expect(orphans).toEqual([]);
    const { stdout } = await project.apikit(['list']);
    expect(stdout).toMatch(/^items-api +dev +live +[0-9a-f]{12} +\d+ (s|min) +http/m);
  });

  it('lists stages without an API until they are deleted', async () => {
    await project.json(['destroy', '--stage', 'dev', '--yes']);
    const { stages, orphans } = await list();
    expect(stages.map(({ stage }) => stage)).toEqual(['prod']);
    expect(orphans).toEqual([
      {
        app: 'items-api',
        stage: 'dev',
        kind: 'table',
        name: 'items-api-dev-items',
        arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/items-api-dev-items',
      },
    ]);
    await project.json(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    expect((await list()).orphans).toEqual([]);
  });

  it('needs no project if flags give the region and app', async () => {
    const { code } = await project.apikit(['list', '--region', 'us-east-1'], { cwd: '/' });
    expect(code).toBe(0);
  });
});

/** Creates resources of somebody else with names that look like ours. */
async function strangers(project: Project): Promise<void> {
  const clients = clientsOf(project);
  await (await clients.dynamodb()).send(
    new CreateTableCommand({
      TableName: 'their-own-table',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await (await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/their-own' }));
  await (await clients.iam()).send(
    new CreateRoleCommand({
      RoleName: 'their-own-function',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  clients.destroy();
}
