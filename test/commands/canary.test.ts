/**
 * `deploy --canary` and the `canary` commands on the embedded cloud: who gets which release, and what does not change.
 */
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  url: string;
  release: string;
  canary: number | null;
  changed: boolean;
  warnings: string[];
  calls: { writes: number };
}

const STAGE = ['--stage', 'dev'];

let project: Project;

function say(word: string): void {
  project.edit(
    'src/operations/greet.ts',
    () => `export const greet = async () => ({ status: 200, body: { word: '${word}' } });\n`,
  );
}

async function deploy(word: string, ...flags: string[]): Promise<Deployed> {
  say(word);
  return await project.json<Deployed>(['deploy', ...STAGE, '--yes', ...flags]);
}

/** Returns the words in this many responses. */
async function heard(url: string, times = 40): Promise<Set<string>> {
  const words = new Set<string>();
  for (let n = 0; n < times; n += 1) words.add(((await (await fetch(`${url}/greet`)).json()) as { word: string }).word);
  return words;
}

beforeEach(async () => {
  project = await startProject();
  project.answer('greet');
  project.edit('openapi.yaml', (text) =>
    text.replace(
      /^paths:\n/m,
      "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n",
    ),
  );
});
afterEach(() => project.close());

describe('a canary', () => {
  it('gets its share of the requests, and all of them after its promotion', async () => {
    const first = await deploy('one');
    const second = await deploy('two', '--canary', '50');
    expect(second).toMatchObject({ canary: 50, changed: true });
    expect(await heard(first.url)).toEqual(new Set(['one', 'two']));
    expect(await project.json(['canary', 'status', ...STAGE])).toMatchObject({
      release: first.release,
      canary: { release: second.release, percent: 50 },
    });
    expect(await project.json(['status', ...STAGE])).toMatchObject({
      release: first.release,
      canary: { release: second.release, percent: 50 },
      drift: [],
    });
    const { releases } = await project.json<{ releases: { state: string }[] }>(['releases', ...STAGE]);
    expect(releases.map(({ state }) => state)).toEqual(['canary', 'live']);
    expect(await project.json(['canary', 'promote', ...STAGE])).toMatchObject({
      release: second.release,
      canary: null,
    });
    expect(await heard(first.url)).toEqual(new Set(['two']));
    expect(await project.json(['canary', 'promote', ...STAGE])).toMatchObject({
      changed: false,
      release: second.release,
    });
    const status = await project.json<{ switched: object; drift: unknown[] }>(['status', ...STAGE]);
    expect(status).toMatchObject({
      release: second.release,
      drift: [],
      switched: { how: 'promote', from: first.release },
    });
    expect(await project.json(['rollback', ...STAGE])).toMatchObject({ release: first.release });
  });

  it('can be any kept release, can get another share, and ends without other changes', async () => {
    const first = await deploy('one');
    const second = await deploy('two');
    await project.json(['canary', 'start', ...STAGE, '--percent', '100']);
    expect(await heard(first.url)).toEqual(new Set(['one']));
    await project.json(['canary', 'start', first.release, ...STAGE, '--percent', '0']);
    expect(await heard(first.url)).toEqual(new Set(['two']));
    expect(await project.json(['canary', 'abort', ...STAGE])).toMatchObject({ release: second.release, changed: true });
    expect(await project.json(['canary', 'abort', ...STAGE])).toMatchObject({ changed: false });
    expect(await project.json(['canary', 'status', ...STAGE])).toMatchObject({ release: second.release, canary: null });
    expect(await project.json<Deployed>(['deploy', ...STAGE, '--yes'])).toMatchObject({ changed: false, warnings: [] });
  });

  it('fails if the endpoint accepts it but does not create it', async () => {
    await deploy('one');
    await deploy('two', '--canary', '10');
    await project.json(['canary', 'abort', ...STAGE]);
    const proxy = await startCountingProxy(project.cloud.endpoint);
    const name = /^PATCH \/restapis\/[^/]+\/stages\/dev$/;
    // Moto responds like this: it takes every deploymentId for that of the stage.
    proxy.change(name, (answer) => {
      const { canarySettings, ...rest } = JSON.parse(answer.body);
      return { ...answer, body: JSON.stringify({ ...rest, deploymentId: canarySettings.deploymentId }) };
    });
    const env = { AWS_ENDPOINT_URL: proxy.endpoint };
    const { code, stderr } = await project.apikit(['canary', 'start', ...STAGE], { env });
    await proxy.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/did not create one: its response says that all requests go to the release that was to be/);
  });

  it('is not drift, and stays when the live release is deployed; another release is rejected before any write', async () => {
    const first = await deploy('one');
    await deploy('two', '--canary', '50');
    say('one');
    const same = await project.json<Deployed>(['deploy', ...STAGE, '--yes']);
    expect(same.release).toBe(first.release);
    expect(same.warnings.join()).toMatch(/has a canary, which gets 50 % of the requests/);
    expect(await heard(first.url)).toEqual(new Set(['one', 'two']));
    say('three');
    const { code, stderr } = await project.apikit(['deploy', ...STAGE, '--yes']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/items-api\/dev is serving a canary, so no other release can go live now\./);
    expect(await heard(first.url)).toEqual(new Set(['one', 'two']));
  });

  it('waits with changes that the live release may notice: they are named, and not reported as made', async () => {
    const days = (queue: number, bucket: number) =>
      project.edit(
        'apikit.yaml',
        (text) =>
          `${text.replace(/\nqueues:.*$/s, '')}\nqueues: { orders: { retentionDays: ${queue} } }\nbuckets: { docs: { expireAfterDays: ${bucket} } }\n`,
      );
    const retention = async () => {
      const sqs = await clientsOf(project).sqs();
      const { QueueUrls: [QueueUrl] = [] } = await sqs.send(
        new ListQueuesCommand({ QueueNamePrefix: 'items-api-dev-orders' }),
      );
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['MessageRetentionPeriod'] }),
      );
      return Number(Attributes?.MessageRetentionPeriod) / 86_400;
    };
    days(4, 30);
    await deploy('one');
    days(2, 10);
    say('two');
    const canary = await project.apikit(['deploy', ...STAGE, '--yes', '--canary', '50', '--json']);
    expect([canary.code, await retention()]).toEqual([0, 4]);
    const { changes, waiting } = JSON.parse(canary.stdout) as Record<'changes' | 'waiting', { resource: string }[]>;
    expect(changes.map(({ resource }) => resource)).not.toEqual(expect.arrayContaining(['queue/orders']));
    expect(changes.map(({ resource }) => resource)).not.toEqual(expect.arrayContaining(['bucket/docs']));
    expect(waiting).toEqual(
      expect.arrayContaining([
        { resource: 'queue/orders', action: 'update', fields: [{ path: 'retentionDays', from: 4, to: 2 }] },
        { resource: 'bucket/docs', action: 'update', fields: [{ path: 'expireAfterDays', from: 30, to: 10 }] },
      ]),
    );
    await project.json(['canary', 'abort', ...STAGE]);
    const again = await project.apikit(['deploy', ...STAGE, '--yes', '--canary', '50']);
    expect(again.stderr).not.toMatch(/changed to match the project/);
    expect(again.stderr.replace(/\s+/g, ' ')).toMatch(
      /The live release may still need some parts, so these were not changed: .*queue\/orders \(retentionDays\).*\. The first deploy after the promotion of the canary changes them\./,
    );
    await project.json(['canary', 'promote', ...STAGE]);
    const { stderr } = await project.apikit(['deploy', ...STAGE, '--yes']);
    expect(stderr).toMatch(/queue\/orders changed to match the project: retentionDays: 4 → 2/);
    expect(await retention()).toBe(2);
  });

  it('writes logs to groups that have the retention of the stage and are deleted with it', async () => {
    project.edit('apikit.yaml', (text) => `${text}\nlogs: { retentionDays: 7 }\n`);
    const { url } = await deploy('one');
    await deploy('two', '--canary', '100');
    await heard(url, 2);
    const logs = await clientsOf(project).logs();
    const groups = async () =>
      ((await logs.send(new DescribeLogGroupsCommand({}))).logGroups ?? []).filter(({ logGroupName = '' }) =>
        logGroupName.endsWith('/Canary'),
      );
    expect(await groups()).toMatchObject([
      { logGroupName: '/aws/apigateway/items-api-dev/Canary', retentionInDays: 7 },
    ]);
    await project.json(['destroy', ...STAGE, '--yes', '--delete-data']);
    expect(await groups()).toEqual([]);
  });
});

describe('a canary is rejected with one paragraph, and nothing changes', () => {
  it.each<[string[], number, RegExp]>([
    [['deploy', ...STAGE, '--canary', '101'], 2, /--canary takes a number from 0 to 100, not "101"/],
    [['canary', 'start', ...STAGE, '--percent', '-1'], 2, /--percent takes a number from 0 to 100/],
    [['canary', 'start', ...STAGE], 2, /has no release except the one that it serves/],
    [['canary', 'promote', ...STAGE], 2, /items-api\/dev has no canary\. Nothing was changed\./],
    [['deploy', ...STAGE, '--canary', '5'], 2, /already serves release [0-9a-f]{12}: there is nothing for a canary/],
    [['deploy', '--stage', 'local', '--canary', '5'], 2, /items-api\/local serves nothing yet, so its first release/],
  ])('%j', async (argv, exitCode, words) => {
    const { url } = await deploy('one');
    const { code, stderr } = await project.apikit(argv);
    expect(stderr).toMatch(words);
    expect(code).toBe(exitCode);
    expect(await heard(url, 3)).toEqual(new Set(['one']));
  });
});
