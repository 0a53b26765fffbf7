/** A stage that moves between all front doors. */
import { CreateStageCommand, GetRestApisCommand, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startNotes } from './notes-project.ts';

let project: Project;
const STAGE = ['--stage', 'dev'];
const deploy = (...more: string[]) => project.json<{ url: string }>(['deploy', ...STAGE, '--yes', ...more]);
const status = async (url: string) => (await fetch(`${url}/notes/latest`)).status;

beforeAll(async () => {
  project = await startNotes('  dev: { api: rest }\n');
});
afterAll(() => project?.close());

describe('a move between front doors', () => {
  it.each([
    ['rest', 'http'],
    ['http', 'url'],
    ['url', 'rest'],
  ])('keeps both addresses until the old one is removed: from %s to %s', async (from, to) => {
    const old = (await deploy()).url;
    project.edit('apikit.yaml', (text) => text.replace(`dev: { api: ${from} }`, `dev: { api: ${to} }`));
    const { warnings } = await project.json<{ warnings: string[] }>(['plan', ...STAGE]);
    expect(warnings.join()).toContain('until you run: apikit deploy --stage dev --remove-old-api');
    const now = (await deploy()).url;
    expect(now).not.toBe(old);
    expect([await status(old), await status(now)]).toEqual([200, 200]);
    const { changes, ...after } = await project.json<{ changes: { action: string }[]; warnings: string[] }>([
      'plan',
      ...STAGE,
    ]);
    expect(after.warnings.join()).not.toContain('--remove-old-api');
    expect(changes.filter(({ action }) => action === 'delete')).toEqual([]);
    await deploy('--remove-old-api');
    expect(await status(old)).toBeGreaterThanOrEqual(403);
    expect(await status(now)).toBe(200);
  });

  it('does not delete an old REST API with a stage of somebody else', async () => {
    const old = (await deploy()).url;
    const clients = clientsOf(project);
    const gateway = await clients.apiGateway();
    const { items = [] } = await gateway.send(new GetRestApisCommand({}));
    const restApiId = items[0]!.id;
    const { deploymentId } = await gateway.send(new GetStageCommand({ restApiId, stageName: 'dev' }));
    await gateway.send(new CreateStageCommand({ restApiId, stageName: 'partner', deploymentId }));
    clients.destroy();
    project.edit('apikit.yaml', (text) => text.replace('dev: { api: rest }', 'dev: { api: http }'));
    await deploy();
    const { code, stderr } = await project.apikit(['deploy', ...STAGE, '--yes', '--remove-old-api']);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`API ${restApiId} of items-api/dev also has partner`)]);
    expect(await status(old)).toBe(200);
  });
});
