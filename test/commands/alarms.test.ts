/** `alarms`, `alarms test`, `alarms silence`, `alarms unsilence`: their output, their changes, and their errors. */
import {
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetAlarmMuteRuleCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { systemClock } from '../../src/clock.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Shown {
  alarms: { name: string; state: string; since: string; actions: string[] }[];
  changes: { name: string; from: string; to: string; reason: string }[];
  silence: { from: string; until: string; reason: string | null; alarms: string[] } | null;
}

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:items-api-dev-alarms';
const RULE = { AlarmMuteRuleName: 'items-api-dev-silence' };
const stage = ['--stage', 'dev'];

let project: Project;
let clients: Clients;
const shown = (...more: string[]) => project.json<Shown>(['alarms', ...stage, ...more]);
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  project.edit('apikit.yaml', (text) => `${text}\nalarms: { notify: ops@example.com, tableThrottles: true }\n`);
  await project.json(['deploy', ...stage, '--yes']);
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const set = async (AlarmName: string, StateValue: 'OK' | 'ALARM', StateReason = 'by hand') =>
  await (await clients.cloudwatch()).send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
const stateOf = async (name: string) => {
  const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
  return (await (await clients.cloudwatch()).send(command)).MetricAlarms?.[0]?.StateValue;
};

describe('apikit alarms', () => {
  it('shows every alarm with its state and recipients, in two calls and without a write, and needs no sources', async () => {
    const proxy = await startCountingProxy(project.cloud.endpoint);
    try {
      const argv = ['alarms', '--app', 'items-api', ...stage, '--region', 'us-east-1', '--since', '0s', '--json'];
      const { code, json } = await project.apikit(argv, { cwd: '/', env: { AWS_ENDPOINT_URL: proxy.endpoint } });
      expect(code).toBe(0);
      const { alarms, changes, silence } = json<Shown>();
      expect(alarms.map(({ name }) => name)).toEqual([
        'api-5xx-rate',
        'api-latency-p99',
        'function-duration-p99',
        'function-errors',
        'function-throttles',
        'table-items-read-throttles',
        'table-items-write-throttles',
      ]);
      expect(new Set(alarms.flatMap(({ actions }) => actions))).toEqual(new Set([TOPIC]));
      expect({ changes, silence }).toEqual({ changes: [], silence: null });
      const asked = proxy.calls.filter((call) => call.startsWith('GraniteServiceVersion20100801.'));
      expect(asked.map((call) => call.split('.')[1]).sort()).toEqual(['DescribeAlarms', 'GetAlarmMuteRule']);
    } finally {
      await proxy.close();
    }
  });

  it('shows alarms in ALARM first, with the reason and the latest changes', async () => {
    await set('items-api-dev-api-5xx-rate', 'ALARM', 'Threshold Crossed: 2 out of the last 3');
    const { changes } = await shown('--since', '1h');
    expect(changes[0]).toMatchObject({
      name: 'api-5xx-rate',
      to: 'ALARM',
      reason: 'Threshold Crossed: 2 out of the last 3',
    });
    const { stdout } = await project.apikit(['alarms', ...stage]);
    expect(stdout).toMatch(/^api-5xx-rate +ALARM +\d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    expect(stdout).toMatch(/^They notify items-api-dev-alarms\.$/m);
    expect(stdout).toContain('api-5xx-rate: More than 5 % of requests are answered with 5XX.');
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC +api-5xx-rate +\w+ +ALARM$/m);
    await set('items-api-dev-api-5xx-rate', 'OK');
  });

  it('works without the silence where an endpoint has no mute rules, and says so', async () => {
    const proxy = await startCountingProxy(project.cloud.endpoint);
    try {
      const body = '{"__type":"UnknownOperationException"}';
      proxy.answer(/GetAlarmMuteRule$/, { status: 400, type: 'application/x-amz-json-1.0', body });
      const { code, stderr, stdout } = await project.apikit(['alarms', ...stage], {
        env: { AWS_ENDPOINT_URL: proxy.endpoint },
      });
      expect(code).toBe(0);
      expect(oneLine(stderr)).toContain('Could not look for mute rules of alarms:');
      expect(stdout).toContain('api-latency-p99');
    } finally {
      await proxy.close();
    }
  });

  it('rejects an invalid time, and says that a stage has no alarms', async () => {
    const wrong = await project.apikit(['alarms', ...stage, '--since', 'yesterday']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--since yesterday is not a time in the past.');
    project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, '$&  quiet: { alarms: { enabled: false } }\n'));
    await project.json(['deploy', '--stage', 'quiet', '--yes']);
    const none = await project.apikit(['alarms', '--stage', 'quiet']);
    expect(none.code).toBe(0);
    expect(none.stderr).toContain('items-api/quiet has no alarms that apikit created.');
  });
});

describe('apikit alarms test', () => {
  it('sets an alarm to ALARM, names unconfirmed recipients, and leaves the reset to CloudWatch', async () => {
    const { code, stderr } = await project.apikit(['alarms', 'test', 'api-latency-p99', ...stage, '--yes']);
    expect(code).toBe(0);
    expect(await stateOf('items-api-dev-api-latency-p99')).toBe('ALARM');
    expect(oneLine(stderr)).toContain(
      'api-latency-p99 of items-api/dev was set to ALARM: items-api-dev-alarms has received a message',
    );
    expect(oneLine(stderr)).toContain('No mail goes to ops@example.com: the recipient');
    const { Subscriptions } = await (await clients.sns()).send(
      new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }),
    );
    expect(Subscriptions).toHaveLength(1);
    const again = await project.apikit(['alarms', 'test', 'api-latency-p99', ...stage, '--yes']);
    expect(again.code).toBe(1);
    expect(oneLine(again.stderr)).toContain('is in ALARM since');
    await set('items-api-dev-api-latency-p99', 'OK');
  });

  it('resets an alarm on a table itself, because CloudWatch does not', async () => {
    const before = await stateOf('items-api-dev-table-items-read-throttles');
    const name = 'table-items-read-throttles';
    const { state } = await project.json<{ state: string }>(['alarms', 'test', name, ...stage, '--yes']);
    expect(state).toBe(before);
    expect(await stateOf(`items-api-dev-${name}`)).toBe(before);
    const { changes } = await shown();
    const told = changes.filter((change) => change.name === name);
    expect(told.map(({ to }) => to)).toContain('ALARM');
  });

  it('asks for confirmation first', async () => {
    const piped = await project.apikit(['alarms', 'test', 'function-errors', ...stage]);
    expect(piped.code).toBe(2);
    expect(oneLine(piped.stderr)).toContain('needs a confirmation');
    expect(piped.stderr).toContain('Pass --yes.');
  });

  it('rejects an unknown alarm, an alarm without recipients, and a stage with a canary', async () => {
    const unknown = await project.apikit(['alarms', 'test', 'nothing', ...stage, '--yes']);
    expect(unknown.code).toBe(2);
    expect(oneLine(unknown.stderr)).toContain('It has api-5xx-rate, api-latency-p99');
    const cloudwatch = await clients.cloudwatch();
    const AlarmNames = ['items-api-dev-function-errors'];
    await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
    const off = await project.apikit(['alarms', 'test', 'function-errors', ...stage, '--yes']);
    expect(oneLine(off.stderr)).toContain(
      'function-errors of items-api/dev notifies no one, because its actions are turned off. Nothing was changed.',
    );
    await cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
    project.edit('src/handler.ts', (text) => `${text}\nexport const anotherBuild = true;\n`);
    await project.json(['deploy', ...stage, '--yes', '--canary', '10']);
    const canary = await project.apikit(['alarms', 'test', 'function-errors', ...stage, '--yes']);
    expect(oneLine(canary.stderr)).toContain('has a canary, and an alarm in ALARM would end it.');
    await project.json(['canary', 'abort', ...stage]);
    expect(await stateOf(AlarmNames[0]!)).not.toBe('ALARM');
  });
});

describe('apikit alarms silence', () => {
  const silence = (...more: string[]) => project.json<Shown>(['alarms', 'silence', ...stage, ...more]);

  it('silences all alarms from the next minute on, is shown everywhere, and prevents an alarm test', async () => {
    const now = Date.now();
    const made = (await silence('--for', '90m', '--reason', 'load test')).silence!;
    expect(Date.parse(made.from) - now).toBeGreaterThan(0);
    expect(Date.parse(made.from) - now).toBeLessThanOrEqual(60_000 + 5_000);
    expect(Date.parse(made.until) - Date.parse(made.from)).toBe(90 * 60_000);
    expect(made.alarms).toHaveLength(7);
    const rule = await (await clients.cloudwatch()).send(new GetAlarmMuteRuleCommand(RULE));
    expect(rule.Rule?.Schedule).toMatchObject({ Duration: 'PT1H30M', Timezone: 'UTC' });
    expect((await shown()).silence).toEqual(made);
    const { stderr } = await project.apikit(['alarms', ...stage]);
    expect(oneLine(stderr)).toMatch(/7 alarms notify no one from .* until .* The reason: load test/);
    const test = await project.apikit(['alarms', 'test', ...stage, '--yes']);
    expect(oneLine(test.stderr)).toContain('is silent until');
  });

  it('can be replaced, expires by itself, and ends at once on request', async () => {
    await silence('--for', '2d');
    expect((await shown()).silence?.reason).toBeNull();
    const clock = { ...systemClock, now: () => systemClock.now() + 3 * 86_400_000 };
    const later = await project.apikit(['alarms', ...stage, '--json'], { clock });
    expect(later.json<Shown>().silence).toBeNull();
    const ended = await project.json<Shown>(['alarms', 'unsilence', ...stage]);
    expect(ended.silence?.alarms).toHaveLength(7);
    expect(await project.json<Shown>(['alarms', 'unsilence', ...stage])).toMatchObject({ silence: null });
    await expect((await clients.cloudwatch()).send(new GetAlarmMuteRuleCommand(RULE))).rejects.toThrow();
  });

  it.each([['1'], ['30s'], ['16d'], ['soon'], ['90s']])('rejects --for %s before any call', async (text) => {
    const { code, stderr } = await project.apikit(['alarms', 'silence', '--for', text, ...stage]);
    expect(code).toBe(2);
    expect(stderr).toContain('from 1m to 15d');
  });

  it('does not change a deploy, lists alarms that were added later, and is deleted with the stage', async () => {
    await silence('--for', '1h');
    project.edit('apikit.yaml', (text) =>
      text.replace('tableThrottles: true', 'tableThrottles: true, latencyP95: 900'),
    );
    await project.json(['deploy', ...stage, '--yes']);
    expect(oneLine((await project.apikit(['alarms', ...stage])).stderr)).toContain(
      'These alarms are not silent: api-latency-p95.',
    );
    const { removed, left } = await project.json<{ removed: string[]; left: object[] }>([
      'destroy',
      ...stage,
      '--yes',
      '--delete-data',
    ]);
    expect(removed).toContain('mute-rule/silence');
    expect(left).toEqual([]);
    await expect((await clients.cloudwatch()).send(new GetAlarmMuteRuleCommand(RULE))).rejects.toThrow();
  });
});
