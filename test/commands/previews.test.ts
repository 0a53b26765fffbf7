/** Preview stages: deployed by a pattern, with their own resources, until an expiry that each deploy moves. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireAt } from '../helpers/expire-at.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  changed: boolean;
  changes: { resource: string; fields: { path: string }[] }[];
  expiresAt: string | null;
  calls: { writes: number };
}

const DAY = 86_400_000;

describe('a preview', () => {
  let project: Project;
  const deploy = (stage: string) => project.json<Deployed>(['deploy', '--stage', stage, '--yes']);
  const stages = (text: string) =>
    project.edit('apikit.yaml', (all) => `${all.slice(0, all.indexOf('stages:'))}stages:\n${text}`);

  beforeAll(async () => {
    project = await startSmallProject(['--stages', 'dev']);
    stages('  dev: { protected: true }\n  pr-*: { extends: dev, expires: 3d }\n');
  });
  afterAll(() => project.close());

  it('has its own resources, and shows when it expires', async () => {
    await deploy('dev');
    const before = Date.now();
    const { expiresAt, changes } = await deploy('pr-17');
    expect(Date.parse(String(expiresAt))).toBeGreaterThanOrEqual(before + 3 * DAY - 2_000);
    expect(Date.parse(String(expiresAt))).toBeLessThanOrEqual(Date.now() + 3 * DAY);
    expect(changes.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['api', 'stage', 'function', 'table/items', 'usage-plan/basic']),
    );
    expect(await project.json(['status', '--stage', 'pr-17'])).toMatchObject({ expiresAt, drift: [], orphans: [] });
    expect((await project.apikit(['status', '--stage', 'pr-17'])).stdout).toMatch(/^expires \d{4}-/m);
    expect(await project.json(['list'])).toMatchObject({
      stages: [
        { stage: 'dev', preview: false, expiresAt: null },
        { stage: 'pr-17', preview: true, expiresAt },
      ],
    });
    const { stdout } = await project.apikit(['list']);
    expect(stdout).toMatch(/^items-api +dev +live +\S+ +\d+ (s|min) +- +http/m);
    expect(stdout).toMatch(/^items-api +pr-17 +live +\S+ +\d+ (s|min) +in 2 d +http/m);
  });

  it('is marked wherever a stage is marked, and dev is not', async () => {
    const clients = clientsOf(project);
    const dynamodb = await clients.dynamodb();
    const tagsOf = async (table: string) => {
      const ResourceArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
      return (await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags ?? [];
    };
    expect(await tagsOf('items-api-pr-17-items')).toContainEqual({ Key: 'apikit:preview', Value: 'true' });
    expect((await tagsOf('items-api-dev-items')).map(({ Key }) => Key)).not.toContain('apikit:preview');
    clients.destroy();
  });

  it('expires later after each deploy, also without changes, with one write besides the lock', async () => {
    await expireAt(project, 'pr-17', '2026-01-01T00:00:00Z');
    expect((await project.apikit(['plan', '--stage', 'pr-17', '--exit-code'])).code).toBe(0);
    const { changed, expiresAt, calls } = await deploy('pr-17');
    expect({ changed, writes: calls.writes }).toEqual({ changed: false, writes: 3 });
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(Date.now() + 2 * DAY);
    expect(await project.json(['status', '--stage', 'pr-17'])).toMatchObject({ expiresAt });
    expect(await deploy('dev')).toMatchObject({ changed: false, expiresAt: null, calls: { writes: 0 } });
  });

  it('gets its expiry time back after somebody deletes it', async () => {
    await expireAt(project, 'pr-17', 'never');
    expect((await project.apikit(['plan', '--stage', 'pr-17'])).stdout).toContain('expires');
    const { expiresAt } = await deploy('pr-17');
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(Date.now() + 2 * DAY);
  });

  it('becomes a normal stage with the first deploy after apikit.yaml declares it', async () => {
    stages('  dev: {}\n  pr-17: {}\n  pr-*: { extends: dev, expires: 3d }\n');
    expect(await deploy('pr-17')).toMatchObject({ changed: true, expiresAt: null });
    expect(await deploy('pr-17')).toMatchObject({ changed: false });
    const { stages: listed } = await project.json<{ stages: object[] }>(['list']);
    expect(listed[1]).toMatchObject({ stage: 'pr-17', preview: false, expiresAt: null });
  });
});

describe('in CI', () => {
  let project: Project;
  const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/previews.md'), 'utf8');

  beforeAll(async () => {
    project = await startSmallProject(['--stages', 'dev']);
    const declared = /^```yaml\n(stages:\n[\s\S]*?)^```/m.exec(PAGE)![1]!;
    project.edit('apikit.yaml', (text) => `${text.slice(0, text.indexOf('stages:'))}${declared}`);
  });
  afterAll(() => project.close());

  it('the jobs that ci init writes work as docs/previews.md describes', async () => {
    const { repository } = await project.json<{ repository: string }>(['ci', 'init', 'github']);
    const workflow = readFileSync(join(repository, '.github/workflows/items-api-previews.yml'), 'utf8');
    const lines = [...workflow.matchAll(/ apikit ((?:deploy|destroy|prune) [^>\n]*)/g)];
    const jobs = lines.map(([, line]) => line!.trim().split(' '));
    expect(jobs.map(([command]) => command)).toEqual(['deploy', 'destroy', 'prune']);
    const [deploy, destroy, prune] = jobs as [string[], string[], string[]];
    const inCi = { env: { APIKIT_STAGE: 'pr-17' } };
    const { code, stdout } = await project.apikit(deploy, inCi);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(COMMENT) });
    expect(await project.apikit(deploy, inCi)).toMatchObject({
      stdout: expect.stringContaining('Nothing had to change'),
    });
    expect(await project.apikit(destroy, inCi)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0 left$/m) });
    await project.json(['deploy', '--stage', 'pr-18', '--yes']);
    await expireAt(project, 'pr-18', '2026-01-01T00:00:00Z');
    expect(await project.apikit(prune)).toMatchObject({ code: 0, stdout: expect.stringContaining('pr-18') });
  });

  it('the comment shows names and paths correctly, and no values', async () => {
    await project.json(['deploy', '--stage', 'pr-17', '--yes']);
    project.edit('apikit.yaml', (text) =>
      text.replace('    alarms:', '    tags: { "team @all": hush }\n    variables: { V: "hush" }\n    alarms:'),
    );
    const { stdout } = await project.apikit(['plan', '--stage', 'pr-17', '--output', 'markdown']);
    expect(stdout).toMatch(/^### Plan of `items-api\/pr-17`\n\nA deploy makes \d+ changes:$/m);
    expect(stdout).toContain('- update `stage`: `tags.team @all`, `variables.V`');
    expect(stdout).toContain('- expires `3d` after the deploy');
    expect(stdout).not.toContain('hush');
    expect(await project.apikit(['deploy', '--stage', 'pr-17', '--dry-run', '--output', 'markdown'])).toMatchObject({
      stdout,
    });
  });

  it('cannot be Markdown and JSON at the same time', async () => {
    const { code, stdout } = await project.apikit(['plan', '--stage', 'dev', '--output', 'markdown', '--json']);
    expect({ code, message: JSON.parse(stdout).error.message }).toMatchObject({
      code: 2,
      message: /cannot be used together/,
    });
  });
});

describe('a quota of the account', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startSmallProject(['--stages', 'dev'], { adversity: {} });
    project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, 'stages:\n  pr-*: { expires: 3d }\n'));
  });
  afterAll(() => project.close());

  it('is mentioned by the first deploy of a preview if it is nearly used up, and by no other deploy', async () => {
    const clients = clientsOf(project);
    const client = await clients.apiGateway();
    const endpointConfiguration = { types: ['REGIONAL' as const] };
    for (let n = 0; n < 480; n += 1)
      await client.send(new CreateRestApiCommand({ name: `other-${n}`, endpointConfiguration }));
    clients.destroy();
    const told = /Nearest quota: \d+ of 600 regional REST APIs, which AWS does not raise\. `apikit prune` removes/;
    expect((await project.apikit(['deploy', '--stage', 'dev', '--yes'])).stderr).not.toMatch(told);
    expect((await project.apikit(['deploy', '--stage', 'pr-1', '--yes'])).stderr).toMatch(told);
    expect((await project.apikit(['deploy', '--stage', 'pr-1', '--yes'])).stderr).not.toMatch(told);
    expect((await project.apikit(['list'])).stderr).toContain('Nearest quota: 482 of 600 regional REST APIs');
  });

  it('is reported with a remedy when it is used up', async () => {
    const error = { code: 'LimitExceededException', message: 'Maximum number of APIs reached', status: 429 };
    project.cloud.adversity!.set({ rules: [{ operation: 'CreateRestApi', fault: { error } }] });
    const { code, stderr } = await project.apikit(['deploy', '--stage', 'pr-2', '--yes']);
    project.cloud.adversity!.set({ rules: [] });
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('(expired previews: `apikit prune`)');
  });
});

const COMMENT = new RegExp(
  [
    '^### `items-api/pr-17` is deployed',
    '<http://127\\.0\\.0\\.1:\\d+/\\S+>',
    '- release `[0-9a-f]{12}`\n- expires \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, unless it is deployed again\n- account `0{12}`, `us-east-1`',
    '\\d+ resources changed:',
    '(- create `[\\w/-]+`\n)+$',
  ].join('\n\n'),
);
