/** Preview stages: deployed by a pattern, with everything of their own, until a time that each deploy moves. */
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

  it('has everything of its own, and says until when it stays', async () => {
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

  it('stays longer with each deploy, also one that has nothing to do, which is one write besides the lock', async () => {
    await expireAt(project, 'pr-17', '2026-01-01T00:00:00Z');
    expect((await project.apikit(['plan', '--stage', 'pr-17', '--exit-code'])).code).toBe(0);
    const { changed, expiresAt, calls } = await deploy('pr-17');
    expect({ changed, writes: calls.writes }).toEqual({ changed: false, writes: 3 });
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(Date.now() + 2 * DAY);
    expect(await project.json(['status', '--stage', 'pr-17'])).toMatchObject({ expiresAt });
    expect(await deploy('dev')).toMatchObject({ changed: false, expiresAt: null, calls: { writes: 0 } });
  });

  it('gets back the time that somebody took away', async () => {
    await expireAt(project, 'pr-17', 'never');
    expect((await project.apikit(['plan', '--stage', 'pr-17'])).stdout).toContain('expires');
    const { expiresAt } = await deploy('pr-17');
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(Date.now() + 2 * DAY);
  });

  it('is a stage like others from the deploy on with which it is declared itself', async () => {
    stages('  dev: {}\n  pr-17: {}\n  pr-*: { extends: dev, expires: 3d }\n');
    expect(await deploy('pr-17')).toMatchObject({ changed: true, expiresAt: null });
    expect(await deploy('pr-17')).toMatchObject({ changed: false });
    const { stages: listed } = await project.json<{ stages: object[] }>(['list']);
    expect(listed[1]).toMatchObject({ stage: 'pr-17', preview: false, expiresAt: null });
  });
});
