/** The life of a user pool: it is created with the stage, is data, and a definition never names one that is gone. */
import { Readable } from 'node:stream';
import { DeleteUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { systemClock } from '../../src/clock.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

let project: Project;

const POOL = `
userPools:
  main: { signIn: [email], groups: [admins] }
`;

const SCHEME = '    users: { type: http, scheme: bearer, x-apikit: { userPool: main } }\n';

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) => text.concat(POOL));
  project.edit('openapi.yaml', (text) =>
    text
      .replace('  securitySchemes:\n', `  securitySchemes:\n${SCHEME}`)
      .replaceAll('security: [{ apiKey: [] }]', 'security: [{ users: [] }]'),
  );
});

afterAll(async () => await project?.close());

async function deploy(): Promise<string> {
  const { code, stderr } = await project.apikit(['deploy', '--stage', 'local', '--yes']);
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  return (await project.json<{ url: string }>(['status', '--stage', 'local'])).url;
}

async function withCognito<T>(
  work: (client: Awaited<ReturnType<ReturnType<typeof createClients>['cognito']>>) => Promise<T>,
) {
  const clients = createClients({
    region: 'us-east-1',
    endpoint: project.cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: systemClock,
    env: {},
  });
  try {
    return await work(await clients.cognito());
  } finally {
    clients.destroy();
  }
}

const pools = () =>
  withCognito(async (client) => (await client.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools ?? []);

async function status(url: string, token: string): Promise<number> {
  return (await fetch(`${url}/hello`, { headers: { authorization: `Bearer ${token}` } })).status;
}

const password = (text: string) => ({ stdin: Object.assign(Readable.from([`${text}\n`]), { isTTY: false }) });

it('accepts users with their own password', async () => {
  const url = await deploy();
  const argv = ['ada@example.com', '--password-stdin', '--stage', 'local'];
  const created = await project.apikit(['users', 'create', ...argv], password('Correct-horse-1'));
  expect(created).toMatchObject({ code: 0, stdout: '' });
  const { stdout } = await project.apikit(['users', 'token', ...argv], password('Correct-horse-1'));
  expect(await status(url, stdout.trim())).toBe(200);
  const wrong = await project.apikit(['users', 'token', ...argv], password('Wrong-horse-1'));
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
});

it('creates a user with all the given properties, or none', async () => {
  const argv = ['grace@example.com', '--password-stdin', '--stage', 'local'];
  const weak = await project.apikit(['users', 'create', ...argv], password('weak'));
  expect(weak).toMatchObject({ code: 1, stdout: '' });
  const lost = await project.apikit(['users', 'create', ...argv, '--groups', 'nobodies'], password('Correct-horse-1'));
  expect(lost).toMatchObject({ code: 1, stdout: '' });
  const good = await project.apikit(['users', 'create', ...argv], password('Correct-horse-1'));
  expect(good, good.stderr).toMatchObject({ code: 0 });
});

it('is no leftover of its live stage', async () => {
  const { orphans } = await project.json<{ orphans: object[] }>(['list', '--stage', 'local']);
  expect(orphans).toEqual([]);
});

it('adds five reads to a deploy without changes', async () => {
  const argv = ['deploy', '--stage', 'local', '--yes'];
  const { changed, calls } = await project.json<{ changed: boolean; calls: { total: number; writes: number } }>(argv);
  expect({ changed, writes: calls.writes }).toEqual({ changed: false, writes: 0 });
  expect(calls.total).toBeLessThanOrEqual(18 + 5);
});

it('shows the existing pool; a deploy creates a deleted pool and the API again', {
  timeout: 60_000,
}, async () => {
  const [{ Id } = {}] = await pools();
  await withCognito((client) => client.send(new DeleteUserPoolCommand({ UserPoolId: Id })));
  const url = await deploy();
  expect((await pools()).map((pool) => pool.Id)).not.toContain(Id);
  await project.apikit(['users', 'create', 'bob@example.com', '--stage', 'local']);
  const { stdout } = await project.apikit(['users', 'token', 'bob@example.com', '--stage', 'local']);
  expect(await status(url, stdout.trim())).toBe(200);
});

it('a missing pool that the contract needs is reported by name', async () => {
  const before = project.read('openapi.yaml');
  project.edit('openapi.yaml', (text) => text.replace('userPool: main', 'userPool: mian'));
  const { code, stderr } = await project.apikit(['validate']);
  project.edit('openapi.yaml', () => before);
  expect(code).toBe(2);
  expect(stderr).toMatch(/openapi.yaml:\d+:\d+ The scheme users names the user pool mian.*Did you mean main\?/);
});

it('asks for a user and for an existing pool', async () => {
  expect((await project.apikit(['users', 'token', '--stage', 'local'])).stderr).toContain('No user is given');
  const other = await project.apikit(['users', 'create', 'x@example.com', '--pool', 'other', '--stage', 'local']);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no user pool "other"') });
});

it('a pool stays when apikit.yaml no longer has it, and the plan says why', async () => {
  const [config, contract] = [project.read('apikit.yaml'), project.read('openapi.yaml')];
  project.edit('apikit.yaml', (text) => text.replace(POOL, ''));
  project.edit('openapi.yaml', (text) => text.replaceAll('users: []', 'apiKey: []'));
  const plan = await project.json<{ kept: { resource: string }[] }>(['plan', '--stage', 'local']);
  expect(plan.kept).toMatchObject([{ resource: 'user-pool/main' }]);
  project.edit('apikit.yaml', () => config);
  project.edit('openapi.yaml', () => contract);
});

it('a pool stays when the stage is destroyed, is found again, and is deleted with --delete-data', async () => {
  const destroyed = await project.apikit(['destroy', '--stage', 'local', '--yes']);
  expect(`${destroyed.code} ${destroyed.stderr}`).toMatch(/^0 /);
  const [kept] = await pools();
  expect(kept).toBeDefined();
  await deploy();
  expect((await pools()).map(({ Id }) => Id)).toEqual([kept?.Id]);
  const gone = await project.apikit(['destroy', '--stage', 'local', '--yes', '--delete-data']);
  expect(`${gone.code} ${gone.stderr}`).toMatch(/^0 /);
  expect(await pools()).toEqual([]);
});
