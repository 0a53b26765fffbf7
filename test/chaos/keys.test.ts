/**
 * Commands that change keys meet each fault at each of their calls. The same command, run again, ends with the same
 * keys.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  type APIGatewayClient,
  DeleteApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { apikit, type CliResult } from '../helpers/cli.ts';
import { scaffoldSmall } from '../helpers/project.ts';
import { type ChaosWorld, FAULTS, type Fault, startChaosWorld } from './chaos-world.ts';
import type { StageRun } from './stage-runs.ts';

let world: ChaosWorld;
let dir: string;
let client: APIGatewayClient;
let close: () => void;

const command = (argv: readonly string[], { endpoint, clock, signal }: StageRun): Promise<CliResult> =>
  apikit([...argv, '--stage', 'dev', '--json'], {
    cwd: dir,
    env: { AWS_ENDPOINT_URL: endpoint },
    clock,
    ...(signal && { signal }),
  });

async function done(argv: readonly string[]): Promise<CliResult> {
  let result: CliResult | undefined;
  await world.prepared(async (run) => {
    result = await command(argv, run);
  });
  if (result?.code !== 0) throw new Error(`${argv.join(' ')}: ${result?.stdout}`);
  return result;
}

beforeAll(async () => {
  world = await startChaosWorld();
  dir = await scaffoldSmall();
  const clients = createClients({
    ...{ region: 'us-east-1', endpoint: world.endpoint, clock: { now: () => world.now(), sleep: async () => {} } },
    ...{ credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, limits: 'none', env: {} },
  });
  client = await clients.apiGateway();
  close = () => clients.destroy();
  const config = `${dir}/apikit.yaml`;
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^usagePlans:\n/m, 'usagePlans:\n  gold: {}\n'));
  writeFileSync(
    `${dir}/keys.csv`,
    ['Name,Key', ...['a', 'b', 'c'].map((name) => `${name},value-of-${name}-0000000000`)].join('\n'),
  );
  await done(['deploy', '--yes']);
});
afterAll(async () => {
  close();
  await world.close();
});

interface SeenKey {
  readonly id: string;
  readonly value: string;
  readonly told: object;
}

/**
 * Returns all keys, with values that must be the same after every fault: ids are replaced by the age of the key, dates
 * by their presence.
 */
async function keysThere(): Promise<SeenKey[]> {
  const { items = [] } = await client.send(new GetApiKeysCommand({ limit: 500, includeValues: true }));
  const { items: plans = [] } = await client.send(new GetUsagePlansCommand({}));
  const members = new Map<string, string[]>();
  for (const { id, name = '' } of plans) {
    const { items: its = [] } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId: id }));
    for (const key of its) members.set(key.id!, [...(members.get(key.id!) ?? []), name]);
  }
  const oldest = items.toReversed();
  const roleOf = (id: string) => `key ${oldest.findIndex((key) => key.id === id)}`;
  return oldest.map(({ id = '', name, enabled, value = '', tags = {} }) => {
    const marks = Object.entries(tags).map(([tag, text]): [string, string] => [
      tag,
      /^\d{4}-/.test(text) ? 'a date' : tag === 'apikit:replaces' ? roleOf(text) : text,
    ]);
    return { id, value, told: { name, enabled, plans: members.get(id) ?? [], tags: Object.fromEntries(marks) } };
  });
}

const toldOf = (keys: readonly SeenKey[]) => keys.map(({ told }) => told);

async function begin(before: readonly (readonly string[])[]): Promise<void> {
  for (const { id } of await keysThere()) await client.send(new DeleteApiKeyCommand({ apiKey: id }));
  for (const argv of before) await done(argv);
}

const ALICE = ['keys', 'create', 'alice', '--plan', 'basic'];

/** Every write meets a kill before and after it, and one of the other faults. */
const faultsOf = (nth: number): Fault[] => {
  const others = FAULTS.slice(2);
  return ['killed before', 'killed after', others[nth % others.length]!];
};

describe('one fault at each call, and the same command again', () => {
  it.each<[string, string[], string[][]]>([
    ['create', ALICE, []],
    ['rotate', ['keys', 'rotate', 'alice'], [ALICE]],
    ['rotate --overlap 0s', ['keys', 'rotate', 'alice', '--overlap', '0s'], [ALICE]],
    ['rotate --all', ['keys', 'rotate', '--all', '--yes'], [ALICE, ['keys', 'create', 'bob', '--plan', 'gold']]],
    ['import', ['keys', 'import', '--file', 'keys.csv', '--plan', 'basic'], []],
    ['finish', ['keys', 'finish', 'alice'], [ALICE, ['keys', 'rotate', 'alice']]],
    ['disable', ['keys', 'disable', 'alice'], [ALICE]],
    ['enable', ['keys', 'enable', 'alice'], [ALICE, ['keys', 'revoke', 'alice']]],
    ['revoke', ['keys', 'revoke', 'alice'], [ALICE]],
    ['rename', ['keys', 'rename', 'alice', 'bob'], [ALICE, ['keys', 'rotate', 'alice']]],
    ['move', ['keys', 'move', 'alice', '--plan', 'gold'], [ALICE]],
    [
      'prune',
      ['keys', 'prune'],
      [
        ALICE,
        ['keys', 'rotate', 'alice', '--overlap', '1s'],
        ['keys', 'create', 'bob', '--plan', 'gold'],
        ['keys', 'revoke', 'bob', '--after', '1s'],
      ],
    ],
  ])('keys %s', async (_, argv, before) => {
    const prepare = async () => {
      await begin(before);
      world.pass(5_000);
    };
    await prepare();
    const calls = await world.undisturbed((run) => command(argv, run));
    const wanted = toldOf(await keysThere());
    const writes = calls.flatMap((call, index) => (isRead(call.split('.')[1]!) ? [] : [index + 1]));
    expect(writes.length).toBeGreaterThan(0);
    for (const nth of writes)
      for (const fault of faultsOf(nth)) {
        await prepare();
        const earlier = (await keysThere()).length;
        const shown: string[] = [];
        const run = async (one: StageRun) => {
          const { code, stdout } = await command(argv, one);
          shown.push(stdout);
          return code;
        };
        expect(await world.struck(run, fault, nth), `${fault} at call ${nth}`).toBeDefined();
        // A user who has seen every value has no reason to run the command again.
        const seen = (keys: readonly SeenKey[]) =>
          keys.slice(earlier).every(({ value }) => shown.join('').includes(value));
        const after = await keysThere();
        let code: number | undefined = isDeepStrictEqual(toldOf(after), wanted) && seen(after) ? 0 : undefined;
        if (code === undefined) await world.undisturbed(async (one) => (code = await run(one)));
        const where = `${fault} at call ${nth} (${calls[nth - 1]})`;
        const end = await keysThere();
        expect({ code, keys: toldOf(end) }, where).toEqual({ code: 0, keys: wanted });
        if (/create|rotate/.test(argv[1]!)) expect(seen(end), where).toBe(true);
      }
  });
});
