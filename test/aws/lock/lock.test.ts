/** The lock over HTTP: the real SDK against the embedded cloud's Parameter Store. Clocks are the test's. */
import { GetParameterHistoryCommand, ListTagsForResourceCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, createClients } from '../../../src/aws/clients.ts';
import { type KeptLock, keepLock } from '../../../src/aws/lock/keep-lock.ts';
import { LEASE } from '../../../src/aws/lock/lock-log.ts';
import { LOCK_ACTIONS, lockParameter, lockParameterName } from '../../../src/aws/lock/lock-parameter.ts';
import { type Attempt, takeLock, tryToTakeLock } from '../../../src/aws/lock/take-lock.ts';
import { service } from '../../../src/local/services/ssm/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';

const STAGE = { app: 'items-api', stage: 'dev' };
const TAGS = { 'apikit:app': 'items-api', 'apikit:stage': 'dev' };
const HOLDER = { who: 'ann', where: 'here', since: '2026-11-21T06:00:00.000Z', what: 'deploy', apikit: '0.1.0' };
const START = Date.UTC(2026, 10, 21);

let clock: FakeClock;
let cloud: Services;
let opened: Clients[];
beforeEach(async () => {
  clock = createFakeClock(START);
  opened = [];
  cloud = await startServices([service], { now: () => clock.now() });
});
afterEach(async () => {
  for (const clients of opened) clients.destroy();
  await cloud.close();
});

function connect(): Clients {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { endpoint } = cloud;
  const clients = createClients({ region: 'eu-west-1', endpoint, credentials, clock, env: {} });
  opened.push(clients);
  return clients;
}

interface Contender {
  clients: Clients;
  attempt(options?: { first?: boolean; observedFrom?: number; within?: number }): Promise<Attempt>;
  /** Takes the lock, which must be free. */
  hold(): Promise<KeptLock>;
}

async function contender(id: string): Promise<Contender> {
  const clients = connect();
  const store = lockParameter(await clients.ssm(), STAGE, TAGS);
  const common = { store, clock, id, holder: { ...HOLDER, who: id } };
  const attempt: Contender['attempt'] = ({ first = false, observedFrom = clock.now(), within = 0 } = {}) =>
    takeLock(
      { ...common, signal: new AbortController().signal, first, observedFrom },
      { within, onWait: () => undefined, isGone: async () => false },
    );
  return {
    clients,
    attempt,
    async hold() {
      const result = await attempt();
      if ('refused' in result) throw new Error(`refused by ${result.refused.id}`);
      return keepLock(result.taken, common);
    },
  };
}

async function history(): Promise<string[]> {
  const ssm: SSMClient = await connect().ssm();
  const { Parameters = [] } = await ssm.send(new GetParameterHistoryCommand({ Name: lockParameterName(STAGE) }));
  return Parameters.map(({ Value = '{}' }) => JSON.parse(Value).entry);
}

/** Lets real HTTP answers come in between steps of the fake clock. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 5_000) {
    await clock.advance(Math.min(left, 5_000));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

describe('taking the lock', () => {
  it('costs one write and one read, and giving it back one write', async () => {
    const before = await (await contender('ann')).hold();
    await before.release();
    const { clients, hold } = await contender('bob');
    const kept = await hold();
    expect(clients.counts).toMatchObject({ total: 2, writes: 1 });
    await kept.release();
    expect(clients.counts).toMatchObject({ total: 3, writes: 2 });
  });

  it('of a stage that is not there is one write, and carries the ownership tags', async () => {
    const { clients, attempt } = await contender('ann');
    expect(await attempt({ first: true })).toMatchObject({ taken: { version: 1, changedMeanwhile: false } });
    expect(clients.counts).toMatchObject({ total: 1, writes: 1 });
    const ssm = await clients.ssm();
    const where = { ResourceType: 'Parameter', ResourceId: lockParameterName(STAGE) } as const;
    const { TagList = [] } = await ssm.send(new ListTagsForResourceCommand(where));
    expect(Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]))).toEqual(TAGS);
  });

  it('tells whether somebody may have changed the stage since it was looked at', async () => {
    const ann = await contender('ann');
    const observedFrom = clock.now();
    await clock.advance(1_000);
    await (await ann.hold()).release();
    await clock.advance(1_000);
    const bob = await contender('bob');
    expect(await bob.attempt({ observedFrom })).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('takes a log that tells of no one before for one that began after a destroy', async () => {
    await lockParameter(await connect().ssm(), STAGE, TAGS).append({ entry: 'unlock', id: 'of the log before' });
    await clock.advance(1_000);
    expect(await (await contender('ann')).attempt()).toMatchObject({ taken: { version: 2, changedMeanwhile: true } });
  });

  it('says no such thing when the last one was done before', async () => {
    await (await (await contender('ann')).hold()).release();
    await clock.advance(1_000);
    expect(await (await contender('bob')).attempt()).toMatchObject({ taken: { changedMeanwhile: false } });
  });

  it('from a dead holder works when its lease is over, and not before', async () => {
    await (await contender('dead')).attempt({ first: true });
    await clock.advance(LEASE - 1);
    expect(await (await contender('early')).attempt()).toMatchObject({
      refused: { id: 'dead', holder: { who: 'dead' } },
    });
    await clock.advance(1);
    expect(await (await contender('late')).attempt()).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('by waiting for a dead holder ends with its lease', async () => {
    await (await contender('dead')).attempt({ first: true });
    const bob = (await contender('bob')).attempt({ within: 600_000 });
    await pass(LEASE + 10_000);
    expect(await bob).toMatchObject({ taken: { changedMeanwhile: true } });
  });

  it('a hundred times by six at once is done by exactly one each time', async () => {
    const six = await Promise.all(Array.from({ length: 6 }, async (_, index) => await contender(`c${index}`)));
    for (let round = 0; round < 100; round += 1) {
      const attempts = await Promise.all(six.map(async ({ attempt }) => await attempt()));
      const taken = attempts.flatMap((result, index) => ('taken' in result ? [{ ...result, id: `c${index}` }] : []));
      expect(taken).toHaveLength(1);
      const [{ taken: mine, id }] = taken as [(typeof taken)[number]];
      const holder = { ...HOLDER, who: id };
      const store = lockParameter(await (six[0] as Contender).clients.ssm(), STAGE, TAGS);
      await keepLock(mine, { store, clock, id, holder }).release();
    }
  }, 60_000);
});

describe('a lock that is held', () => {
  it('is renewed while its holder works, and not afterwards', async () => {
    const kept = await (await contender('ann')).hold();
    await pass(LEASE * 2);
    expect(kept.signal.aborted).toBe(false);
    expect(await (await contender('bob')).attempt()).toMatchObject({ refused: { id: 'ann' } });
    await kept.release();
    const entries = await history();
    await pass(LEASE);
    expect(await history()).toEqual(entries);
    expect(entries.filter((entry) => entry === 'renewal').length).toBeGreaterThan(5);
  });

  it('is lost, and says why, when it cannot be renewed in time', async () => {
    const { hold, clients } = await contender('ann');
    const kept = await hold();
    const ssm = await clients.ssm();
    ssm.middlewareStack.add(() => async () => await Promise.reject(new Error('the network is down')), {
      step: 'initialize',
      name: 'down',
    });
    await pass((LEASE * 3) / 4 - 5_000);
    expect(kept.signal.aborted).toBe(false);
    await pass(5_000);
    expect(kept.signal.reason).toMatchObject({ code: 'LockLost', message: expect.stringContaining('network is down') });
  });

  it('is lost at the next renewal when somebody removes it by hand', async () => {
    const kept = await (await contender('ann')).hold();
    const store = lockParameter(await connect().ssm(), STAGE, TAGS);
    await store.append({ entry: 'unlock', id: 'ann' });
    await pass(35_000);
    expect(kept.signal.reason).toMatchObject({ code: 'LockLost', message: expect.stringContaining('Somebody else') });
    await kept.release();
    expect((await history()).at(-1)).toBe('renewal');
  });

  it('stays held through more refused attempts than the log keeps', async () => {
    const kept = await (await contender('ann')).hold();
    const bob = await contender('bob');
    for (let n = 0; n < 60; n += 1) expect(await bob.attempt()).toHaveProperty('refused');
    await pass(35_000);
    for (let n = 0; n < 60; n += 1) expect(await bob.attempt()).toHaveProperty('refused');
    await kept.release();
    expect(await bob.attempt()).toHaveProperty('taken');
  });
});

it('is taken all the same where AWS refuses two versions of one parameter in one call, or leaves them out', async () => {
  await (await (await contender('ann')).hold()).release();
  await clock.advance(1_000);
  for (const answer of ['refuses', 'leaves out']) {
    const bob = await contender(`bob ${answer}`);
    const ssm = await bob.clients.ssm();
    ssm.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'GetParametersCommand') return await next(args);
          if (answer === 'leaves out') return { output: { $metadata: {}, Parameters: [] }, response: {} };
          throw Object.assign(new Error('The request contains duplicate names.'), { name: 'ValidationException' });
        },
      { step: 'initialize', name: 'aws' },
    );
    const kept = await bob.hold();
    await kept.release();
    await clock.advance(1_000);
  }
});

it('needs the IAM actions that are listed beside it, and no others', async () => {
  const used = new Set<string>();
  const ssm = await connect().ssm();
  ssm.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        used.add(`ssm:${commandName.replace(/Command$/, '')}`);
        return await next(args);
      },
    { step: 'initialize', name: 'note' },
  );
  const store = lockParameter(ssm, STAGE, TAGS);
  await store.begin({ entry: 'unlock', id: 'x' });
  await store.append({ entry: 'unlock', id: 'x' });
  await store.tag();
  await store.versions(1, 2);
  await store.history();
  await store.remove();
  expect([...used].sort()).toEqual([...LOCK_ACTIONS].sort());
});

it('a read that is behind is repeated until nothing is missing', async () => {
  const store = lockParameter(await connect().ssm(), STAGE, TAGS);
  await store.append({ entry: 'claim', id: 'ann', ...HOLDER });
  await store.append({ entry: 'release', id: 'ann', after: 1 });
  let reads = 0;
  const behind = {
    ...store,
    versions: async () => [],
    async history() {
      reads += 1;
      const log = await store.history();
      return reads === 1 ? log.filter(({ version }) => version !== 2) : log;
    },
  };
  const signal = new AbortController().signal;
  const taking = { store: behind, clock, signal, id: 'bob', holder: HOLDER, observedFrom: clock.now(), first: false };
  let done = false;
  const attempt = tryToTakeLock(taking).finally(() => {
    done = true;
  });
  while (!done) await pass(1_000);
  expect(await attempt).toHaveProperty('taken');
  expect(reads).toBe(2);
});
