/**
 * While a stage has a canary, API Gateway writes the canary's logs to other log groups: every command that reads logs
 * includes them.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../../helpers/project.ts';

const STAGE = ['--stage', 'dev'];

let project: Project;
let url: string;
beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev']);
  project.edit('apikit.yaml', (text) =>
    text.replace(/^usagePlans:$/m, 'throttle: { rate: 1, burst: 1 }\n\nusagePlans:'),
  );
  project.answer('getHealth');
  await project.json(['deploy', ...STAGE, '--yes']);
  project.edit(
    'src/operations/getHealth.ts',
    () => "export const getHealth = async () => {\n  throw new Error('the canary is ill');\n};\n",
  );
  await project.json(['deploy', ...STAGE, '--yes', '--canary', '100']);
  ({ url } = await project.json<{ url: string }>(['status', ...STAGE]));
  await Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/health`)));
});
afterAll(() => project.close());

const said = async (...argv: string[]) => {
  const { code, stdout, stderr } = await project.apikit([...argv, ...STAGE]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

it('tail-logs shows log lines of the canary', async () => {
  expect(await said('tail-logs', '--no-follow')).toMatch(/GET +\/dev\/health +5\d\d/);
});

it('logs search and logs errors find log lines of the canary', async () => {
  expect(await said('logs', 'search', '"resourcePath":"/health"')).toContain('/dev/health');
  expect(await said('logs', 'errors')).toContain('the canary is ill');
});

it('throttled counts requests of the canary', async () => {
  expect(await said('throttled')).toMatch(/GET \/health/);
});
