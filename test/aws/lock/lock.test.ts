/** The lock over HTTP: the real SDK with the embedded cloud's DynamoDB, on clocks of the test. */
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FORMER_LOCK_RIGHTS, type FormerLock, formerLock, formerLockName } from '../../../src/aws/lock/former-lock.ts';
import { type KeptLock, keepLock } from '../../../src/aws/lock/keep-lock.ts';
import { LEASE } from '../../../src/aws/lock/lock-item.ts';
import { type Claim, LOCK_RIGHTS, type LockStore, lockStore } from '../../../src/aws/lock/lock-store.ts';
import { LOCK_TABLE } from '../../../src/aws/lock/lock-table.ts';
import { type TakeLockResult, takeLock } from '../../../src/aws/lock/take-lock.ts';
import { type Clients, createClients } from '../../../src/aws/sdk/clients.ts';
import { service as dynamodb } from '../../../src/local/services/dynamodb/service.ts';
import { service as ssm } from '../../../src/local/services/ssm/service.ts';
import { service as sts } from '../../../src/local/services/sts/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';

const HOLDER = { who: 'ann', where: 'here', since: '2026-11-21T06:00:00.000Z', what: 'deploy', apikit: '0.1.0' };
const START = Date.UTC(2026, 10, 21);
/** ms. AWS's time is known to a second, from the `Date` header. */
const SECOND = 1_000;

let clock: FakeClock;
let cloud: Services;
let opened: Clients[];
let notes: string[];
/** Each test has its own stage, and tests of the table have their own region. */
let region: string;
let stage: { app: string; stage: string };
let tests = 0;

beforeAll(async () => {
  clock = createFakeClock(START);
  cloud = await startServices([dynamodb, ssm, sts], { now: () => clock.now() });
});
afterAll(() => cloud.close());
beforeEach(() => {
  // A contender that slept in an earlier test never wakes up.
  clock = createFakeClock(clock.now());
  opened = [];
  notes = [];
  tests += 1;
  region = 'eu-west-1';
  stage = { app: 'items-api', stage: `s${tests}` };
});
afterEach(() => {
  for (const clients of opened) clients.destroy();
});

/** `skew`: the ms by which the clock of the computer is wrong. */
async function connect(skew = 0): Promise<Clients> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { endpoint } = cloud;
  const own = { ...clock, now: () => clock.now() + skew };
  const clients = createClients({ region, endpoint, credentials, clock: own, env: {} });
  opened.push(clients);
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  await (await clients.sts()).send(new GetCallerIdentityCommand({}));
  return clients;
}

interface Contender {
  clients: Clients;
  store: LockStore;
  former: FormerLock;
  attempt(options?: { first?: boolean; observedFrom?: number; within?: number }): Promise<TakeLockResult>;
  keep(attempt: TakeLockResult): KeptLock;
  /** Takes the lock, which must be free. */
  hold(): Promise<KeptLock>;
}

async function contender(id: string, { skew = 0, process = id } = {}): Promise<Contender> {
  const clients = await connect(skew);
  const own = { ...clock, now: () => clock.now() + skew };
  const signal = new AbortController().signal;
  const store = lockStore(
    { client: await clients.dynamodb(), clock: own, signal, note: (text) => notes.push(text) },
    stage,
  );
  const former = formerLock(clients.ssm, stage, { clock: own, warn: (text) => notes.push(text) });
  const awsTime = (local: number) => clients.serverTime.at(local)!;
  const holding = { store, clock: own, clockId: process, awsTime, id, holder: { ...HOLDER, who: id } };
  const keep: Contender['keep'] = (result) => {
    if ('refused' in result) throw new Error(`refused by ${result.refused.id}`);
    return keepLock(result.taken, holding);
  };
  const attempt: Contender['attempt'] = ({ first = false, observedFrom = own.now(), within = 0 } = {}) =>
    takeLock(
      { ...holding, former, signal, first, observedFrom },
      { within, onWait: () => undefined, isGone: async () => false },
    );
  return { clients, store, former, attempt, keep, hold: async () => keep(await attempt()) };
}

/** Lets real HTTP responses arrive between steps of the fake clock. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 5_000) {
    await clock.advance(Math.min(left, 5_000));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Passes time until the promise is settled. */
async function passUntil<T>(promise: Promise<T>): Promise<T> {
  let settled = false;
  const done = () => {
    settled = true;
  };
  promise.then(done, done);
  while (!settled) await pass(1_000);
  return await promise;
}

const lost = (kept: KeptLock) =>
  passUntil(
    new Promise<unknown>((resolve) => kept.signal.addEventListener('abort', () => resolve(kept.signal.reason))),
  );

/** A stage that was deployed before: its lock was held once and released. */
async function usedBefore(): Promise<void> {
  await passUntil((await contender('before')).hold().then((kept) => kept.release()));
  await clock.advance(10 * SECOND);
}

describe('taking the lock', () => {
  it('needs one write, and its release another', async () => {
    await usedBefore();
    const { clients, hold } = await contender('bob');
    const { total, writes } = clients.counts;
    const kept = await hold();
    expect([clients.counts.total - total, clients.counts.writes - writes]).toEqual([1, 1]);
    await kept.release();
    expect([clients.counts.total - total, clients.counts.writes - writes]).toEqual([2, 2]);
  });

  it('creates a missing table without the tags of a stage, and several runs may do that at once', async () => {
    region = 'us-east-1';
    const three = await Promise.all(['ann', 'bob', 'eve'].map((id) => contender(id)));
    const attempts = await passUntil(Promise.all(three.map(({ attempt }) => attempt({ first: true }))));
    expect(attempts.filter((result) => 'taken' in result)).toHaveLength(1);
    expect(notes.join()).toContain(LOCK_TABLE);
    const client = await three[0]!.clients.dynamodb();
    const ResourceArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${LOCK_TABLE}`;
    const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags.map(({ Key }) => Key)).toEqual(['apikit:use']);
  });

  it('rejects a table of this name with another key, and says so', async () => {
    region = 'us-west-2';
    const bob = await contender('bob');
    const key = { AttributeName: 'LockID' };
    const dynamo = await bob.clients.dynamodb();
    await dynamo.send(
      new CreateTableCommand({
        TableName: LOCK_TABLE,
        AttributeDefinitions: [{ ...key, AttributeType: 'S' }],
        KeySchema: [{ ...key, KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const state = async () =>
      (await dynamo.send(new DescribeTableCommand({ TableName: LOCK_TABLE }))).Table?.TableStatus;
    while ((await state()) !== 'ACTIVE') await pass(1_000);
    const refused = { code: 'ForeignLockTable', message: expect.stringContaining(LOCK_TABLE) };
    await expect(bob.attempt()).rejects.toMatchObject(refused);
    await expect(bob.store.read()).rejects.toMatchObject(refused);
  });

  it('reports whether another run may have changed the stage since it was read', async () => {
    await usedBefore();
    const observedFrom = clock.now();
    await clock.advance(SECOND);
    await (await (await contender('ann')).hold()).release();
    const bob = await contender('bob');
    expect(await bob.attempt({ observedFrom })).toMatchObject({ taken: { changedMeanwhile: true } });
    await bob.store.end('bob', { how: 'unlock' });
    // A holder that was unlocked may still be at work.
    await clock.advance(10 * SECOND);
    expect(await (await contender('eve')).attempt()).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('reports no change if the last run ended before, also a moment ago in the same process', async () => {
    await usedBefore();
    const ann = await contender('ann', { process: 'dev' });
    const taken = await ann.attempt();
    expect(taken).toMatchObject({ taken: { changedMeanwhile: false } });
    await ann.keep(taken).release();
    const bob = await contender('bob', { process: 'dev' });
    expect(await bob.attempt()).toMatchObject({ taken: { changedMeanwhile: false } });
  });

  it('distinguishes a stage that was just destroyed from a new one', async () => {
    await usedBefore();
    await (await (await contender('ann')).hold()).remove();
    expect(await (await contender('bob')).store.read()).toBeUndefined();
    const bob = await contender('bob');
    const seenBefore = await bob.attempt();
    expect(seenBefore).toMatchObject({ taken: { changedMeanwhile: true } });
    await bob.keep(seenBefore).remove();
    const eve = await contender('eve');
    expect(await eve.attempt({ first: true })).toMatchObject({ taken: { changedMeanwhile: false } });
  });

  it('from a dead holder works after its lease and not before, with any clocks', async () => {
    await usedBefore();
    await (await contender('dead', { skew: 3_600_000 })).attempt();
    await clock.advance(LEASE - SECOND);
    expect(await (await contender('early', { skew: 7_200_000 })).attempt()).toMatchObject({
      refused: { id: 'dead', holder: { who: 'dead' } },
    });
    await clock.advance(3 * SECOND);
    const late = await contender('late', { skew: -3_600_000 });
    expect(await late.attempt()).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('by waiting for a dead holder ends with its lease', async () => {
    await usedBefore();
    await (await contender('dead')).attempt();
    const bob = await contender('bob');
    expect(await passUntil(bob.attempt({ within: 600_000 }))).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('a hundred times by six at once succeeds for exactly one each time', async () => {
    await usedBefore();
    const six = await Promise.all(Array.from({ length: 6 }, async (_, index) => await contender(`c${index}`)));
    for (let round = 0; round < 100; round += 1) {
      const attempts = await Promise.all(six.map(async ({ attempt }) => await attempt()));
      const taken = attempts.flatMap((result, index) => ('taken' in result ? [{ result, index }] : []));
      expect(taken).toHaveLength(1);
      const [{ result, index }] = taken as [(typeof taken)[number]];
      await six[index]!.keep(result).release();
    }
  });
});

describe('the data of a claim', () => {
  const attached = async ({ store }: Contender) => (await store.read())?.attached;

  it('stays in the item when the lock is released, except for temporary data', async () => {
    const holder = await contender('a');
    const claim = () => ({
      id: 'a',
      holder: HOLDER,
      renewed: clock.now(),
      expired: 0,
      attach: [{ one: { S: '1' }, two: { S: '2' } }],
    });
    await passUntil(holder.store.claim(claim));
    expect(await attached(holder)).toEqual({ one: { S: '1' }, two: { S: '2' } });
    await holder.store.end('a', { how: 'unlock' }, ['two', 'three']);
    expect(await holder.store.read()).toEqual({ ended: { how: 'unlock' }, attached: { one: { S: '1' } } });
  });

  it('is limited to the size of an item, and never prevents the lock', async () => {
    const large = { B: new Uint8Array(390_000) };
    const holder = await contender('a');
    const claim = (id: string, attach: Claim['attach']) => () => ({
      id,
      holder: HOLDER,
      renewed: clock.now(),
      expired: 0,
      attach,
    });
    await passUntil(holder.store.claim(claim('a', [{ large }])));
    await holder.store.end('a', { how: 'unlock' });
    const taken = await holder.store.claim(claim('b', [{ small: { S: 's' }, more: large }, { small: { S: 's' } }, {}]));
    expect(taken).toHaveProperty('taken');
    expect(Object.keys((await attached(holder)) ?? {}).sort()).toEqual(['large', 'small']);
    await holder.store.end('b', { how: 'unlock' });
    expect(await holder.store.claim(claim('c', [{ again: large }, {}]))).toHaveProperty('taken');
  });
});

describe('a held lock', () => {
  beforeEach(usedBefore);

  it('is renewed while its holder works, and not afterwards', async () => {
    const ann = await contender('ann');
    const kept = await ann.hold();
    const bob = await contender('bob');
    for (let renewals = 0; renewals < 6; renewals += 1) {
      const { total } = ann.clients.counts;
      await pass(30_000);
      while (ann.clients.counts.total === total) await pass(1_000);
    }
    expect(kept.signal.aborted).toBe(false);
    expect(await bob.attempt()).toMatchObject({ refused: { id: 'ann' } });
    await kept.release();
    await pass(LEASE);
    expect(await bob.store.read()).toMatchObject({ ended: { how: 'release' } });
    expect(await bob.store.read()).not.toHaveProperty('hold');
  });

  it('is lost, with the reason, when it cannot be renewed in time', async () => {
    const { hold, clients } = await contender('ann');
    const kept = await hold();
    const client = await clients.dynamodb();
    client.middlewareStack.add(() => async () => await Promise.reject(new Error('the network is down')), {
      step: 'initialize',
      name: 'down',
    });
    await pass((LEASE * 3) / 4 - 5_000);
    expect(kept.signal.aborted).toBe(false);
    expect(await lost(kept)).toMatchObject({ code: 'LockLost', message: expect.stringContaining('network is down') });
  });

  it.each(['by hand', 'with the table'])('is lost at the next renewal when somebody removes it %s', async (how) => {
    if (how === 'with the table') {
      region = 'us-east-2';
      await usedBefore();
    }
    const kept = await (await contender('ann')).hold();
    const eve = await contender('eve');
    if (how === 'by hand') expect(await eve.store.end('ann', { how: 'unlock' })).toBe(true);
    else await (await eve.clients.dynamodb()).send(new DeleteTableCommand({ TableName: LOCK_TABLE }));
    expect(await lost(kept)).toMatchObject({ code: 'LockLost', message: expect.stringContaining('Somebody else') });
    await kept.release();
    expect(await eve.store.end('ann', { how: 'unlock' })).toBe(false);
  });

  it('can only be renewed, released or removed by its holder', async () => {
    await (await contender('ann')).hold();
    const { store } = await contender('bob');
    expect(await store.renew('bob', clock.now())).toBe(false);
    expect(await store.end('bob', { how: 'unlock' })).toBe(false);
    expect(await store.remove('bob')).toBe(false);
    expect(await store.read()).toMatchObject({ hold: { id: 'ann' } });
  });
});

describe('the lock of an older apikit, in Parameter Store', () => {
  const put = async (entry: object) => {
    const client = await (await connect()).ssm();
    const Value = JSON.stringify(entry);
    await client.send(new PutParameterCommand({ Name: formerLockName(stage), Value, Type: 'String', Overwrite: true }));
  };
  const parameters = async () => {
    const client = await (await connect()).ssm();
    return (await client.send(new DescribeParametersCommand({}))).Parameters ?? [];
  };

  it('is respected while it is held, and leaves nothing in the table', async () => {
    await put({ entry: 'claim', id: 'old', ...HOLDER });
    const bob = await contender('bob');
    expect(await passUntil(bob.attempt())).toMatchObject({ refused: { id: 'old', holder: { who: 'ann' } } });
    expect(await bob.store.read()).toBeUndefined();
    expect(await bob.attempt()).toMatchObject({ refused: { id: 'old' } });
    await pass(30_000);
    await put({ entry: 'renewal', id: 'old', ...HOLDER });
    await pass(LEASE - 30_000);
    expect(await bob.attempt()).toMatchObject({ refused: { id: 'old' } });
    await pass(32_000);
    expect(await bob.attempt()).toMatchObject({ taken: { changedMeanwhile: true } });
    expect(await parameters()).toEqual([]);
  });

  it('is deleted after its release, and not read again', async () => {
    await put({ entry: 'claim', id: 'old', ...HOLDER });
    await put({ entry: 'release', id: 'old', after: 1 });
    const kept = await passUntil((await contender('bob')).hold());
    await kept.release();
    expect(await parameters()).toEqual([]);
    const eve = await contender('eve');
    const before = eve.clients.counts.total;
    await eve.hold();
    expect(eve.clients.counts.total - before).toBe(1);
  });

  it('is read again after a run that died before it could read it', async () => {
    await put({ entry: 'claim', id: 'old', ...HOLDER });
    const { store } = await contender('dead');
    const renewed = clock.now() - LEASE - SECOND;
    await passUntil(store.claim(() => ({ id: 'dead', holder: HOLDER, renewed, expired: 0 })));
    expect(await (await contender('bob')).attempt()).toMatchObject({ refused: { id: 'old' } });
  });
});

it('the lock needs exactly the IAM actions that are listed beside it', async () => {
  region = 'eu-central-1';
  const used = new Set<string>();
  const { clients, store, former } = await contender('ann');
  for (const [service, client] of [
    ['dynamodb', await clients.dynamodb()],
    ['ssm', await clients.ssm()],
  ] as const) {
    (client as Awaited<ReturnType<Clients['ssm']>>).middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          used.add(`${service}:${commandName.replace(/Command$/, '')}`);
          if ('Tags' in args.input) used.add(`${service}:TagResource`);
          return await next(args);
        },
      { step: 'initialize', name: 'note' },
    );
  }
  await passUntil(store.claim(() => ({ id: 'ann', holder: HOLDER, renewed: 0, expired: 0 })));
  await store.renew('ann', 1);
  await store.read();
  await store.end('ann', { how: 'unlock' });
  await store.remove('ann');
  await former.read();
  await former.remove();
  const allowed = [...LOCK_RIGHTS, ...FORMER_LOCK_RIGHTS].flatMap(({ actions }) => actions);
  expect([...used].sort()).toEqual([...allowed].sort());
});
