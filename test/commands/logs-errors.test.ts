/** `logs errors` and `tail-logs` name a request by the same ID, also if the request succeeded. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withGatewayIds } from '../../src/commands/parts/logs/gateway-ids.ts';
import type { Context, Target } from '../../src/context.ts';
import { type FaultyStage, startFaultyStage } from '../explain/faulty-stage.ts';

let stage: FaultyStage;

beforeAll(async () => {
  stage = await startFaultyStage({ withAdversity: true });
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

it('errors that a paid query has found are shown although the search for the IDs of API Gateway is throttled', async () => {
  await stage.send('/fail/logged');
  stage.cloud.adversity!.set({
    rules: [{ operation: 'logs.FilterLogEvents', nth: 1, times: 1000, fault: 'throttle' }],
  });
  const { code, stdout } = await stage.apikit(['logs', 'errors', '--stage', 'dev', '--yes'], {
    env: { AWS_MAX_ATTEMPTS: '1' },
  });
  stage.cloud.adversity!.set({ rules: [] });
  expect(code).toBe(0);
  expect(stdout).toContain('RangeError: a page of the catalogue is missing');
  expect(stdout).toMatch(/, request [\w-]{36}/);
});

const GROUPS = Array.from({ length: 30 }, (_, index) => ({
  kind: `Error ${index}`,
  message: '',
  stack: [],
  count: 1,
  firstSeen: '2026-01-01T00:00:00.000Z',
  lastSeen: '2026-01-01T00:00:00.000Z',
  example: { requestId: `call-${index}`, time: '2026-01-01T00:00:00.000Z', stream: 's', ofCall: true as const },
}));

/** Looks for the IDs of 30 groups, with a client that counts its calls. */
async function look(answer: (call: number) => Promise<object>, signal = new AbortController().signal) {
  const seen = { calls: 0, most: 0 };
  let running = 0;
  const send = async () => {
    seen.calls += 1;
    running += 1;
    seen.most = Math.max(seen.most, running);
    try {
      return await answer(seen.calls);
    } finally {
      running -= 1;
    }
  };
  const target = { clients: { logs: async () => ({ send }) }, config: { app: 'a', stage: 'dev' } } as unknown as Target;
  const groups = await withGatewayIds(GROUPS, target, { io: { signal } } as Context);
  return { ...seen, groups };
}

it('a search for IDs makes five calls at once, and twenty in all', async () => {
  const pause = () => new Promise<object>((done) => setTimeout(() => done({ events: [] }), 5));
  expect(await look(pause)).toEqual({ calls: 20, most: 5, groups: GROUPS });
});

it('a search for IDs ends at its first failure, and keeps the groups', async () => {
  const { calls, groups } = await look(() => Promise.reject(new Error('ThrottlingException')));
  expect(calls).toBeLessThanOrEqual(5);
  expect(groups).toEqual(GROUPS);
});

it('an interrupted search for IDs ends the command', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(look(() => Promise.reject(abort.signal.reason), abort.signal)).rejects.toBe(abort.signal.reason);
});
