/** IAM is eventually consistent: no stage is switched to a release whose permissions are not visible yet. */
import { expect, it, onTestFinished } from 'vitest';
import { STATE_DELAYS } from '../../src/local/cloud/state-delays.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { startProject } from '../helpers/project.ts';

it('a release that needs a new table goes live after its role may use the table', async () => {
  const clock = fakeClock();
  const project = await startProject([], { clock: clock.cloud, adversity: { latency: false }, tableTransitionMs: 0 });
  onTestFinished(() => project.close());
  const run = async (...argv: string[]) => {
    const { code, stderr, stdout } = await project.apikit(argv, { clock: clock.client });
    expect(code, stderr).toBe(0);
    return { stderr, stdout };
  };
  const adversity = project.cloud.adversity!;
  const times = (operation: string) =>
    adversity.state().calls.last.flatMap((call) => (call.operation === operation ? [call.at] : []));
  const deploy = async () => {
    const [policies, switches] = [times('PutRolePolicy').length, times('UpdateStage').length];
    const { stderr } = await run('deploy', '--stage', 'dev', '--yes');
    return {
      stderr,
      written: times('PutRolePolicy').slice(policies),
      switched: times('UpdateStage').slice(switches),
    };
  };
  await deploy();
  adversity.set({ factor: 1 });
  await run('add', 'resource', 'orders', '--fields', 'name:string!');
  const { written, switched, stderr } = await deploy();
  expect(switched[0]! - written[0]!).toBeGreaterThanOrEqual(STATE_DELAYS.rolePolicies.value * 1000);
  expect(stderr).toContain('waiting until the new permissions of the function have propagated');
  // Permissions are removed when the new release serves, and no step waits for that.
  project.edit('src/handler.ts', (text) => `${text}\nexport const anotherBuild = true;\n`);
  const codeOnly = await deploy();
  expect(codeOnly.written).toEqual([]);
  expect(codeOnly.stderr).not.toContain('new rights');
});
