/** A stage that moves from a REST API to a function URL and back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { startNotes } from './notes-project.ts';

let project: Project;
const STAGE = ['--stage', 'dev'];
const deploy = (...more: string[]) => project.json<{ url: string }>(['deploy', ...STAGE, '--yes', ...more]);
const move = (api: string) => project.edit('apikit.yaml', (text) => text.replace(/dev:.*/, `dev: { api: ${api} }`));
const status = async (url: string) => (await fetch(`${url}/notes/latest`)).status;

beforeAll(async () => {
  project = await startNotes('  dev: { api: rest }\n');
});
afterAll(() => project?.close());

describe('a move between front doors', () => {
  it('keeps both addresses until the old one is removed, in both directions', async () => {
    const rest = (await deploy()).url;
    move('url');
    const url = (await deploy()).url;
    expect([await status(rest), await status(url)]).toEqual([200, 200]);
    const plan = await project.json<{ changes: { action: string }[] }>(['plan', ...STAGE]);
    expect(plan.changes.filter(({ action }) => action === 'delete')).toEqual([]);
    await deploy('--remove-old-api');
    expect([await status(rest), await status(url)]).toEqual([403, 200]);
    move('rest');
    const back = (await deploy()).url;
    expect([await status(url), await status(back)]).toEqual([200, 200]);
    await deploy('--remove-old-api');
    expect([await status(url), await status(back)]).toEqual([404, 200]);
  });
});
