/** `waf` of apikit.yaml: the firewall is created, blocks, is changed, replaced and removed, each in its own deploy. */
import {
  AssociateWebACLCommand,
  CreateWebACLCommand,
  GetWebACLForResourceCommand,
  ListIPSetsCommand,
  ListWebACLsCommand,
} from '@aws-sdk/client-wafv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Deployed {
  url: string;
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

interface Metrics {
  metrics: { id: string; of: string | null; total: number | null }[];
}

interface Explained {
  causes: { cause: string; verdict: string; because: string | null; fix: string }[];
}

const stage = ['--stage', 'dev'];
const Scope = 'REGIONAL' as const;

let project: Project;
let clients: Clients;
let calls: number;
let url: string;

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  ({ url } = await deploy());
  ({
    calls: { total: calls },
  } = await deploy());
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const deploy = () => project.json<Deployed>(['deploy', ...stage, '--yes']);
const changed = ({ changes }: Deployed) => changes.map(({ action, resource }) => `${action} ${resource}`).sort();
const setWaf = (value: string) =>
  project.edit('apikit.yaml', (text) => `${text.replace(/^waf: .*\n/m, '')}waf: ${value}\n`);
const names = async () => {
  const waf = await clients.waf();
  const [{ WebACLs = [] }, { IPSets = [] }] = await Promise.all([
    waf.send(new ListWebACLsCommand({ Scope })),
    waf.send(new ListIPSetsCommand({ Scope })),
  ]);
  return [...WebACLs, ...IPSets].map(({ Name }) => Name).sort();
};
/** A path that does not exist has another message than a request that the firewall blocks. */
const passes = async (query = '') => {
  const { message } = (await (await fetch(`${url}/nowhere${query}`)).json()) as { message: string };
  return message === 'There is nothing here.';
};

describe('the firewall', () => {
  it('is planned with its price, and every problem is told at once', async () => {
    setWaf(
      '{ rateLimit: 5, allowCountries: [UK], ipSets: { allow: [10.0.0.0/8], block: [10.1.0.0/16, office, 0.0.0.0/0] } }',
    );
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).not.toBe(0);
    const words = stderr.replaceAll(/\s+/g, ' ');
    expect(words).toContain('waf.rateLimit');
    expect(words).toContain('waf.allowCountries');
    setWaf('{ ipSets: { allow: [10.0.0.0/8], block: [10.1.0.0/16, office, 0.0.0.0/0] } }');
    const second = (await project.apikit(['validate'])).stderr.replaceAll(/\s+/g, ' ');
    expect(second).toContain('waf.ipSets.block has 10.1.0.0/16, and waf.ipSets.allow has 10.0.0.0/8');
    expect(second).toContain('"office", which is neither an address nor a range');
    expect(second).toContain('"0.0.0.0/0", which covers all addresses');
    setWaf('{ count: true }');
    expect((await project.apikit(['validate'])).stderr).toContain('waf has no rule');
    setWaf('{ rateLimit: 10, managedRules: [common, sqli], ipSets: { block: [198.51.100.0/24, "2001:db8::/32"] } }');
    const planned = (await project.apikit(['plan', ...stage])).stderr.replaceAll(/\s+/g, ' ');
    expect(planned).toContain('AWS bills the firewall with 9.00 USD a month.');
    expect(planned).toContain('It has 4 rules, which need 904 of at most 5000 capacity units.');
  });

  it('is created with its IP sets, and the next deploy makes eight calls more and changes nothing', async () => {
    expect(changed(await deploy())).toEqual([
      'create ip-set/block-ipv4',
      'create ip-set/block-ipv6',
      'create web-acl',
      'create web-acl-association',
    ]);
    const again = await deploy();
    expect(changed(again)).toEqual([]);
    expect(again.calls).toEqual({ ...again.calls, total: calls + 8, writes: 0 });
  });

  it('blocks a burst and an attack', async () => {
    expect(await passes("?name=1'%20or%20'1'='1")).toBe(false);
    const burst: boolean[] = [];
    for (let sent = 0; sent < 12; sent += 1) burst.push(await passes());
    expect([burst[0], burst.at(-1)]).toEqual([true, false]);
  });

  it('says what it blocked: to metrics, explain, and a smoke test', async () => {
    const { metrics } = await project.json<Metrics>(['metrics', ...stage]);
    const blocked = metrics.filter(({ id }) => id === 'firewallBlocked');
    expect(blocked.map(({ of }) => of)).toEqual(['block-addresses', 'rate-limit', 'common', 'sqli']);
    expect(blocked.find(({ of }) => of === 'sqli')?.total).toBe(1);
    const { causes } = await project.json<Explained>(['explain', '403', ...stage]);
    const cause = causes.find((one) => one.cause === 'waf-blocked');
    expect(cause?.because).toMatch(
      /blocked \d+ requests by rate-limit and 1 request by sqli \(SQLi_QUERYARGUMENTS\)\. The latest/,
    );
    const { requestId } = (await (await fetch(`${url}/nowhere`)).json()) as { requestId: string };
    const one = await project.json<Explained>(['explain', requestId, ...stage]);
    expect(one.causes.map((each) => [each.cause, each.verdict])).toEqual([['waf-blocked', 'so']]);
    expect(one.causes[0]?.fix).toContain('waf.rateLimit');
    const smoke = await project.apikit(['smoke', ...stage], { env: { APIKIT_KEY: 'x'.repeat(20) } });
    expect(smoke.code).not.toBe(0);
    expect(smoke.stdout.replaceAll(/\s+/g, ' ')).toContain('The firewall of the stage (AWS WAF) blocked the request');
  });

  it('repairs what somebody changed, and keeps the rest', async () => {
    setWaf('{ rateLimit: 2000, managedRules: [common], ipSets: { block: [198.51.100.0/24] }, count: true }');
    const deployed = await deploy();
    expect(changed(deployed)).toEqual(['delete ip-set/block-ipv6', 'update web-acl']);
    expect(await names()).toEqual(['items-api-dev', 'items-api-dev-block-ipv4']);
    expect(await passes('?q=%3Cscript%3E')).toBe(true);
    const { fine } = await project.json<{ fine: { check: string; what: string }[] }>(['doctor', ...stage]);
    expect(fine.find(({ check }) => check === 'firewall')?.what).toContain('on 1 day so far');
  });

  it('gives way to an existing web ACL, and false takes that away, too', async () => {
    const waf = await clients.waf();
    const VisibilityConfig = { MetricName: 'company', SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true };
    const { Summary } = await waf.send(
      new CreateWebACLCommand({ Name: 'company', Scope, DefaultAction: { Allow: {} }, VisibilityConfig }),
    );
    setWaf(String(Summary?.ARN));
    expect(changed(await deploy())).toEqual([
      'delete ip-set/block-ipv4',
      'delete web-acl',
      'update web-acl-association',
    ]);
    expect(await names()).toEqual(['company']);
    setWaf('false');
    expect(changed(await deploy())).toEqual(['delete web-acl-association']);
    expect(changed(await deploy())).toEqual([]);
    expect(await names()).toEqual(['company']);
  });

  it('does not replace a web ACL that somebody else put in front of the stage, unless the user adopts', async () => {
    const waf = await clients.waf();
    const { WebACLs = [] } = await waf.send(new ListWebACLsCommand({ Scope }));
    const company = WebACLs.find(({ Name }) => Name === 'company')!.ARN!;
    const [, api] = /\/\/([a-z0-9]+)\.execute-api|execute-api\/([a-z0-9]+)\//.exec(url)!.slice().filter(Boolean);
    const ResourceArn = `arn:aws:apigateway:us-east-1::/restapis/${api}/stages/dev`;
    await waf.send(new AssociateWebACLCommand({ WebACLArn: company, ResourceArn }));
    const inFront = async () => (await waf.send(new GetWebACLForResourceCommand({ ResourceArn }))).WebACL?.Name;

    setWaf('{ rateLimit: 2000 }');
    for (const command of ['plan', 'deploy']) {
      const refused = await project.apikit([command, ...stage, ...(command === 'deploy' ? ['--yes'] : [])]);
      const words = refused.stderr.replaceAll(/\s+/g, ' ');
      expect(refused.code).toBe(1);
      expect(words).toContain(`protected by the web ACL company (${company}), which apikit did not put in front of it`);
      expect(words).toContain(`Write waf: ${company} in apikit.yaml to keep it, or deploy with --adopt`);
      expect(await inFront()).toBe('company');
    }
    const { changes } = await project.json<Deployed>(['deploy', ...stage, '--yes', '--adopt']);
    expect(changes.map(({ action, resource }) => `${action} ${resource}`)).toContain('adopt web-acl-association');
    expect(await inFront()).toBe('items-api-dev');
    expect(changed(await deploy())).toEqual([]);

    setWaf('false');
    await waf.send(new AssociateWebACLCommand({ WebACLArn: company, ResourceArn }));
    expect((await project.apikit(['plan', ...stage])).stdout).toMatch(/web-acl-association.*company/);
    await deploy();
    expect(await names()).toEqual(['company']);
  });

  it('protects the stage until a destroy has deleted it', async () => {
    setWaf('{ rateLimit: 2000, ipSets: { block: [198.51.100.0/24] } }');
    await deploy();
    const proxy = await startCountingProxy(project.cloud.endpoint);
    const destroying = ['destroy', ...stage, '--yes', '--delete-data'];
    const { code, stderr } = await project.apikit(destroying, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    await proxy.close();
    expect(code, stderr).toBe(0);
    const at = (name: RegExp) => proxy.calls.findIndex((call) => name.test(call));
    expect(at(/DELETE \/restapis\/\w+\/stages\/dev/)).toBeGreaterThan(0);
    expect(at(/DeleteWebACL/)).toBeGreaterThan(at(/DELETE \/restapis\/\w+\/stages\/dev/));
    expect(at(/DisassociateWebACL/)).toBe(-1);
    expect(await names()).toEqual(['company']);
  });

  it('goes with the stage, also if apikit.yaml no longer has it', async () => {
    setWaf('{ rateLimit: 2000, ipSets: { block: [198.51.100.0/24] } }');
    expect(changed(await deploy())).toContain('create web-acl-association');
    const waf = await clients.waf();
    const { WebACLs = [] } = await waf.send(new ListWebACLsCommand({ Scope }));
    expect(WebACLs.map(({ Name }) => Name)).toContain('items-api-dev');
    project.edit('apikit.yaml', (text) => text.replace(/^waf: .*\n/m, ''));
    const { code, stderr } = await project.apikit(['destroy', ...stage, '--yes', '--delete-data']);
    expect(code, stderr).toBe(0);
    expect(await names()).toEqual(['company']);
  });
});
