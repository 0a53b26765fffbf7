/** `logs errors` and `tail-logs` name a request by the same ID, also if the request succeeded. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultyStage, startFaultyStage } from '../explain/faulty-stage.ts';

let stage: FaultyStage;

beforeAll(async () => {
  stage = await startFaultyStage();
});
afterAll(() => stage.close());

it('an error that a handler logs, and answers with 200, has the ID of API Gateway', async () => {
  const { id, status } = await stage.send('/fail/logged');
  expect(status).toBe(200);
  const tail = await stage.apikit(['tail-logs', '--stage', 'dev', '--no-follow', '--request', id]);
  expect(tail.stdout).toContain('RangeError: a page of the catalogue is missing');
  const { stdout } = await stage.apikit(['logs', 'errors', '--stage', 'dev', '--yes']);
  expect(stdout).toContain('RangeError: a page of the catalogue is missing');
  expect(stdout).toContain(`, request ${id}`);
  const { errors } = (await stage.apikit(['logs', 'errors', '--stage', 'dev', '--yes', '--json'])).json<{
    errors: { kind: string; example: string }[];
  }>();
  expect(errors).toContainEqual(expect.objectContaining({ kind: 'RangeError', example: id }));
});

it('an error that failed its request has it, too', async () => {
  const { id } = await stage.send('/fail/throws');
  const { stdout } = await stage.apikit(['logs', 'errors', '--stage', 'dev', '--yes']);
  expect(stdout).toContain(`, request ${id}`);
});
