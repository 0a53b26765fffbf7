/** The commands that look at the operations of a stage, for an HTTP API. */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startNotes } from './notes-project.ts';

const STAGE = ['--stage', 'cheap'];

let project: Project;
let url: string;

beforeAll(async () => {
  project = await startNotes('  cheap: { api: http, metrics: true }\n');
  project.edit('openapi.yaml', (text) =>
    text
      .replace(
        'operationId: latestNote',
        'operationId: latestNote\n      x-apikit: { throttle: { rate: 1, burst: 1 } }',
      )
      .replace('operationId: getFile', 'operationId: getFile\n      security: [{ sigv4: [] }]')
      .concat(
        'components:\n  securitySchemes:\n    sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }\n',
      ),
  );
  ({ url } = await project.json<{ url: string }>(['deploy', ...STAGE, '--yes']));
  for (let count = 0; count < 4; count += 1) await fetch(`${url}/notes/latest`);
  await fetch(`${url}/notes/7`);
});
afterAll(() => project?.close());

describe('a stage with an HTTP API', () => {
  it('shows who may call its operations, and a route that lost its protection', async () => {
    interface Row {
      operationId: string;
      live: { authorizer: { kind: string } | null } | null;
      differs: boolean;
    }
    const auth = () => project.json<{ operations: Row[] }>(['auth', ...STAGE]);
    const { operations } = await auth();
    expect(operations.filter(({ differs }) => differs)).toEqual([]);
    expect(operations.find(({ operationId }) => operationId === 'getFile')?.live?.authorizer?.kind).toBe('iam');
    expect(operations.find(({ operationId }) => operationId === 'getNote')?.live).toMatchObject({ authorizer: null });
    project.edit('openapi.yaml', (text) => text.replace('      security: [{ sigv4: [] }]\n', ''));
    const changed = (await auth()).operations.filter(({ differs }) => differs);
    expect(changed.map(({ operationId }) => operationId)).toEqual(['getFile']);
  });

  it('counts throttled requests by their operation, and names the limit', async () => {
    const { refused, raise } = await project.json<{ refused: object[]; raise: { setting: string }[] }>([
      'throttled',
      ...STAGE,
      '--yes',
    ]);
    expect(refused).toEqual([
      expect.objectContaining({ limit: 'operation', method: 'GET', path: '/notes/latest', key: null }),
    ]);
    expect(raise.map(({ setting }) => setting)).toContain(
      'x-apikit.throttle.rate of GET /notes/latest in the contract',
    );
  });

  it('measures the stage and its operations', async () => {
    interface Measured {
      metrics: { id: string; of: string | null; total: number | null }[];
    }
    await clientsOf(project).cloudwatch();
    await setTimeout(1_000);
    const totals = async (...flags: string[]) =>
      (await project.json<Measured>(['metrics', ...STAGE, ...flags])).metrics
        .filter(({ id }) => id === 'requests' || id === 'clientErrors')
        .map(({ id, of, total }) => [of, id, total]);
    expect(await totals()).toContainEqual([null, 'requests', expect.any(Number)]);
    expect(await totals('--operation', 'getNote')).toEqual([
      ['GET /notes/{id}', 'requests', 1],
      ['GET /notes/{id}', 'clientErrors', 0],
    ]);
    expect(await totals('--operation')).toContainEqual(['GET /notes/latest', 'requests', 4]);
  });
});
