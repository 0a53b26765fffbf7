import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createLogFollower,
  type FollowOptions,
  followLogEvents,
  type LogEvent,
  type LogPoll,
} from '../../../src/aws/logs/log-events.ts';
import type { Clock } from '../../../src/clock.ts';
import { service as logs } from '../../../src/local/services/logs/service.ts';
import { startWorld, type World } from '../kind-world.ts';

const ACCESS = '/aws/apigateway/items-api-dev';
const FUNCTION = '/aws/lambda/items-api-dev';
const START = Date.now() - 60_000;
let world: World;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  world = await startWorld([logs]);
  client = await world.clients.logs();
  for (const logGroupName of [ACCESS, FUNCTION]) await client.send(new CreateLogGroupCommand({ logGroupName }));
});
afterEach(async () => await world.close());

/** Writes lines at seconds after the start. */
async function write(group: string, stream: string, lines: Record<number, string>): Promise<void> {
  const names = { logGroupName: group, logStreamName: stream };
  await client.send(new CreateLogStreamCommand(names)).catch(() => undefined);
  const logEvents = Object.entries(lines).map(([at, message]) => ({ timestamp: START + Number(at) * 1000, message }));
  await client.send(new PutLogEventsCommand({ ...names, logEvents }));
}

function follow(options: Partial<FollowOptions> = {}) {
  return followLogEvents({
    client,
    groups: [ACCESS, FUNCTION],
    since: START,
    follow: false,
    clock: world.clock,
    signal: world.context.signal,
    ...options,
  });
}

async function all(polls: AsyncIterable<LogPoll>): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  for await (const { events } of polls) found.push(...events);
  return found;
}

const messages = async (polls: AsyncIterable<LogPoll>) => (await all(polls)).map(({ message }) => message);

/** Does something on each wait between polls, then goes on; aborts when there is nothing left to do. */
function scriptedClock(steps: (() => Promise<void>)[], controller: AbortController): Clock {
  const left = [...steps];
  return {
    now: () => START,
    async sleep(_milliseconds, signal) {
      const step = left.shift();
      if (step) await step();
      else controller.abort();
      signal?.throwIfAborted();
    },
  };
}

describe('following logs', () => {
  it('merges groups in order of time', async () => {
    await write(FUNCTION, 'a', { 2: 'function 2', 4: 'function 4' });
    await write(ACCESS, 'b', { 1: 'access 1', 3: 'access 3' });
    expect(await messages(follow())).toEqual(['access 1', 'function 2', 'access 3', 'function 4']);
  });

  it('names the source of each event', async () => {
    await write(ACCESS, 'b', { 1: 'hello' });
    expect(await all(follow())).toEqual([
      { group: ACCESS, stream: 'b', time: START + 1000, message: 'hello', id: expect.stringMatching(/./) },
    ]);
  });

  it('starts at the given time, and filters', async () => {
    await write(FUNCTION, 'a', { 1: 'ERROR too early', 10: 'ERROR late', 11: 'INFO fine' });
    expect(await messages(follow({ since: START + 5_000, pattern: 'ERROR' }))).toEqual(['ERROR late']);
  });

  it('ends at the given time', async () => {
    await write(FUNCTION, 'a', { 1: 'before', 10: 'after' });
    expect(await messages(follow({ until: START + 5_000 }))).toEqual(['before']);
  });

  it('returns each event once, late ones too, until it is aborted', async () => {
    await write(FUNCTION, 'a', { 10: 'first' });
    const controller = new AbortController();
    const clock = scriptedClock(
      [() => write(FUNCTION, 'a', { 12: 'second' }), async () => {}, () => write(FUNCTION, 'late', { 5: 'delayed' })],
      controller,
    );
    const events = follow({ follow: true, clock, signal: controller.signal });
    expect(await messages(events)).toEqual(['first', 'second', 'delayed']);
  });

  it('reads all pages, the empty ones too', async () => {
    const page = (message: string) => ({ events: [{ eventId: message, message, timestamp: START }] });
    for (const answer of [{ events: [], nextToken: 'a' }, { ...page('two'), nextToken: 'b' }, page('three')]) {
      world.proxy.add({ method: 'POST', path: /^\/$/, answer });
    }
    expect(await messages(follow({ groups: [FUNCTION] }))).toEqual(['two', 'three']);
  });

  it('loses nothing if part of a poll fails, and returns nothing twice', async () => {
    await write(FUNCTION, 'a', { 1: 'function' });
    await write(ACCESS, 'b', { 2: 'access' });
    const { signal } = world.context;
    const follower = createLogFollower({ client, groups: [ACCESS, FUNCTION], since: START, overlap: 60_000, signal });
    const refuse = { status: 400, type: 'AccessDeniedException', message: 'not now' };
    world.proxy.add({ method: 'POST', path: /^\/$/, refuse });
    await expect(follower.poll()).rejects.toThrow('not now');
    const { events } = await follower.poll();
    expect(events.map(({ message }) => message)).toEqual(['function', 'access']);
    await write(FUNCTION, 'late', { 0: 'a minute late' });
    expect((await follower.poll()).events.map(({ message }) => message)).toEqual(['a minute late']);
  });

  it('treats a group that does not exist yet as empty, and names it', async () => {
    await write(FUNCTION, 'a', { 1: 'one' });
    const polls: LogPoll[] = [];
    for await (const poll of follow({ groups: ['/aws/apigateway/none', FUNCTION] })) polls.push(poll);
    expect(polls).toMatchObject([{ events: [{ message: 'one' }], absent: ['/aws/apigateway/none'] }]);
  });

  it('reports any other error', async () => {
    const refuse = {
      status: 400,
      type: 'AccessDeniedException',
      message: 'not authorized to perform: logs:FilterLogEvents',
    };
    world.proxy.add({ method: 'POST', path: /^\/$/, refuse, times: 2 });
    await expect(messages(follow())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
