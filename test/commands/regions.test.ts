/** One stage in two regions: IAM knows no regions, so nothing of the one may reach the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

describe('a stage in two regions', () => {
  let project: Project;
  let first: string;

  const deploy = (region: string) =>
    project.json<{ url: string; calls: { writes: number } }>(['deploy', '--stage', 'dev', '--region', region, '--yes']);

  beforeAll(async () => {
    project = await startProject();
    first = (await deploy('us-east-1')).url;
    await deploy('eu-west-1');
  });
  afterAll(() => project.close());

  it('is two stages: neither deploy undoes the other', async () => {
    expect((await deploy('us-east-1')).calls.writes).toBe(0);
    expect((await deploy('eu-west-1')).calls.writes).toBe(0);
  });

  it('is no leftover of the other in the list', async () => {
    const { orphans } = await project.json<{ orphans: object[] }>(['list', '--region', 'eu-west-1']);
    expect(orphans).toEqual([]);
  });

  it('lives on when the other is destroyed', async () => {
    const destroyed = await project.json<{ left: object[] }>([
      'destroy',
      '--stage',
      'dev',
      '--region',
      'eu-west-1',
      '--yes',
      '--delete-data',
    ]);
    expect(destroyed.left).toEqual([]);
    expect((await fetch(`${first}/health`)).status).toBe(200);
    expect((await deploy('us-east-1')).calls.writes).toBe(0);
  });
});
