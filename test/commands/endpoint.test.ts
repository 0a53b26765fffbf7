/** `endpoint` on the embedded cloud: a public API becomes private and public again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
const MINE = 'vpce-0a1b2c3d4e5f60718';
const OTHER = 'vpce-0f1e2d3c4b5a69788';
let project: Project;
let setting = '';
let url = '';

beforeAll(async () => {
  project = await startSmallProject();
});
afterAll(async () => await project.close());

function set(next: string): void {
  project.edit('apikit.yaml', (text) => (setting === '' ? `${text}\n${next}\n` : text.replace(setting, next)));
  setting = next;
}

async function status(through?: string): Promise<number> {
  const response = await fetch(`${url}/health`, {
    headers: through === undefined ? {} : { 'x-apikit-vpc-endpoint': through },
  });
  await response.body?.cancel();
  return response.status;
}

describe('endpoint', () => {
  it('makes a public API private after it has told the plan what happens to callers', async () => {
    ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
    expect([await status(), await status(MINE)]).toEqual([200, 403]);
    set(`endpoint: { type: private, vpcEndpoints: [${MINE}] }`);
    const plan = await project.json<{ changes: object[]; warnings: string[] }>(['plan', ...stage]);
    expect(plan.changes).toContainEqual(
      expect.objectContaining({
        resource: 'api',
        fields: expect.arrayContaining([{ path: 'endpointType', from: 'REGIONAL', to: 'PRIVATE' }]),
      }),
    );
    expect(plan.warnings).toContainEqual(
      `The API becomes private: requests from the internet get 403, and only these callers are let through: ${MINE}.`,
    );
    const refused = await project.apikit(['deploy', ...stage, '--canary', '10', '--json']);
    expect(refused.stderr).toContain('cannot go with a canary');
    const deployed = await project.apikit(['deploy', ...stage, '--yes', '--smoke']);
    expect(deployed.stderr).toContain('cannot be seen from here: the API is private');
    expect(deployed.stderr).toMatch(/Smoke test before the switch: [1-9]/);
    expect([await status(), await status(MINE), await status(OTHER)]).toEqual([403, 200, 403]);
  });

  it('has nothing more to do, and no difference', async () => {
    expect(await project.json(['plan', ...stage])).toMatchObject({ changes: [] });
    expect(await project.json(['status', ...stage])).toMatchObject({ drift: [] });
  });

  it('lets explain name the cause, and test and rollback refuse with the reason', async () => {
    expect(JSON.stringify(await project.json(['explain', '403', ...stage]))).toContain('private-endpoint');
    expect((await project.apikit(['test', ...stage])).stderr).toContain('is private, and this machine is in none');
    expect((await project.apikit(['rollback', ...stage, '--yes'])).stderr).toContain(
      'It was made for a public API, and the API is private now.',
    );
  });

  it('admits the callers of access, whose addresses only restrict', async () => {
    set(`endpoint: private\naccess: { allow: [${MINE}, 10.0.7.0/24], deny: [10.0.7.9] }`);
    await project.json(['deploy', ...stage, '--yes']);
    expect([
      await status(`${MINE} 10.0.7.1`),
      await status(`${MINE} 10.0.8.1`),
      await status(`${MINE} 10.0.7.9`),
      await status(`${OTHER} 10.0.7.1`),
    ]).toEqual([200, 403, 403, 403]);
  });

  it('makes it edge-optimized by way of a regional API, and open again', async () => {
    set('endpoint: edge');
    const { warnings } = await project.json<{ warnings: string[] }>(['deploy', ...stage, '--yes']);
    expect(warnings.join()).toContain('The API is private and becomes edge, so the internet reaches it.');
    expect([await status(), await status(MINE)]).toEqual([200, 403]);
    set('endpoint: { type: regional, ipAddressType: dualstack }');
    await project.json(['deploy', ...stage, '--yes']);
    expect(await project.json(['plan', ...stage])).toMatchObject({ changes: [] });
    expect(await status()).toBe(200);
  });
});
