/**
 * `deploy --smoke` of a release that fails its test, with a fault at any call: the live release stays or comes back, no
 * second stage is left, and the next run has the same result.
 */
import { APIGatewayClient, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChaosWorld, FAULTS, startChaosWorld } from './chaos-world.ts';
import { BASE, type StageInput } from './stage-project.ts';
import { deploy, type StageRun } from './stage-runs.ts';

/** Whether to test every call with every fault (`npm run chaos`), or every third call with another fault each time. */
const WHOLE = process.env.CHAOS_TIMES !== undefined;
/** The limit of a test in ms, for what hangs. The whole test tries every fault at every call. */
const LIMIT = WHOLE ? 3_600_000 : 900_000;
/** ms. Longer than the lease of a lock whose holder died. */
const A_WHILE = 600_000;

let world: ChaosWorld;
let client: APIGatewayClient;

beforeAll(async () => {
  world = await startChaosWorld();
  const credentials = { accessKeyId: 'looks-on', secretAccessKey: 'test' };
  client = new APIGatewayClient({ endpoint: world.endpoint, region: BASE.config.region, credentials });
});
afterAll(async () => {
  client.destroy();
  await world.close();
});

interface Found {
  readonly stages: readonly (string | undefined)[];
  /** `200 1`: by release 1. */
  readonly answer: string;
}

async function look(): Promise<Found> {
  const { items = [] } = await client.send(new GetRestApisCommand({}));
  const { item = [] } = await client.send(new GetStagesCommand({ restApiId: items[0]?.id }));
  const response = await fetch(`${world.endpoint}/_aws/execute-api/${items[0]?.id}/${BASE.config.stage}/open`);
  await response.body?.cancel();
  const stages = item.map(({ stageName }) => stageName);
  return { stages, answer: `${response.status} ${response.headers.get('x-version')}` };
}

async function begin(): Promise<void> {
  await world.empty();
  await world.prepared((run) => deploy(BASE, run));
  world.pass(A_WHILE);
}

/** Runs the deploy and returns its error text, or `undefined` if it succeeded. */
function smoked(input: StageInput, told: (words: string | undefined) => void) {
  return async (run: StageRun): Promise<void> => {
    const words = await deploy(input, run, { smoke: true }).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    told(words);
  };
}

const GOOD: Found = { stages: [BASE.config.stage], answer: '200 1' };
const FAILS = {
  'before the switch': { ...BASE, broken: 'for all' },
  'on the live stage': { ...BASE, broken: 'live' },
} as const;

describe.each(Object.entries(FAILS))('a release that fails %s', (_, input) => {
  it(
    'is never left live by the next run, whatever happens to this one',
    async () => {
      let words: string | undefined;
      const work = smoked(input, (said) => {
        words = said;
      });
      await begin();
      const calls = await world.undisturbed(work);
      expect(words).toContain('failed its smoke test');
      expect(await look()).toEqual(GOOD);
      // From the switch until it is put back the release is live, and a process that is killed there cannot repair
      // anything. A run may poll more or less often than another, so the name of the call tells where it was killed.
      const switched = calls.indexOf('apigateway.UpdateStage');
      const whileLive = switched === -1 ? [] : calls.slice(switched, calls.lastIndexOf('apigateway.UpdateStage') + 1);
      const points = calls.flatMap((_, index) => {
        const faults = WHOLE ? FAULTS : index % 3 === 0 ? [FAULTS[(index / 3) % FAULTS.length]!] : [];
        return faults.map((fault) => ({ nth: index + 1, fault }));
      });
      expect(points.length).toBeGreaterThan(5);
      for (const { nth, fault } of points) {
        await begin();
        // A run may finish with fewer calls, because it polls less if a state is reached sooner.
        const call = await world.struck(work, fault, nth);
        if (call === undefined) continue;
        const killed = fault.startsWith('killed');
        const at = `${fault} at call ${nth} (${call})`;
        // A switch takes seconds until everybody sees it, also if the process that made it was killed.
        if (killed) world.pass(A_WHILE);
        const found = await look();
        expect(found.stages, at).toEqual(GOOD.stages);
        if (!(killed && whileLive.includes(call))) expect(found, at).toEqual(GOOD);
        await world.undisturbed(work);
        expect(words, at).toContain('failed its smoke test');
        // If a killed run left a release live, it was live before the next run, which says so and has nothing to put
        // back.
        const stays = found.answer !== GOOD.answer && words?.includes('already live before');
        expect(await look(), `after ${at}`).toEqual(stays ? found : GOOD);
      }
    },
    LIMIT,
  );
});
