/** Commands that list what a stage has fail if there is no stage, and do not say that it has nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startSmallProject([]);
  await project.json(['deploy', '--stage', 'dev', '--yes']);
});
afterAll(() => project.close());

describe.each([
  [['keys', 'list']],
  [['keys', 'usage']],
  [['plans', 'list']],
  [['alarms']],
  [['metrics']],
  [['throttled', '--yes']],
  [['logs', 'search', 'stats count(*)', '--yes']],
  [['logs', 'errors', '--yes']],
  [['tail-logs', '--no-follow']],
  [['releases']],
])('%j', (argv) => {
  it.each([
    ['a stage that was never deployed', ['--stage', 'prod']],
    ['another region', ['--stage', 'dev', '--region', 'eu-central-1']],
  ])('fails for %s', async (_what, place) => {
    const { code, stdout, stderr } = await project.apikit([...argv, ...place]);
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/(is not deployed|it is not deployed there)/);
    expect(stderr).toContain('--region');
  });
});
