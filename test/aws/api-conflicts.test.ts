/**
 * If API Gateway refuses a write because something else is being changed at that moment, apikit retries it. Each kind
 * of write in the life of a stage meets one such refusal, and the account ends as if there had been none.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '../../src/aws/keys/new-key.ts';
import { temporaryKey } from '../../src/aws/keys/temporary-key.ts';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { usagePlanName } from '../../src/naming/names.ts';
import { stageTags } from '../../src/naming/tags.ts';
import { type Account, type AccountReader, accountReader } from '../chaos/account.ts';
import { createChaosClock } from '../chaos/chaos-clock.ts';
import { steadyDice } from '../chaos/dice.ts';
import { EVERYTHING_AT_ONCE } from '../chaos/scenarios.ts';
import { BASE } from '../chaos/stage-project.ts';
import { deploy, type StageRun, tearDown } from '../chaos/stage-runs.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const CONFLICT = {
  code: 'ConflictException',
  message: 'Unable to complete operation due to concurrent modification. Please try again later.',
  status: 409,
};
const clock = createChaosClock();
let cloud: RunningCloud;
let adversity: AdversityParts;
let reader: AccountReader;
let run: StageRun;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  cloud = await startTestCloud({
    clock: clock.cloud,
    adversity: { factor: 0, latency: false },
    tableTransitionMs: 0,
  });
  adversity = cloud.adversity as AdversityParts;
  reader = accountReader({ endpoint: cloud.endpoint, now: clock.client.now });
  run = { endpoint: cloud.endpoint, clock: clock.client };
});
afterAll(async () => {
  reader.close();
  await cloud.close();
  clock.close();
  dice.restore();
});

interface Life {
  /** After each of its parts. */
  accounts: Account[];
  /** Writes to API Gateway with the status of the answer, in the order of their names. */
  writes: string[];
}

async function life(...operations: string[]): Promise<Life> {
  await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
  adversity.set({ rules: operations.map((operation) => ({ operation, nth: 1, fault: { error: CONFLICT } })) });
  const accounts: Account[] = [];
  const seen = async () => void accounts.push(await reader.read());
  await deploy(BASE, run);
  await seen();
  await keys();
  await seen();
  await deploy(EVERYTHING_AT_ONCE, run);
  await seen();
  await tearDown(EVERYTHING_AT_ONCE, run, true);
  await seen();
  const calls = adversity.state().calls.last.filter((call) => call.service === 'apigateway' && !isRead(call.operation));
  return { accounts, writes: calls.map(({ operation, status }) => `${operation} ${status}`).sort() };
}

async function keys(): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = createClients({ region: 'eu-west-1', ...run, credentials, env: {} });
  try {
    const work = { client: await clients.apiGateway(), clock: run.clock, signal: new AbortController().signal };
    const plan = usagePlanName(BASE.config, Object.keys(BASE.config.usagePlans)[0]!);
    await createKey(work, { name: 'alice', plan, tags: stageTags(BASE.config) });
    await (await temporaryKey(work, { name: 'test', plan, tags: stageTags(BASE.config) })).remove();
  } finally {
    clients.destroy();
  }
}

it('a conflict at each call does not change the result', async () => {
  const undisturbed = await life();
  const operations = [...new Set(undisturbed.writes.map((write) => write.split(' ')[0]!))];
  expect(operations).toEqual(
    expect.arrayContaining(['CreateApiKey', 'CreateUsagePlanKey', 'DeleteStage', 'PutRestApi', 'UpdateUsagePlan']),
  );
  const disturbed = await life(...operations.map((operation) => `apigateway.${operation}`));
  expect(disturbed.writes.filter((write) => write.endsWith('409')).sort()).toEqual(
    operations.map((operation) => `${operation} 409`).sort(),
  );
  expect(disturbed.writes.filter((write) => !write.endsWith('409'))).toEqual(undisturbed.writes);
  expect(disturbed.accounts).toEqual(undisturbed.accounts);
});
