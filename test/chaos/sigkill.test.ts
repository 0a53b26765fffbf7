/** The built program, really killed, to confirm the simulation in this folder. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { startApikit } from '../helpers/cli-process.ts';
import { scaffold } from '../helpers/project.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { type Account, type AccountReader, accountReader } from './account.ts';

/** Points before and after writes of a first deploy; `npm run chaos` tests all. */
const POINTS = process.env.CHAOS_TIMES === undefined ? [24] : [12, 14, 16, 18, 20, 24, 28, 30, 32, 34, 36, 40];
const A_WHILE = 600_000;

let cloud: RunningCloud;
let adversity: AdversityParts;
let reader: AccountReader;
let cwd: string;
/** The cloud's clock is the real time, except that a lease can be ended. */
let ahead = 0;
const now = () => Date.now() + ahead;

beforeAll(async () => {
  const after = (milliseconds: number, callback: () => void) => {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  };
  cloud = await startTestCloud({ clock: { now, after }, adversity: {}, tableTransitionMs: 0 });
  adversity = cloud.adversity as AdversityParts;
  reader = accountReader({ endpoint: cloud.endpoint, now });
  cwd = await scaffold();
});
afterAll(async () => {
  reader.close();
  await cloud.close();
});

const apikit = (...argv: string[]) => startApikit(argv, { cwd, env: { AWS_ENDPOINT_URL: cloud.endpoint } });

async function completed(...argv: string[]): Promise<Account> {
  const { code, stderr } = await apikit(...argv).finished;
  expect(code, stderr).toBe(0);
  return await reader.read();
}

async function empty(): Promise<void> {
  await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
}

/** Kills the process when its nth call has reached the cloud. Carried out or not, the response is lost. */
async function kill(nth: number, carriedOut: boolean, ...argv: string[]): Promise<void> {
  const rest = { nth: nth + 1, times: 1_000, fault: 'hang' } as const;
  adversity.set({ rules: [{ nth, times: 1, fault: carriedOut ? 'hangAnswer' : 'hang' }, rest] });
  const { child, finished } = apikit(...argv);
  await Promise.race([adversity.untilHanging(), finished]);
  child.kill('SIGKILL');
  await finished.catch(() => undefined);
  adversity.set({ rules: [] });
  adversity.close();
  ahead += A_WHILE;
}

describe('SIGKILL', () => {
  it(
    `at ${POINTS.length} calls of a deploy, and of the destroy after it, does not change the end state`,
    async () => {
      const deploy = ['deploy', '--stage', 'dev'];
      const destroy = ['destroy', '--stage', 'dev', '--yes', '--delete-data'];
      const deployed = await completed(...deploy);
      const destroyed = await completed(...destroy);
      for (const [index, nth] of POINTS.entries()) {
        await empty();
        await kill(nth, index % 2 === 0, ...deploy);
        expect(await completed(...deploy)).toEqual(deployed);
        await kill(nth, index % 2 === 1, ...destroy);
        expect(await completed(...destroy)).toEqual(destroyed);
      }
    },
    60_000 + POINTS.length * 60_000,
  );
});
