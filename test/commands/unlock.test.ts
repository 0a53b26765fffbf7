/** The lock of a stage as a user meets it: refused, waited for, expired, removed by hand. Real CLI, real SDK, real HTTP. */

import { GetParameterHistoryCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/aws/lock/lock-log.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Project, startProject } from '../helpers/project.ts';

const NAME = '/apikit/items-api/dev/lock';
const STAGE = ['--stage', 'dev', '--yes'];
const ANN = {
  who: 'arn:aws:iam::000000000000:user/ann (ann)',
  where: 'https://ci.example.com/jobs/7',
  since: '2026-11-21T06:00:00.000Z',
  what: 'apikit deploy --stage dev',
  apikit: '0.1.0',
};

/** The true time, but waits are a hundredth of what is asked for. */
const IMPATIENT: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};

let project: Project;
let ssm: SSMClient;

beforeAll(async () => {
  project = await startProject([], { adversity: {} });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  ssm = new SSMClient({ endpoint: project.cloud.endpoint, region: await regionOf(project), credentials });
}, 60_000);
afterAll(async () => {
  ssm.destroy();
  await project.close();
});
beforeEach(() =>
  project.edit('src/handler.ts', (text) => `${text}\nexport const build${Math.round(performance.now())} = 1;\n`),
);

async function regionOf({ read }: Project): Promise<string> {
  return /^region: (\S+)$/m.exec(read('apikit.yaml'))?.[1] ?? 'eu-west-1';
}

const put = async (entry: Entry) =>
  await ssm.send(
    new PutParameterCommand({ Name: NAME, Value: JSON.stringify(entry), Type: 'String', Overwrite: true }),
  );
const log = async (): Promise<Entry[]> =>
  ((await ssm.send(new GetParameterHistoryCommand({ Name: NAME }))).Parameters ?? []).map(({ Value = '' }) =>
    JSON.parse(Value),
  );

describe('a deploy', () => {
  it('takes the lock and gives it back; one with nothing to do takes none', async () => {
    await project.json(['deploy', ...STAGE]);
    const [claim, release, ...more] = await log();
    expect(claim).toMatchObject({
      entry: 'claim',
      who: expect.stringContaining('arn:aws:'),
      what: 'apikit deploy --stage dev',
    });
    expect(release).toMatchObject({ entry: 'release', after: 1 });
    expect(more).toEqual([]);
    await project.json(['deploy', ...STAGE]);
    await project.json(['plan', '--stage', 'dev']);
    expect(await log()).toHaveLength(2);
  }, 60_000);

  it('is refused while someone else holds the lock, and says who, where, since when and what to do', async () => {
    await put({ entry: 'claim', id: 'ann', ...ANN });
    const refused = await project.apikit(['deploy', ...STAGE, '--json']);
    expect(refused.code).toBe(1);
    const { error } = refused.json<{ error: { code: string; message: string; hint: string } }>();
    expect(error.code).toBe('Locked');
    for (const said of [ANN.who, ANN.where, ANN.since, ANN.what]) expect(error.message).toContain(said);
    expect(error.hint).toContain('--wait');
    expect(error.hint).toContain('apikit unlock --stage dev');
  }, 60_000);

  it('waits for it with --wait, no longer than told, and Ctrl-C ends the waiting', async () => {
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
  }, 60_000);

  it('that waited looks again before it does anything', async () => {
    const stderr = {
      write(text: string) {
        if (text.includes('Waiting for the lock')) void put({ entry: 'release', id: 'ann', after: 0 });
      },
    };
    // The holder is gone when the waiting one looks for the first time.
    expect((await project.apikit(['deploy', ...STAGE, '--wait'], { stderr, clock: IMPATIENT })).code).toBe(0);
  }, 60_000);

  it('that looks at the stage, and only later goes ahead, looks again: someone else may have deployed', async () => {
    let later = 0;
    const said: string[] = [];
    const stderr = {
      write(text: string) {
        said.push(text);
        if (text.includes('"resource.read"')) later = 3_600_000;
      },
    };
    const clock: Clock = { ...systemClock, now: () => Date.now() + later };
    const { code } = await project.apikit(['deploy', ...STAGE, '--events'], { stderr, clock });
    expect(code).toBe(0);
    expect(said.join('')).toContain('looking again');
    expect(await project.json(['deploy', ...STAGE])).toMatchObject({ changed: false });
  }, 60_000);

  it('that is interrupted gives the lock back, although that fails at first', async () => {
    const ctrlC = new AbortController();
    const stderr = {
      write(text: string) {
        if (!text.includes('"resource.changing"') || ctrlC.signal.aborted) return;
        const fault = { error: { code: 'InternalServerError', message: 'Try again.', status: 500 } };
        project.cloud.adversity!.set({ rules: [{ operation: 'PutParameter', nth: 1, times: 2, fault }] });
        ctrlC.abort();
      },
    };
    const { code } = await project.apikit(['deploy', ...STAGE, '--events'], { stderr, signal: ctrlC.signal });
    project.cloud.adversity!.set({ rules: [] });
    expect(code).toBe(130);
    expect((await log()).at(-1)?.entry).toBe('release');
  }, 60_000);
});

describe('unlock', () => {
  it('says so when there is no lock', async () => {
    expect(await project.json(['unlock', ...STAGE])).toMatchObject({ unlocked: false, holder: null });
  });

  it('without a terminal says so too when there is no lock, and asks for --yes only when there is one', async () => {
    const free = await project.apikit(['unlock', '--stage', 'dev']);
    expect(free).toMatchObject({ code: 0, stderr: expect.stringContaining('is not locked: nothing to remove') });
    await put({ entry: 'claim', id: 'busy', ...ANN });
    const { code, stderr } = await project.apikit(['unlock', '--stage', 'dev']);
    expect(code).toBe(2);
    expect(stderr).toContain(`is locked: ${ANN.who}`);
    expect(stderr).toContain('--yes');
    await put({ entry: 'unlock', id: 'busy' });
  });

  it('removes the lock that it shows, and the next deploy goes on', async () => {
    await put({ entry: 'claim', id: 'gone', ...ANN });
    expect(await project.json(['unlock', ...STAGE])).toMatchObject({ unlocked: true, holder: ANN });
    expect(await project.json(['deploy', ...STAGE])).toMatchObject({ changed: true });
  }, 60_000);
});

it('destroy is refused too, and leaves no lock behind', async () => {
  await put({ entry: 'claim', id: 'ann', ...ANN });
  expect((await project.apikit(['destroy', ...STAGE, '--delete-data'])).code).toBe(1);
  await project.json(['unlock', ...STAGE]);
  await project.json(['destroy', ...STAGE, '--delete-data']);
  await expect(log()).rejects.toMatchObject({ name: 'ParameterNotFound' });
  // As a destroy that was killed at the very end leaves it.
  await put({ entry: 'claim', id: 'killed', ...ANN });
  await put({ entry: 'unlock', id: 'killed' });
  await project.json(['destroy', ...STAGE]);
  await expect(log()).rejects.toMatchObject({ name: 'ParameterNotFound' });
}, 60_000);
