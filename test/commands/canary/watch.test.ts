/**
 * `canary watch` on the embedded cloud, with requests through the gateway: when it promotes, when it aborts, and what
 * it leaves.
 */
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { tempDir } from '../../helpers/cli.ts';
import { type Answer, type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { eventsOf, startWatchedStage, type WatchedStage } from '../watched-stage.ts';

const STAGE = ['--stage', 'dev'];
const TRAFFIC = 24;

let stage: WatchedStage;
/** Releases: `live` serves, `good` is as good, and `bad` responds to every third request with 500. */
let live: string;
let good: string;
let bad: string;

beforeAll(async () => {
  stage = await startWatchedStage('canary: { bake: 3m, minRequests: 50 }\n');
  bad = (await stage.deploy('bad', 3)).release;
  good = (await stage.deploy('good', 0)).release;
  live = (await stage.deploy('live', 0)).release;
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.traffic = TRAFFIC;
  stage.failure = 500;
  delete stage.beforeLook;
});
/** Restores the state before the test, without the reasons for alarms. */
afterEach(async () => {
  stage.pass(15 * 60_000);
  await stage.json(['canary', 'abort', ...STAGE]);
  if ((await canaryStatus()).release !== live) await stage.json(['rollback', live, ...STAGE]);
});

interface CanaryStatus {
  release: string;
  canary: { release: string; percent: number; watch: { steps: number[]; every: number } | null } | null;
}
const canaryStatus = () => stage.json<CanaryStatus>(['canary', 'status', ...STAGE]);
const start = (release: string, percent = 50) =>
  stage.json(['canary', 'start', release, '--percent', String(percent), ...STAGE]);

async function setAlarm(StateValue: 'ALARM' | 'OK'): Promise<void> {
  const clients = clientsOf(stage.project);
  const AlarmName = 'items-api-dev-api-latency-p99';
  await (await clients.cloudwatch()).send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
  clients.destroy();
}

describe('canary watch', () => {
  it('promotes a canary that performs as well as the live release at the end of its time', async () => {
    await start(good);
    const result = await stage.apikit(['canary', 'watch', ...STAGE, '--json']);
    const events = eventsOf(result);
    expect(result.code, result.stderr + result.stdout).toBe(0);
    expect(events[0]).toMatchObject({ type: 'watching', canary: good, percent: 50, steps: [50], every: 180 });
    expect(events.at(-1)).toMatchObject({ type: 'promoted', release: good });
    const last = events.at(-2)!;
    expect(last).toMatchObject({ type: 'look', verdict: 'good', faults: [], alarms: [], late: 0 });
    expect(last.operations).toMatchObject([{ operation: 'GET /greet' }]);
    const { canary, stable, functions } = last as unknown as {
      canary: { requests: number };
      stable: { requests: number };
      functions: { canary: { invocations: number } };
    };
    // There are twelve looks, and the lines of the last two may not be written yet.
    expect(canary.requests + stable.requests).toBe(10 * TRAFFIC);
    expect(functions.canary.invocations).toBeGreaterThan(0);
    expect(await stage.heard()).toEqual(new Set(['good']));
    expect(await canaryStatus()).toMatchObject({ release: good, canary: null });
  });

  it('ends a failing canary as soon as the difference is significant, and prints the reason', async () => {
    await start(bad);
    const result = await stage.apikit(['canary', 'watch', ...STAGE, '--json']);
    const events = eventsOf(result);
    expect(result.code).toBe(1);
    const end = events.at(-1)!;
    expect(end).toMatchObject({ type: 'aborted', release: live, alarms: [] });
    const { faults } = end as unknown as { faults: { what: string; operation: string | null; canary: number }[] };
    expect(['errorRate', 'errorIncrease']).toContain(faults[0]!.what);
    expect(faults[0]!.canary).toBeGreaterThan(0.1);
    // A minute and a half, of which half a minute waits for late lines.
    expect(Date.parse(end.time as string) - Date.parse(events[0]!.time as string)).toBeLessThanOrEqual(90_000);
    expect(await stage.heard()).toEqual(new Set(['live']));
  });

  it('prints the same as text', async () => {
    await start(bad);
    const { code, stdout, stderr } = await stage.apikit(['canary', 'watch', ...STAGE]);
    expect(code).toBe(1);
    const [first, second] = stdout.split('\n');
    expect(first).toMatch(
      /^items-api\/dev: release [0-9a-f]{12} has 50 % of the requests, the others go to [0-9a-f]{12}\. Watched at 50 %, 3 min; promoted at .* UTC unless a check fails\.$/,
    );
    expect(second).toMatch(
      /^\d\d:\d\d:\d\d 50 %: canary 0 requests, 0 % 5XX, p95 -; others 0, 0 % 5XX, p95 -\. Too few requests to tell: the canary has answered 0\.$/,
    );
    expect(stdout).toMatch(
      /\n✘ The canary was ended: release [0-9a-f]{12} serves all requests of items-api\/dev\.\n {2}\d/,
    );
    // Chance decides which of the two becomes significant first.
    expect(stdout).toMatch(
      /\n {2}\d\d(\.\d)? % of the canary's requests are answered with 5XX, (more than the limit|and 0 % of the others)\n/,
    );
    expect(stderr).toContain('→ apikit tail-logs --status 5xx --since 1h --no-follow --stage dev');
  });

  it('does not promote a canary with too few requests, says so, and leaves the canary in place', async () => {
    await start(good);
    stage.traffic = 4;
    const result = await stage.apikit(['canary', 'watch', ...STAGE, '--json']);
    expect(result.code).toBe(3);
    expect(eventsOf(result).at(-1)).toMatchObject({ type: 'undecided', percent: 50, minRequests: 50 });
    const { canary } = await canaryStatus();
    expect(canary).toMatchObject({ release: good, percent: 50, watch: { steps: [50], every: 180 } });
  });

  it('ends the canary when an alarm of the stage goes into ALARM, and does not start during an alarm', async () => {
    await start(good);
    stage.beforeLook = (looks) => looks >= 2 && setAlarm('ALARM');
    const result = await stage.apikit(['canary', 'watch', ...STAGE, '--json']);
    await stage.apikit(['canary', 'status', ...STAGE]);
    const refused = await stage.apikit(['canary', 'start', good, '--step', '10,50', ...STAGE]);
    await setAlarm('OK');
    expect(result.code).toBe(1);
    expect(eventsOf(result).at(-1)).toMatchObject({ type: 'aborted', faults: [], alarms: ['alarm/api-latency-p99'] });
    expect(await canaryStatus()).toMatchObject({ release: live, canary: null });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /has alarms in ALARM, which would end a canary at once: alarm\/api-latency-p99\. Nothing/,
    );
  });

  it('increases the share step by step, and promotes the canary at the end', async () => {
    const argv = ['canary', 'start', good, '--step', '25,50,100', '--every', '2m', '--min-requests', '10', ...STAGE];
    const result = await stage.apikit([...argv, '--json']);
    const events = eventsOf(result);
    expect(result.code, result.stderr + result.stdout).toBe(0);
    expect(events[0]).toMatchObject({ type: 'watching', percent: 25, steps: [25, 50, 100], every: 120 });
    expect(events.filter(({ type }) => type === 'raised').map(({ percent }) => percent)).toEqual([50, 100]);
    expect(events.at(-1)).toMatchObject({ type: 'promoted', release: good });
  });

  it('leaves the canary in place after Ctrl-C, notifies everybody, and the next watch continues at its step', async () => {
    const interruption = new AbortController();
    let looked = 0;
    stage.beforeLook = () => {
      looked += 1;
      if (looked === 13) interruption.abort(new Error('SIGINT'));
    };
    const argv = ['canary', 'start', good, '--step', '25,60', '--every', '2m', '--min-requests', '10', ...STAGE];
    const cut = await stage.apikit(argv, { signal: interruption.signal });
    expect(cut.code).toBe(130);
    expect(cut.stderr).toMatch(
      /Interrupted\. Release [0-9a-f]{12} keeps 60 % of the requests of items-api\/dev, and no watch runs now\./,
    );
    expect(cut.stderr).toContain('apikit canary watch --stage dev');
    delete stage.beforeLook;

    const words = /[Ww]atch.*(?:continue|go on) with: apikit canary watch --stage dev/s;
    expect((await stage.apikit(['canary', 'status', ...STAGE])).stdout).toMatch(words);
    expect((await stage.apikit(['status', ...STAGE])).stdout).toMatch(words);
    expect((await stage.apikit(['plan', ...STAGE])).stderr).toMatch(words);
    expect((await stage.apikit(['deploy', ...STAGE])).stderr).toMatch(words);

    const resumed = await stage.apikit(['canary', 'watch', '--min-requests', '10', ...STAGE, '--json']);
    expect(resumed.stderr).toBe('');
    const events = eventsOf(resumed);
    expect(events[0]).toMatchObject({ type: 'watching', percent: 60, steps: [25, 60], every: 120 });
    expect(events.filter(({ type }) => type === 'raised')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'promoted' });
    // The requests before the interruption count, and so does the time.
    expect(events.filter(({ type }) => type === 'look').length).toBeLessThan(7);
  });

  it.each<[string, string[], string]>([
    ['ends the canary', ['canary', 'abort', ...STAGE], 'aborted'],
    ['promotes the canary', ['canary', 'promote', ...STAGE], 'promoted'],
    ['changes its share', ['canary', 'start', '--percent', '20', ...STAGE], 'changed'],
  ])('ends when another user %s', async (_, argv, how) => {
    await start(good);
    let done = false;
    stage.beforeLook = async (looks) => {
      if (looks < 2 || done) return;
      done = true;
      await stage.json(argv[1] === 'start' ? [...argv.slice(0, 2), good, ...argv.slice(2)] : argv);
    };
    const result = await stage.apikit(['canary', 'watch', ...STAGE, '--json']);
    expect(result.code).toBe(3);
    expect(eventsOf(result).at(-1)).toMatchObject({ type: 'overtaken', how });
  });

  it('works without the sources, with flags only', async () => {
    await start(bad);
    const argv = ['canary', 'watch', '--app', 'items-api', '--region', 'us-east-1', ...STAGE, '--max-error-rate', '1'];
    const result = await stage.apikit(
      [...argv, '--max-error-increase', '50', '--bake', '2m', '--min-requests', '1', '--json'],
      {
        cwd: tempDir(),
      },
    );
    const events = eventsOf(result);
    expect(events[0]).toMatchObject({ every: 120, limits: { maxErrorRate: 1, maxErrorIncrease: 50, minRequests: 1 } });
    expect(result.code, result.stdout).toBe(1);
    const end = events.at(-1) as unknown as { type: string; faults: { what: string }[] };
    expect(end.type).toBe('aborted');
    expect(new Set(end.faults.map(({ what }) => what))).toEqual(new Set(['errorIncrease']));
  });
});

it('does not promote a canary that rejects requests which the live release accepts, and asks a person to decide', async () => {
  stage.failure = 404;
  const { release } = await stage.deploy('refused', 1, '--canary', '50');
  const result = await stage.apikit(['canary', 'watch', ...STAGE]);
  expect(result.code).toBe(3);
  expect(result.stdout).toMatch(
    /100 % of the canary's requests are answered with 4XX, and 0 % of the others.*: is this intended\?/,
  );
  expect(result.stdout).toMatch(
    /! The canary of items-api\/dev rejects more requests than the others do, which may be intended\. It keeps 50 % of the requests/,
  );
  expect(result.stderr).toContain('→ apikit canary abort --stage dev');
  expect(await canaryStatus()).toMatchObject({ release: live, canary: { release, percent: 50 } });
});

describe('deploy --canary --watch', () => {
  it('reports the deploy, and then the canary until its promotion', async () => {
    const deployed = await stage.deployWatched('better', 0, '--canary', '50', '--watch', '--json');
    const [first, second, ...events] = eventsOf(deployed);
    expect(deployed.code, deployed.stderr).toBe(0);
    expect(first).toMatchObject({ type: 'deployed', canary: 50, changed: true });
    expect(second).toMatchObject({ type: 'watching', canary: first!.release, percent: 50, steps: [50], every: 180 });
    expect(events.at(-1)).toMatchObject({ type: 'promoted', release: first!.release });
    expect(await stage.heard()).toEqual(new Set(['better']));
  });

  it('is rejected without --canary before anything is sent', async () => {
    const { code, stderr } = await stage.apikit(['deploy', ...STAGE, '--watch']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--watch needs a canary\./);
  });
});

describe('canary watch with calls that fail', () => {
  let proxy: CountingProxy;
  /** Called before each call; if it throws, the connection breaks. */
  let before: (call: string) => void = () => {};
  beforeAll(async () => {
    proxy = await startCountingProxy(stage.project.cloud.endpoint, async (call) => before(call));
  });
  afterAll(() => proxy.close());
  beforeEach(() => {
    // The SDK reads it from the process.
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  });
  afterEach(() => {
    before = () => {};
  });

  /** One attempt for each call, because the test is not about the SDK's own retries. */
  const watch = () =>
    stage.apikit(['canary', 'watch', ...STAGE, '--bake', '2m', '--json'], {
      env: { AWS_ENDPOINT_URL: proxy.endpoint, AWS_MAX_ATTEMPTS: '1' },
    });

  const json = 'application/x-amz-json-1.1';
  const ANSWERS: Record<string, Answer> = {
    throttled: { status: 400, type: json, body: '{"__type":"ThrottlingException","message":"Rate exceeded"}' },
    'answered with 500': { status: 500, type: json, body: '{"__type":"InternalFailure","message":"An error."}' },
  };

  it.each([
    ['Logs_20140328.FilterLogEvents', 'dropped'],
    ['Logs_20140328.FilterLogEvents', 'throttled'],
    ['GraniteServiceVersion20100801.DescribeAlarms', 'answered with 500'],
    ['GET /restapis/\\w+/stages/dev', 'dropped'],
  ])('tries again after %s was %s, and gives the same verdict', async (call, fault) => {
    await start(good);
    const wanted = new RegExp(call);
    let [seen, struck] = [0, 0];
    /** Returns faults that are neither before the watch nor two in a row. */
    const strikes = () => {
      seen += 1;
      if (seen <= 2 || struck >= 2 || seen % 2 === 0) return false;
      struck += 1;
      return true;
    };
    if (fault === 'dropped')
      before = (name) => {
        if (wanted.test(name) && strikes()) throw new Error('dropped');
      };
    else proxy.change(wanted, (answer) => (struck < 2 && strikes() ? ANSWERS[fault]! : answer));
    const events = eventsOf(await watch());
    expect(struck).toBe(2);
    expect(events.filter(({ type }) => type === 'warning')).toHaveLength(2);
    expect(events.at(-1)).toMatchObject({ type: 'promoted' });
    expect((events.at(-2) as unknown as { late: number }).late).toBe(0);
  });

  it('works without the metrics of the function, and says so', async () => {
    await start(good);
    before = (name) => {
      if (name === 'GraniteServiceVersion20100801.GetMetricData') throw new Error('dropped');
    };
    const events = eventsOf(await watch());
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings.length).toBeGreaterThanOrEqual(2);
    expect(warnings[0]!.text).toMatch(
      /^The metrics of the function could not be read, so its throttles are not shown\./,
    );
    const look = events.findLast(({ type }) => type === 'look');
    expect(look).toMatchObject({ verdict: 'good', functions: null });
    expect(events.at(-1)).toMatchObject({ type: 'promoted' });
  });

  it('recognises a promotion whose response was lost', async () => {
    await start(good);
    let lost = 0;
    proxy.change(/^PATCH .*\/stages\/dev$/, (answer, request) => {
      if (lost > 0 || !request.includes('copy')) return answer;
      lost += 1;
      throw new Error('lost');
    });
    const result = await watch();
    expect(lost).toBe(1);
    expect(eventsOf(result).at(-1)).toMatchObject({ type: 'promoted', release: good });
    expect(result.code).toBe(0);
  });

  it('says that the canary may have been promoted if Ctrl-C comes at that moment', async () => {
    await start(good);
    const interruption = new AbortController();
    proxy.change(/^PATCH .*\/stages\/dev$/, (answer, request) => {
      if (request.includes('copy')) interruption.abort(new Error('SIGINT'));
      return answer;
    });
    const { code, stderr } = await stage.apikit(['canary', 'watch', ...STAGE, '--bake', '2m'], {
      env: { AWS_ENDPOINT_URL: proxy.endpoint },
      signal: interruption.signal,
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /was just being promoted or ended, and this may have succeeded\..*apikit canary status --stage dev/s,
    );
  });

  it('ends the canary later if the write fails', async () => {
    await start(bad);
    let refused = 0;
    before = (name) => {
      if (!/^PATCH .*\/stages\/dev$/.test(name)) return;
      refused += 1;
      if (refused > 1 && refused < 4) throw new Error('dropped');
    };
    const ended = await watch();
    expect(refused).toBe(4);
    expect(eventsOf(ended).at(-1)).toMatchObject({ type: 'aborted' });
  });

  it('gives up after minutes without AWS, and says that the canary is still in place', async () => {
    await start(good);
    let looks = 0;
    before = (name) => {
      if (name !== 'Logs_20140328.FilterLogEvents') return;
      looks += 1;
      if (looks > 4) throw new Error('gone');
    };
    const result = await watch();
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(
      /Release [0-9a-f]{12} keeps 50 % of the requests of items-api\/dev, and no watch runs now\./,
    );
    expect((await canaryStatus()).canary).toMatchObject({ release: good, percent: 50 });
  });
});

describe('a watch is rejected with one paragraph, and nothing changes', () => {
  it.each<[string[], number, RegExp]>([
    [['watch'], 2, /items-api\/dev has no canary\. Nothing was changed\./],
    [['watch', '--bake', '10s'], 2, /--bake takes a duration from 1m to 7d, such as 90s, 10m or 2h, not "10s"/],
    [
      ['watch', '--max-error-rate', '5', '--min-requests', '0'],
      2,
      /above 0 to 1, not "5"\. --min-requests takes a whole number/,
    ],
    [['start', '--every', '5m'], 2, /--every works only if the canary is watched\. Nothing was changed\./],
    [['start', '--max-error-rate', '0.1'], 2, /--max-error-rate works only if the canary is watched/],
    [['start', '--step', '10,25', '--percent', '10'], 2, /--percent and --step cannot be used together/],
    [['start', '--step', '10,101'], 2, /--step takes a number from 0 to 100, not "101"/],
    [['start', '--step', '10,10'], 2, /--step takes shares that increase, but 10 comes after 10/],
    [['start', '--step', '50,25'], 2, /--step takes shares that increase, but 25 comes after 50/],
    [['start', '--step', '0,25'], 2, /--step must begin with a share above 0/],
    [['start', '--step', '10,,20'], 2, /--step takes a number from 0 to 100, not ""/],
    [['start', '--step', '10,20', '--every', '1s'], 2, /--every takes a duration from 1m to 7d/],
    [
      ['start', '--step', Array.from({ length: 21 }, (_, n) => n + 1).join()],
      2,
      /--step takes at most 20 shares; these are 21/,
    ],
  ])('%j', async (argv, exitCode, words) => {
    const { code, stderr } = await stage.apikit(['canary', ...argv, ...STAGE]);
    expect(stderr).toMatch(words);
    expect(code).toBe(exitCode);
    expect(await canaryStatus()).toMatchObject({ release: live, canary: null });
  });
});
