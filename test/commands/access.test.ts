/** `access` on the embedded cloud: who is refused, and that a refused machine can still deploy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
let project: Project;
let access = '';
let url = '';

beforeAll(async () => {
  project = await startSmallProject();
});
afterAll(async () => await project.close());

async function deployWith(next: string): Promise<void> {
  project.edit('apikit.yaml', (text) => (access === '' ? `${text}\n${next}\n` : text.replace(access, next)));
  access = next;
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
}

async function status(): Promise<number> {
  const response = await fetch(`${url}/health`);
  await response.body?.cancel();
  return response.status;
}

describe('access', () => {
  it('lets the callers in its list through', async () => {
    await deployWith('access: { allow: ["127.0.0.0/8", "::1"] }');
    expect(await status()).toBe(200);
  });

  it('refuses everybody else, and the deploy still sees the release', async () => {
    await deployWith('access: { allow: ["203.0.113.0/24"] }');
    expect(await status()).toBe(403);
    const { text } = await project.json<{ text?: string }>(['explain', '403', ...stage]).then((found) => ({
      text: JSON.stringify(found),
    }));
    expect(text).toContain('denied-by-policy');
  });

  it('refuses the callers in deny', async () => {
    await deployWith('access: { deny: ["127.0.0.1", "::1"] }');
    expect(await status()).toBe(403);
  });

  it('goes with its setting, and comes back with a rollback, whose smoke test is refused here', async () => {
    await deployWith('# open to everybody');
    expect(await status()).toBe(200);
    const { smoke } = await project.json<{ smoke: object }>(['rollback', ...stage, '--yes']);
    expect(smoke).toMatchObject({ passed: 0, failed: 0 });
    expect(await status()).toBe(403);
  });
});
