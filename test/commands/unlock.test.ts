/**
 * The lock of a stage as a user sees it: refused, waited for, expired, removed by hand. Real CLI, real SDK, real HTTP.
 */

import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type End, endAttribute, holdAttribute, type LockItem, parseLockItem } from '../../src/aws/lock/lock-item.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

const TableName = 'apikit-locks';
const Key = { stage: { S: 'items-api/dev' } };
const STAGE = ['--stage', 'dev', '--yes'];
const ANN = {
  who: 'arn:aws:iam::000000000000:user/ann (ann)',
  where: 'https://ci.example.com/jobs/7',
  since: '2026-11-21T06:00:00.000Z',
  what: 'apikit deploy --stage dev',
  apikit: '0.1.0',
};

/** The real time, but waits take a hundredth of their time. */
const IMPATIENT: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};

let project: Project;
let dynamodb: DynamoDBClient;
let ssm: SSMClient;

beforeAll(async () => {
  project = await startSmallProject([], { adversity: {} });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const config = { endpoint: project.cloud.endpoint, region: await regionOf(project), credentials };
  dynamodb = new DynamoDBClient(config);
  ssm = new SSMClient(config);
});
afterAll(async () => {
  dynamodb.destroy();
  ssm.destroy();
  await project.close();
});
beforeEach(() =>
  project.edit('src/handler.ts', (text) => `${text}\nexport const build${Math.round(performance.now())} = 1;\n`),
);

async function regionOf({ read }: Project): Promise<string> {
  return /^region: (\S+)$/m.exec(read('apikit.yaml'))?.[1] ?? 'eu-west-1';
}

/** Writes a lock that somebody holds and has just renewed. */
async function held(id: string, renewed = Date.now()): Promise<void> {
  const Item = { ...Key, hold: holdAttribute(id, ANN), renewed: { N: String(renewed) } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
}

async function ended(end: End): Promise<void> {
  await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, ended: endAttribute(end) } }));
}

const released = () => ended({ how: 'release', at: Date.now(), local: Date.now(), clock: 'of ann' });

/** `undefined`: there is no trace of a lock. */
async function lock(): Promise<LockItem | undefined> {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item && parseLockItem(Item);
}

describe('a deploy', () => {
  it('takes the lock and releases it; without changes it takes no lock', async () => {
    await project.json(['deploy', ...STAGE]);
    const after = await lock();
    expect(after).toMatchObject({ ended: { how: 'release' } });
    expect(after).not.toHaveProperty('hold');
    await project.json(['deploy', ...STAGE]);
    await project.json(['plan', '--stage', 'dev']);
    expect(await lock()).toEqual(after);
    expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({ lock: null });
  });

  it('stores its name, its user and its computer while it holds the lock', async () => {
    const seen: Promise<LockItem | undefined>[] = [];
    const stderr = {
      write(text: string) {
        if (text.includes('"resource.changing"') && seen.length === 0) seen.push(lock());
      },
    };
    expect((await project.apikit(['deploy', ...STAGE, '--events'], { stderr })).code).toBe(0);
    expect(await seen[0]).toMatchObject({
      hold: { holder: { who: expect.stringContaining('arn:aws:'), what: 'apikit deploy --stage dev' } },
    });
  });

  it('is rejected while another process holds the lock, and says who, where, since when and what to do', async () => {
    await held('ann');
    const refused = await project.apikit(['deploy', ...STAGE, '--json']);
    expect(refused.code).toBe(1);
    const { error } = refused.json<{ error: { code: string; message: string; hint: string } }>();
    expect(error.code).toBe('Locked');
    for (const said of [ANN.who, ANN.where, ANN.since, ANN.what]) expect(error.message).toContain(said);
    expect(error.hint).toContain('--wait');
    expect(error.hint).toContain('apikit unlock --stage dev');
    expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({ lock: ANN });
    expect((await project.apikit(['status', '--stage', 'dev'])).stdout).toContain(`locked: ${ANN.who}`);
  });

  it('waits for the lock with --wait, at most the given time, and Ctrl-C stops the wait', async () => {
    const late = await project.apikit(['deploy', ...STAGE, '--wait', '1s']);
    expect(late.code).toBe(1);
    expect(late.stderr).toContain('after 1 s of waiting');
    const ctrlC = new AbortController();
    const said: string[] = [];
    const stderr = {
      write(text: string) {
        said.push(text);
        if (text.includes('Waiting for the lock')) ctrlC.abort();
      },
    };
    expect((await project.apikit(['deploy', ...STAGE, '--wait'], { stderr, signal: ctrlC.signal })).code).toBe(130);
    expect(said.join('')).toContain('nothing was changed');
    const bad = await project.apikit(['deploy', ...STAGE, '--wait', 'long']);
    expect(bad.code).toBe(2);
  });

  it('plans again after the wait', async () => {
    const stderr = {
      write(text: string) {
        if (text.includes('Waiting for the lock')) void released();
      },
    };
    // The holder is gone when the waiting run polls for the first time.
    expect((await project.apikit(['deploy', ...STAGE, '--wait'], { stderr, clock: IMPATIENT })).code).toBe(0);
  });

  it('plans again if another process may have deployed between the plan and the confirmation', async () => {
    const said: string[] = [];
    const others: Promise<void>[] = [];
    const stderr = {
      write(text: string) {
        said.push(text);
        if (text.includes('"resource.read"') && others.length === 0) others.push(released());
      },
    };
    const { code } = await project.apikit(['deploy', ...STAGE, '--events'], { stderr });
    expect(code).toBe(0);
    expect(said.join('')).toContain('reading it again');
    expect(await project.json(['deploy', ...STAGE])).toMatchObject({ changed: false });
  });

  it('releases the lock after an interruption, also if the release fails at first', async () => {
    const ctrlC = new AbortController();
    const stderr = {
      write(text: string) {
        if (!text.includes('"resource.changing"') || ctrlC.signal.aborted) return;
        const fault = { error: { code: 'InternalServerError', message: 'Try again.', status: 500 } };
        project.cloud.adversity!.set({ rules: [{ operation: 'UpdateItem', nth: 1, times: 2, fault }] });
        ctrlC.abort();
      },
    };
    const { code } = await project.apikit(['deploy', ...STAGE, '--events'], { stderr, signal: ctrlC.signal });
    project.cloud.adversity!.set({ rules: [] });
    expect(code).toBe(130);
    expect(await lock()).toMatchObject({ ended: { how: 'release' } });
  });
});

describe('unlock', () => {
  it('says that there is no lock', async () => {
    expect(await project.json(['unlock', ...STAGE])).toMatchObject({ unlocked: false, holder: null });
  });

  it('says without a terminal that there is no lock, and asks for --yes only if there is one', async () => {
    const free = await project.apikit(['unlock', '--stage', 'dev']);
    expect(free).toMatchObject({ code: 0, stderr: expect.stringContaining('is not locked: nothing to remove') });
    await held('busy');
    const { code, stderr } = await project.apikit(['unlock', '--stage', 'dev']);
    expect(code).toBe(2);
    expect(stderr).toContain(`is locked: ${ANN.who}`);
    expect(stderr).toContain('--yes');
    await released();
  });

  it('shows and removes the lock, and the next deploy works', async () => {
    await held('gone');
    expect(await project.json(['unlock', ...STAGE])).toMatchObject({ unlocked: true, holder: ANN });
    expect(await project.json(['deploy', ...STAGE])).toMatchObject({ changed: true });
  });
});

it('destroy needs the lock too, leaves no trace of it and keeps the table for other stages', async () => {
  await held('ann');
  expect((await project.apikit(['destroy', ...STAGE, '--delete-data'])).code).toBe(1);
  await project.json(['unlock', ...STAGE]);
  expect(await project.json(['destroy', ...STAGE, '--delete-data'])).toMatchObject({
    kept: expect.arrayContaining([{ resource: 'locks', name: TableName, why: 'it belongs to the whole account' }]),
    left: [],
  });
  expect(await lock()).toBeUndefined();
  // A destroy that was killed at the very end leaves this.
  await ended({ how: 'unlock' });
  await project.json(['destroy', ...STAGE]);
  expect(await lock()).toBeUndefined();
});

describe('the lock of an older apikit', () => {
  const put = async (entry: object) => {
    const Value = JSON.stringify({ ...entry, ...ANN });
    await ssm.send(
      new PutParameterCommand({ Name: '/apikit/items-api/dev/lock', Value, Type: 'String', Overwrite: true }),
    );
  };

  it('is shown and removed by unlock, prevents a destroy, and is deleted with it', async () => {
    await put({ entry: 'claim', id: 'old' });
    const refused = await project.apikit(['destroy', ...STAGE, '--json']);
    expect(refused.json()).toMatchObject({ error: { code: 'Locked', message: expect.stringContaining(ANN.who) } });
    expect(await project.json(['unlock', ...STAGE])).toMatchObject({ unlocked: true, holder: ANN });
    await put({ entry: 'claim', id: 'older' });
    await put({ entry: 'release', id: 'older' });
    await project.json(['destroy', ...STAGE]);
    expect((await ssm.send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
    expect(await lock()).toBeUndefined();
  });
});
