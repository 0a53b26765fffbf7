import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { tempDir } from '../helpers/cli.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { EXPIRES_TAG, PREFIX } from './marks.ts';
import { PLANTED } from './planted.ts';
import { PROBES } from './probes/index.ts';
import { RECORDINGS, type Recording } from './recording.ts';
import { REMAINS, type RemainsKind } from './remains-kinds.ts';
import { type TruthIo, truth } from './truth.ts';
import { clientsOf } from './world.ts';

/** A control-plane case and one that sends requests. A separate test runs the whole suite. */
const CASES = ['rest-apis.create-binary-types', 'mock.echo-path-parameter'];
const IDS = PROBES.map(({ id }) => id);

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ usedAccount: true });
});
afterAll(() => cloud.close());

/** A clock that runs fifty times as fast, for differences that show only when a state is never reached. */
const started = Date.now();
const fast: Clock = {
  now: () => started + (Date.now() - started) * 50,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 50, signal),
};

interface Told {
  readonly code: number;
  readonly lines: readonly string[];
  readonly recording?: Recording;
}

async function run(argv: readonly string[], endpoint: string, more: Partial<TruthIo> = {}): Promise<Told> {
  const lines: string[] = [];
  const file = join(tempDir(), 'recording.json');
  const code = await truth([...argv, ...(argv.includes('--sweep') ? [] : ['--record', file])], {
    env: { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', PATH: process.env.PATH },
    clock: systemClock,
    signal: new AbortController().signal,
    print: (line) => void lines.push(...line.split('\n')),
    confirm: async () => undefined,
    newRun: () => '0a1b2c3d',
    ...more,
  });
  const recording = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording) : undefined;
  return { code, lines, ...(recording && { recording }) };
}

const verdicts = ({ recording }: Told) =>
  Object.fromEntries(
    [...(recording?.probes ?? []), ...(recording?.parity.others ?? [])].map((one) => [one.id, one.verdict]),
  );

/** Returns kind and name of everything that exists under the prefix. */
async function remaining(): Promise<string[]> {
  const clients = clientsOf({ region: 'eu-west-1', endpoint: cloud.endpoint, env: {}, clock: systemClock });
  const kinds = Object.keys(REMAINS) as RemainsKind[];
  const found = await Promise.all(
    kinds.map(async (kind) => (await REMAINS[kind].list(clients)).map((one) => one.name)),
  );
  const { logGroups = [] } = await (await clients.logs()).send(new DescribeLogGroupsCommand({}));
  clients.destroy();
  const groups = logGroups
    .map(({ logGroupName = '' }) => logGroupName)
    .filter((name) => name.includes('Execution-Logs'));
  return [...found.flat().filter((name) => name.includes(PREFIX)), ...groups];
}

describe('against the embedded cloud', () => {
  it('all probes agree, nothing is left, and the recordings of AWS match', async () => {
    const told = await run(['--only', [...IDS, ...CASES].join()], cloud.endpoint);
    expect(told.lines.filter((line) => /^(differ|could not tell)/.test(line))).toEqual([]);
    expect(told.lines).toContain(`${IDS.length + CASES.length} agree, 0 differ, 0 could not be told.`);
    expect(told.code, told.lines.join('\n')).toBe(0);
    expect(await remaining()).toEqual([]);
    for (const file of existsSync(RECORDINGS) ? readdirSync(RECORDINGS) : []) {
      const { probes } = JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')) as Recording;
      const heard = probes.filter(({ observed }) => observed !== undefined);
      const here = heard.map(({ id }) => told.recording?.probes.find((probe) => probe.id === id));
      expect(
        here.map((probe) => ({ id: probe?.id, observed: probe?.observed })),
        file,
      ).toEqual(heard.map(({ id, observed }) => ({ id, observed })));
    }
  });

  it('finds every difference of an endpoint', async () => {
    expect([...Object.keys(PLANTED), 'publish-with-create'].sort()).toEqual([...IDS].sort());
    const proxy = await startCountingProxy(cloud.endpoint);
    for (const plant of Object.values(PLANTED)) plant(proxy);
    proxy.change(/^POST \/restapis$/, (answer) => ({ ...answer, body: answer.body.replace('image/png', 'image/gif') }));
    const only = [...Object.keys(PLANTED), CASES[0]].join();
    const told = await run(['--only', only], proxy.endpoint, { clock: fast });
    const wanted = Object.fromEntries([...Object.keys(PLANTED), CASES[0]].map((id) => [id, 'differ']));
    expect(verdicts(told)).toEqual(wanted);
    expect(told.code).toBe(1);

    proxy.change(/^POST \/2015-03-31\/functions$/, (answer) => ({
      ...answer,
      body: answer.body.replace('"Version":"1"', '"Version":"$LATEST"'),
    }));
    const unpublished = await run(['--only', 'publish-with-create,usage-plans-tags'], proxy.endpoint);
    expect(verdicts(unpublished)).toMatchObject({ 'publish-with-create': 'differ' });
    proxy.answer(/CreateLogGroup$/, {
      status: 400,
      type: 'application/json',
      body: '{"__type":"AccessDeniedException"}',
    });
    const denied = await run(['--only', 'logs-by-pattern'], proxy.endpoint);
    expect(verdicts(denied)).toEqual({ 'logs-by-pattern': 'could not tell' });
    expect(denied.code).toBe(0);
    await proxy.close();
    expect(await remaining()).toEqual([]);
  });

  it('deletes its resources after Ctrl-C, and those of a killed run', async () => {
    const proxy = await startCountingProxy(cloud.endpoint);
    const interruption = new AbortController();
    const arrived = proxy.hold(/^POST \/restapis$/);
    const running = run(['--only', 'get-stage-tags,conditional-write'], proxy.endpoint, {
      signal: interruption.signal,
    });
    await arrived;
    expect(await remaining()).not.toEqual([]);
    interruption.abort();
    proxy.release();
    const told = await running;
    expect(told).toMatchObject({ code: 130 });
    expect(told.recording).toBeUndefined();
    expect(await remaining()).toEqual([]);
    await proxy.close();

    const clients = clientsOf({ region: 'eu-west-1', endpoint: cloud.endpoint, env: {}, clock: systemClock });
    const logs = await clients.logs();
    const leave = (what: string, tags?: Record<string, string>) =>
      logs.send(new CreateLogGroupCommand({ logGroupName: `${PREFIX}11111111-${what}`, ...(tags && { tags }) }));
    await leave('expired', { [EXPIRES_TAG]: '2020-01-01T00:00:00.000Z' });
    await leave('in-use', { [EXPIRES_TAG]: '2999-01-01T00:00:00.000Z' });
    await leave('foreign');
    expect((await run(['--sweep'], cloud.endpoint)).lines).toEqual([
      'removed  log-group apikit-truth-11111111-expired',
      'left     The log-group apikit-truth-11111111-foreign has no tag apikit:truth-expires, so it was left.',
      'left     The log-group apikit-truth-11111111-in-use may be in use until 2999-01-01T00:00:00.000Z; `npm run truth -- --sweep --now` removes it before.',
      '1 removed, 2 left.',
    ]);
    expect((await run(['--sweep', '--now'], cloud.endpoint)).lines).toContain(
      'removed  log-group apikit-truth-11111111-in-use',
    );
    expect(await remaining()).toEqual(['apikit-truth-11111111-foreign']);
    clients.destroy();
  });
});

describe('before anything is created', () => {
  const aws = { env: { HOME: tempDir(), AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' } };

  it('prints its steps and their cost, and ends with 4 without credentials', async () => {
    const kept = { ...process.env };
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
    process.env.HOME = aws.env.HOME;
    const { code, lines } = await run([], '', aws).finally(() => Object.assign(process.env, kept));
    expect(code).toBe(4);
    for (const { id, title } of PROBES) expect(lines.some((line) => line.startsWith(`  ${id}: ${title}`))).toBe(true);
    expect(lines).toContain('  cache-states: a cache of 0.5 GB for about ten minutes: USD 0.02 by the hour');
    expect(lines).toContain('What is removed: all of it, also after Ctrl-C. Nothing else in the account is changed.');
    expect(lines.join('\n')).toContain('AWS_PROFILE=<profile> AWS_REGION=<region> npm run truth');
  });

  it('rejects unknown input', async () => {
    expect((await run(['--only', 'no-such-probe'], cloud.endpoint)).code).toBe(2);
    expect((await run(['--now'], cloud.endpoint)).lines[0]).toBe('--now goes with --sweep.');
  });
});

it('docs/aws/assumptions.md lists every probe with its text', () => {
  const page = readFileSync(join(packageRoot, 'docs', 'aws', 'assumptions.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm)].map(([, id, title]) => ({ id, title }));
  expect(rows).toEqual(PROBES.map(({ id, title }) => ({ id, title })));
});
