/** The message of a deploy that did not finish; the next deploy finishes its work. */
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, type CliResult } from '../helpers/cli.ts';
import { scaffoldSmall } from '../helpers/project.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

let cloud: RunningCloud;
let dir: string;

beforeAll(async () => {
  [dir, cloud] = await Promise.all([scaffoldSmall(), startTestCloud({ adversity: {} })]);
});
afterAll(() => cloud.close());

const deploy = (...flags: string[]): Promise<CliResult> =>
  apikit(['deploy', '--stage', 'dev', '--yes', ...flags], { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint } });

function refuse(operation: string): void {
  const error = { code: 'AccessDeniedException', message: `You may not do ${operation}.`, status: 403 };
  cloud.adversity!.set({ rules: [{ operation, fault: { error } }] });
}

it('names the resource, the reason, the request and the steps that did not start, before anything is live', async () => {
  refuse('CreateFunction');
  const { code, stdout, stderr } = await deploy('--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'DeployFailed',
    done: expect.arrayContaining([{ resource: 'table/items', action: 'create' }]),
    failed: [{ resource: 'function', code: 'AccessDenied', requestId: expect.stringMatching(/.+/) }],
    notStarted: expect.arrayContaining(['release', 'stage']),
    live: null,
  });
  expect(stderr).toMatch(/Deploy failed at function: .*CreateFunction.*Request id .*Nothing is live yet\./);
  expect(stderr).toMatch(/run apikit deploy --stage dev again/);
});

it('names the release that stays live, if there is one', async () => {
  cloud.adversity!.set({ rules: [] });
  const { release, url } = (await deploy('--json')).json<{ release: string; url: string }>();
  appendFileSync(`${dir}/src/handler.ts`, '\nexport const again = true;\n');
  refuse('CreateDeployment');
  const { code, stdout, stderr } = await deploy('--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({ failed: [{ resource: 'release' }], live: release });
  expect(stderr).toContain(`Release ${release} is live and keeps serving.`);
  expect((await fetch(`${url}/health`)).status).toBe(200);

  cloud.adversity!.set({ rules: [] });
  const repaired = (await deploy('--json')).json<{ release: string; changed: boolean }>();
  expect(repaired.changed).toBe(true);
  expect(repaired.release).not.toBe(release);
});
