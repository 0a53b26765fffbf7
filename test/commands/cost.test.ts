/** `apikit cost`: for traffic that the user gives, without a call, and for the traffic that CloudWatch has counted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cost } from '../../src/commands/cost.ts';
import type { Cost } from '../../src/commands/parts/cost/cost-text.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { shellWords } from '../helpers/typed-commands.ts';

const STAGE = ['--stage', 'dev'];

let project: Project;
let nobody: CountingProxy;

beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev,prod']);
  nobody = await startCountingProxy();
});
afterAll(async () => {
  await nobody.close();
  await project.close();
});

const run = (...argv: string[]) => project.apikit(['cost', ...argv], { env: { AWS_ENDPOINT_URL: nobody.endpoint } });

async function document(...argv: string[]): Promise<Cost> {
  const { code, stderr, json } = await run(...argv, ...STAGE, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return json<Cost & Record<string, unknown>>();
}

const usd = ({ parts }: Cost, name: string) => parts.find(({ part }) => part === name)?.usd;

async function withConfig<T>(change: (text: string) => string, work: () => Promise<T>): Promise<T> {
  const before = project.read('apikit.yaml');
  project.edit('apikit.yaml', change);
  try {
    return await work();
  } finally {
    project.edit('apikit.yaml', () => before);
  }
}

describe('with traffic from flags', () => {
  it('makes no calls, and prints its assumptions', async () => {
    const told = await document('--requests', '5M/month');
    expect(told).toMatchObject({
      app: 'items-api',
      stage: 'dev',
      traffic: { requests: 5e6, duration: 100, response: 2_048, reads: 5e6, writes: 1e6 },
      measuredHours: null,
      assumed: ['response', 'duration', 'reads', 'writes', 'storage', 'logs'],
      largest: { part: 'gateway' },
    });
    expect(usd(told, 'gateway')).toBeCloseTo(17.5, 6);
    expect(told.fronts.rest).toBeCloseTo(told.total, 9);
    expect(told.fronts.http).toBeCloseTo(told.total - 12.5, 6);
    expect(told.fronts.url).toBeCloseTo(told.total - 17.5, 6);
    expect(nobody.calls).toEqual([]);
  });

  it('uses the given properties of an average request', async () => {
    const flags = ['--duration', '40', '--memory-size', '1024', '--response', '8kB', '--reads', '2', '--writes', '0'];
    const told = await document('--requests', '1M', ...flags, '--storage', '10GB');
    expect(told.assumed).toEqual(['logs']);
    expect(usd(told, 'time')).toBeCloseTo(40_000 * 0.0000133334, 6);
    expect(usd(told, 'reads')).toBeCloseTo(0.25, 6);
    expect(usd(told, 'writes')).toBeUndefined();
    expect(usd(told, 'storage')).toBeCloseTo(2.5, 6);
  });

  it('counts objects and messages as far as they are given, and says what it does not count', async () => {
    const lines = '\nbuckets: { files: {} }\nqueues: { jobs: {} }\neventBuses: { orders: {} }\n';
    await withConfig(
      (text) => text + lines,
      async () => {
        const plain = await run('--requests', '1M', ...STAGE);
        expect(plain.stderr.replaceAll(/\s+/g, ' ')).toContain(
          'Not counted, because their number is not given: the objects of buckets (--objects, --uploads, --downloads), the messages of queues (--messages), the events of event buses (--events).',
        );
        const use = [
          '--objects',
          '100GB',
          '--uploads',
          '0.2',
          '--downloads',
          '0.5',
          '--messages',
          '0.1',
          '--events',
          '0.3',
        ];
        const told = await document('--requests', '1M', ...use);
        expect(usd(told, 'objects')).toBeCloseTo(2.3, 6);
        expect(usd(told, 'uploads')).toBeCloseTo(1, 6);
        expect(usd(told, 'downloads')).toBeCloseTo(0.2, 6);
        expect(usd(told, 'downloaded')).toBeCloseTo((500_000 / 1_024) * 0.09, 6);
        expect(usd(told, 'messages')).toBeCloseTo(0.12, 6);
        expect(usd(told, 'events')).toBeCloseTo(0.3, 6);
        expect(told.assumed).toContain('objectSize');
        const { stderr } = await run('--requests', '1M', ...use, ...STAGE);
        expect(stderr).toContain('objects of 1 MB (--object-size)');
        expect(stderr).not.toContain('Not counted');
      },
    );
  });

  it('counts the maximum cost of a budget, and nothing for one that is deleted', async () => {
    const counted = (budget: string) =>
      withConfig(
        (text) => `${text}\nbudget: ${budget}\n`,
        async () => usd(await document('--requests', '1M'), 'budget'),
      );
    expect(await counted('{ monthly: 5, notify: ops@example.com }')).toBe(0.62);
    expect(await counted('false')).toBeUndefined();
  });

  it('counts the features of the stage: a cache, metrics of each operation, alarms, execution logs, traces', async () => {
    const plain = await document('--requests', '1M');
    const more = await withConfig(
      (text) =>
        `${text}\nlogging: INFO\nmetrics: true\ntracing: true\n`.replace(
          '  dev: {}',
          '  dev: { cache: { size: 0.5 } }',
        ),
      () => document('--requests', '1M', '--cache-hits', '0.5'),
    );
    expect(usd(more, 'cache')).toBeCloseTo(14.6, 6);
    expect(usd(more, 'calls')).toBeCloseTo(usd(plain, 'calls')! / 2, 6);
    // Two operations with five metrics each.
    expect(usd(more, 'metrics')).toBeCloseTo(3, 6);
    expect(usd(more, 'logs')!).toBeGreaterThan(usd(plain, 'logs')! * 3);
    expect(usd(more, 'traces')).toBeCloseTo(5, 6);
    expect(usd(plain, 'alarms')).toBeCloseTo(0.5, 6);
  });

  it('shows the parts, three alternatives in front of the API, and how to reduce the largest part', async () => {
    const { stdout, stderr } = await run('--requests', '5M/month', ...STAGE);
    expect(stdout).toMatch(/^PART +QUANTITY +A MONTH\nAPI Gateway, requests +5\.0 million requests +\$17\.50\n/);
    expect(stdout).toMatch(/\nan HTTP API +\$\d+\.\d\d\na function URL +\$\d+\.\d\d\n/);
    expect(stdout).toMatch(
      /\nLargest: API Gateway, requests, \d+ %\. An HTTP API \(api: http\) would cost \$12\.50 a month less\./,
    );
    expect(stderr).toMatch(/Prices of us-east-1, \d{4}-\d\d-\d\d\./);
  });

  it('warns about prices that are old or of another region', async () => {
    const clock = fakeClock(Date.UTC(2028, 0, 1)).client;
    const env = { AWS_ENDPOINT_URL: nobody.endpoint };
    const argv = ['cost', '--requests', '1M', ...STAGE, '--region', 'ap-south-1'];
    const { stderr } = await project.apikit(argv, { env, clock });
    expect(stderr).toMatch(
      /Prices of us-east-1, .*, because the table does not have ap-south-1\. They are \d+ days old/,
    );
  });

  it('accepts a custom price table', async () => {
    const shipped = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../src/cost/prices.json'), 'utf8'));
    const own = { date: '2026-12-01', regions: { 'us-east-1': { ...shipped.regions['us-east-1'], alarm: 7 } } };
    writeFileSync(join(project.dir, 'prices.json'), JSON.stringify(own));
    const told = await document('--requests', '1M', '--prices', 'prices.json');
    expect(usd(told, 'alarms')).toBeCloseTo(35, 6);
    expect(told.prices).toMatchObject({ date: '2026-12-01', region: 'us-east-1' });
    const { code, stderr } = await run('--requests', '1M', '--prices', 'package.json', ...STAGE);
    expect(code).toBe(2);
    expect(stderr).toContain('package.json is not a table of prices. date must be a day');
  });
});

describe('a plan', () => {
  it('shows the additional cost, and nothing if there is none', async () => {
    const { stderr } = await project.apikit(['plan', '--stage', 'prod']);
    expect(stderr).toContain(
      'This adds to what AWS bills: point-in-time recovery of items, about 0.20 USD a GB and month; 5 alarms, 0.50 USD a month beyond the 10 that an account has free.',
    );
    await project.json(['deploy', '--stage', 'prod', '--yes']);
    expect((await project.apikit(['plan', '--stage', 'prod'])).stderr).not.toContain('This adds');
    const less = (text: string) => text.replace('items: { key: id }', 'items: { key: id, recovery: false }');
    await withConfig(less, () => project.json(['deploy', '--stage', 'prod', '--yes']));
    const again = await project.apikit(['plan', '--stage', 'prod']);
    expect(again.stderr).toMatch(
      /This adds to what AWS bills: point-in-time recovery of items, about 0\.20 USD a GB and month\. /,
    );
  });
});

describe('invalid usage', () => {
  it.each([
    [[], /The amount of traffic is not given\./],
    [['--requests', '1M', '--from-live'], /The amount of traffic is not given\./],
    [['--requests', '5M/week'], /--requests takes a number of requests, but got "5M\/week"/],
    [['--requests', '1M', '--since', '7d'], /--since works only for measured traffic/],
    [['--from-live', '--since', 'soon'], /--since takes a duration or a date with a time, not "soon"/],
    [
      ['--requests', '1M', '--duration', 'x', '--response', '5', '--cache-hits', '2'],
      /--duration takes milliseconds.*--response takes a size.*--cache-hits takes a share/,
    ],
    [['--requests', '1M', '--prices', 'nowhere.json'], /nowhere\.json cannot be read \(ENOENT\)/],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv, ...STAGE);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('--from-live', () => {
  it('says that there were no requests', async () => {
    const { code, stderr } = await project.apikit(['cost', '--from-live', '--stage', 'prod', '--region', 'eu-west-1']);
    expect(code).toBe(2);
    expect(stderr).toContain('CloudWatch has counted no request of items-api/prod in that time.');
  });

  it('extrapolates the traffic in CloudWatch since the first request to a month', async () => {
    const { url } = await project.json<{ url: string }>(['deploy', ...STAGE, '--yes']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/health`)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const told = await project.json<Cost & Record<string, unknown>>(['cost', '--from-live', ...STAGE]);
    expect(told.measuredHours).toBeGreaterThan(0);
    // The deploy itself has sent requests to the stage.
    const counted = (told.traffic.requests * told.measuredHours!) / 730;
    expect(counted).toBeGreaterThan(19.9);
    expect(counted).toBeLessThan(25);
    expect(told.traffic.duration).toBeGreaterThan(0);
    expect(told.assumed).toEqual(['response']);
  });
});

describe('the examples', () => {
  it('in docs/cost.md and in the help work as written', async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/cost.md'), 'utf8');
    const ofPage = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
    const lines = [...ofPage.filter((line) => line.startsWith('apikit cost')), ...(cost.examples ?? [])];
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines.filter((one) => !one.includes('--from-live') && !one.includes('--prices'))) {
      const { code, stderr } = await run(...shellWords(line).slice(2), '--quiet');
      expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
    }
  });
});
