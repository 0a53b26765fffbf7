/** The live release keeps serving: requests continue without a pause while the stage is switched again and again. */
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { BASE, CHANGES, type StageInput } from './stage-project.ts';
import { abortCanary, deploy, promote, promoteCanary, rollBack, startCanary } from './stage-runs.ts';

/** `npm run chaos` uses a hundred. */
const TIMES = Number(process.env.CHAOS_TIMES ?? 10);
/** A rollback or a canary removes and adds nothing, so fewer switches are enough. */
const SWITCHES = Number(process.env.CHAOS_TIMES ?? 4);
const CALLERS = 3;
/** The limit of a test in ms, for what hangs: a busy machine may take long for a switch. */
const patience = (switches: number) => 300_000 + switches * 30_000;

let cloud: RunningCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ adversity: { factor: 0 }, tableTransitionMs: 0 });
});
afterAll(async () => await cloud.close());

/** Returns releases with a different handler each, and with a different contract, configuration or throttle. */
function releases(times: number): StageInput[] {
  const changes = [CHANGES.contract!, CHANGES.environment!, CHANGES.tags!, CHANGES['plan added']!, CHANGES.cors!];
  return Array.from({ length: times }, (_, index) => {
    const changed = changes[index % changes.length]!(BASE);
    const throttle = { rate: 9_000 + index, burst: 5_000 };
    return { ...changed, version: index + 2, config: { ...changed.config, throttle } };
  });
}

interface Load {
  failures: string[];
  requests: number;
  /** The header `x-version` of the responses. */
  served: Set<string | null>;
}

/**
 * Sends requests without a pause from before the work until after it, so that the last responses are those of the
 * release that it left live. `answered` waits until a request that began after the call is answered: on a busy machine
 * many deploys could pass without one.
 */
async function underLoad(url: string, work: (answered: () => Promise<void>) => Promise<void>): Promise<Load> {
  const load: Load = { failures: [], requests: 0, served: new Set() };
  const answers = new EventEmitter();
  const answered = async () => {
    // One more response than callers: one of the callers has begun a request since.
    const until = load.requests + CALLERS + 1;
    while (load.requests < until) await once(answers, 'answer');
  };
  const started = performance.now();
  let over = false;
  const caller = async () => {
    for (let last = false; !last; ) {
      last = over;
      const response = await fetch(`${url}/open`).catch((error: unknown) => String(error));
      load.requests += 1;
      if (typeof response === 'string') load.failures.push(response);
      else if (response.status === 200) load.served.add(response.headers.get('x-version'));
      else load.failures.push(`${response.status} ${await response.text()}`);
      if (typeof response !== 'string' && !response.bodyUsed) await response.body?.cancel();
      answers.emit('answer');
    }
  };
  const callers = Array.from({ length: CALLERS }, caller);
  await work(answered).finally(() => {
    over = true;
  });
  await Promise.all(callers);
  const rate = Math.round(load.requests / ((performance.now() - started) / 1000));
  const sum = `${load.requests} requests, ${rate} a second, ${load.failures.length} failed\n`;
  if (process.env.CHAOS_TIMES) process.stdout.write(sum);
  return load;
}

const FAST: StageInput = { ...BASE, config: { ...BASE.config, throttle: { rate: 9_000, burst: 5_000 } } };
/** A different release: contract and code differ. */
const OTHER: StageInput = { ...FAST, ...CHANGES.contract!(BASE), config: FAST.config, version: 2 };

describe('a live stage', () => {
  it(
    `responds to every request during ${TIMES} deploys under load`,
    async () => {
      const run = { endpoint: cloud.endpoint, clock: systemClock };
      const { url } = await deploy(FAST, run);
      const { failures, requests, served } = await underLoad(url, async (answered) => {
        for (const input of releases(TIMES)) {
          await deploy(input, run);
          await answered();
        }
      });
      expect(failures).toEqual([]);
      expect(requests).toBeGreaterThan(TIMES * CALLERS);
      expect([...served]).toContain(String(TIMES + 1));
    },
    patience(TIMES),
  );

  it(
    `responds to every request during ${SWITCHES} rollbacks under load`,
    async () => {
      const run = { endpoint: cloud.endpoint, clock: systemClock };
      const { url } = await deploy(FAST, run);
      await deploy(OTHER, run);
      const { failures, served } = await underLoad(url, async (answered) => {
        for (let n = 0; n < SWITCHES; n += 1) {
          await rollBack(n % 2 === 0 ? FAST : OTHER, run);
          await answered();
        }
      });
      expect(failures).toEqual([]);
      expect([...served].toSorted()).toEqual(['1', '2']);
    },
    patience(SWITCHES),
  );

  it(
    `responds to every request while ${SWITCHES} canaries start, end and are promoted under load`,
    async () => {
      const run = { endpoint: cloud.endpoint, clock: systemClock };
      await deploy(OTHER, run);
      const { url } = await deploy(FAST, run);
      const { failures, served } = await underLoad(url, async (answered) => {
        for (let n = 0; n < SWITCHES; n += 1) {
          const to = n % 2 === 0 ? OTHER : FAST;
          await startCanary(to, run);
          await abortCanary(to, run);
          await startCanary(to, run);
          await promoteCanary(to, run);
          await answered();
        }
      });
      expect(failures).toEqual([]);
      expect([...served].toSorted()).toEqual(['1', '2']);
    },
    patience(4 * SWITCHES),
  );

  it(
    `responds to every request during ${SWITCHES} promotions under load`,
    async () => {
      const run = { endpoint: cloud.endpoint, clock: systemClock };
      const [trial, real] = ['trial', 'real'].map((stage) => ({ ...FAST, config: { ...FAST.config, stage } }));
      const { url } = await deploy(real!, run);
      const { failures, served } = await underLoad(url, async (answered) => {
        for (let version = 2; version < SWITCHES + 2; version += 1) {
          await deploy({ ...trial!, version }, run);
          await promote(trial!, real!, run);
          await answered();
        }
      });
      expect(failures).toEqual([]);
      expect([...served]).toContain(String(SWITCHES + 1));
    },
    patience(2 * SWITCHES),
  );

  it('responds to every request when promotions fail half-way, and never with other code', async () => {
    const run = { endpoint: cloud.endpoint, clock: systemClock };
    const [trial, real] = ['trial', 'real'].map((stage) => ({ ...FAST, config: { ...FAST.config, stage } }));
    const { url } = await deploy({ ...real!, version: 500 }, run);
    await deploy({ ...trial!, version: 501 }, run);
    const answer = async () => {
      const response = await fetch(`${url}/open`);
      return `${response.status} ${response.headers.get('x-version')}`;
    };
    for (const operation of [
      'UpdateDeployment',
      'UpdateFunctionCode',
      'PutRestApi',
      'CreateDeployment',
      'UpdateStage',
    ]) {
      cloud.adversity!.set({
        rules: [{ operation, fault: { error: { code: 'BadRequestException', message: 'No.' } } }],
      });
      await expect(promote(trial!, real!, run), operation).rejects.toThrow();
      expect(await answer(), operation).toBe('200 500');
    }
    cloud.adversity!.set({ rules: [] });
    await expect(promote(trial!, real!, run, 'other')).rejects.toThrow(
      /and the release has code with the hash other\./,
    );
    expect(await answer()).toBe('200 500');
    await promote(trial!, real!, run);
    expect(await answer()).toBe('200 501');
  });

  it('responds to every request when deploys fail half-way', async () => {
    const run = { endpoint: cloud.endpoint, clock: systemClock };
    const { url } = await deploy(BASE, run);
    const operations = ['UpdateFunctionCode', 'PublishVersion', 'AddPermission', 'PutRestApi', 'CreateDeployment'];
    for (const [index, operation] of [...operations, 'UpdateStage'].entries()) {
      const error = { code: 'BadRequestException', message: 'No.' };
      cloud.adversity!.set({ rules: [{ operation, fault: { error } }] });
      const input = { ...CHANGES.contract!(BASE), version: 1_000 + index };
      await deploy(input, run).catch(() => undefined);
      expect((await fetch(`${url}/open`)).status).toBe(200);
    }
    cloud.adversity!.set({ rules: [] });
  });
});
