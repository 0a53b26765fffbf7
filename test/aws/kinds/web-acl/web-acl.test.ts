/** The kinds `ip-set`, `web-acl` and `web-acl-association`: created, unchanged, repaired and removed. */
import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  GetIPSetCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListIPSetsCommand,
  ListWebACLsCommand,
  UpdateIPSetCommand,
  UpdateWebACLCommand,
} from '@aws-sdk/client-wafv2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKinds } from '../../../../src/aws/kinds/registry.ts';
import type { RuleProperties } from '../../../../src/aws/kinds/web-acl/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { service as wafv2 } from '../../../../src/local/services/wafv2/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev';
const Scope = 'REGIONAL' as const;
let world: World;

beforeEach(async () => {
  world = await startWorld([apigateway, wafv2]);
});
afterEach(async () => await world.close());

const kindOf = (kind: string): Kind => createKinds(world).get(kind)!;
const waf = () => world.clients.waf();

const set = (addresses: string[], family = 'ipv4') =>
  resource('ip-set', `${NAME}-block-${family}`, { family, addresses, tags: TAGS });
const acl = (rules: Record<string, RuleProperties>): Resource => resource('web-acl', NAME, { rules, tags: TAGS });
const limit: RuleProperties = { priority: 1, action: 'block', requests: 2000 };
const differences = (wanted: Resource) => differencesOf(kindOf(wanted.kind), wanted, world);
const make = (wanted: Resource) => reconcile(kindOf(wanted.kind), wanted, world);

const refuse = (operation: string, type: string, times = 1) =>
  world.proxy.add({ method: 'POST', path: /^\/$/, operation, times, refuse: { status: 400, type, message: type } });

async function createStage(tags: Record<string, string> = TAGS): Promise<string> {
  const gateway: APIGatewayClient = await world.clients.apiGateway();
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name: NAME }));
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  const { id: deploymentId } = await gateway.send(new CreateDeploymentCommand({ restApiId }));
  await gateway.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'dev', tags }));
  return `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/dev`;
}

it('rules of every form are created once, and have no differences afterwards', async () => {
  const { attributes } = await make(set(['203.0.113.0/24']));
  const { attributes: six } = await make(set(['2001:db8::/32'], 'ipv6'));
  const wanted = acl({
    'block-addresses': {
      priority: 0,
      action: 'block',
      addresses: { ipv4: String(attributes.arn), ipv6: String(six.arn) },
    },
    'rate-limit': limit,
    'block-countries': { priority: 2, action: 'count', countries: ['DE', 'FR'] },
    'allow-countries': { priority: 3, action: 'block', countriesExcept: ['AT'] },
    common: { priority: 4, action: 'block', managed: 'AWSManagedRulesCommonRuleSet' },
    sqli: { priority: 5, action: 'count', managed: 'AWSManagedRulesSQLiRuleSet' },
  });
  expect(await callsOf(world, () => make(wanted))).toEqual({ calls: 2, writes: 1 });
  expect(await differences(wanted)).toEqual([]);
  const again = await callsOf(world, () => make(wanted));
  expect(again).toEqual({ calls: 3, writes: 0 });
});

it('a change is one write with the current lock token, and drift is repaired', async () => {
  await make(acl({ 'rate-limit': limit }));
  const wanted = acl({ 'rate-limit': { ...limit, requests: 500 } });
  expect(await differences(wanted)).toEqual(['rules.rate-limit.requests']);
  const observed = await kindOf('web-acl').read(wanted, world.context);
  // Somebody changes the web ACL between the plan and the deploy.
  const client = await waf();
  const { WebACLs = [] } = await client.send(new ListWebACLsCommand({ Scope }));
  const id = { Name: NAME, Id: WebACLs[0]?.Id, Scope };
  const { WebACL, LockToken } = await client.send(new GetWebACLCommand(id));
  const { VisibilityConfig } = WebACL!;
  await client.send(
    new UpdateWebACLCommand({ ...id, LockToken, Rules: [], DefaultAction: { Block: {} }, VisibilityConfig }),
  );
  expect(await callsOf(world, () => kindOf('web-acl').apply(wanted, observed, world.context))).toEqual({
    calls: 2,
    writes: 1,
  });
  expect(await differences(wanted)).toEqual([]);
  const kept = await client.send(new GetWebACLCommand(id));
  const [rule] = kept.WebACL?.Rules ?? [];
  const scoped = {
    ...rule!,
    Statement: { RateBasedStatement: { ...rule!.Statement!.RateBasedStatement!, EvaluationWindowSec: 60 } },
  };
  await client.send(
    new UpdateWebACLCommand({
      ...id,
      LockToken: kept.LockToken,
      Rules: [scoped],
      DefaultAction: { Block: {} },
      VisibilityConfig,
    }),
  );
  expect(await differences(wanted)).toEqual(['otherwise', 'rules.rate-limit']);
  await make(wanted);
  expect(await differences(wanted)).toEqual([]);
});

it('addresses are compared as ranges, whatever AWS writes', async () => {
  const wanted = set(['2001:db8::/32'], 'ipv6');
  const { attributes } = await make(wanted);
  const client = await waf();
  const id = { Name: wanted.name, Id: String(attributes.id), Scope };
  const change = async (Addresses: string[]) => {
    const { LockToken } = await client.send(new GetIPSetCommand(id));
    await client.send(new UpdateIPSetCommand({ ...id, Addresses, LockToken }));
  };
  await change(['2001:0db8:0000:0000:0000:0000:0000:0000/32']);
  expect(await differences(wanted)).toEqual([]);
  await change(['2001:db9::/32']);
  expect(await differences(wanted)).toEqual(['addresses']);
  await make(wanted);
  expect(await differences(wanted)).toEqual([]);
});

it('waits until AWS WAF knows a new web ACL, and associates it', async () => {
  const stage = await createStage();
  const { attributes } = await make(acl({ 'rate-limit': limit }));
  const wanted = resource('web-acl-association', NAME, { stage, present: null, webAcl: attributes.arn });
  refuse('AssociateWebACL', 'WAFUnavailableEntityException', 2);
  await make(wanted);
  expect(world.notes.join()).toContain('waiting for AWS WAF');
  const client = await waf();
  const { WebACL } = await client.send(new GetWebACLForResourceCommand({ ResourceArn: stage }));
  expect(WebACL?.ARN).toBe(attributes.arn);
  const kept = { ...wanted, properties: { ...wanted.properties, present: attributes.arn } };
  expect(await callsOf(world, () => make(kept))).toEqual({ calls: 0, writes: 0 });
});

it('a removal takes the web ACL away from its stage first, and waits until AWS WAF has seen that', async () => {
  const stage = await createStage();
  const block = set(['203.0.113.0/24']);
  const { attributes } = await make(block);
  const rules = {
    'block-addresses': { priority: 0, action: 'block' as const, addresses: { ipv4: String(attributes.arn) } },
  };
  const made = await make(acl(rules));
  await make(resource('web-acl-association', NAME, { stage, present: null, webAcl: made.attributes.arn }));
  refuse('DeleteWebACL', 'WAFAssociatedItemException');
  for (const wanted of [acl(rules), block]) {
    const kind = kindOf(wanted.kind);
    const observed = await kind.read(wanted, world.context);
    await kind.remove(wanted, observed!, world.context);
    // A second run finds nothing to do.
    await kind.remove(wanted, observed!, world.context);
  }
  const client = await waf();
  expect((await client.send(new ListWebACLsCommand({ Scope }))).WebACLs).toEqual([]);
  expect((await client.send(new ListIPSetsCommand({ Scope }))).IPSets).toEqual([]);
});

it('a web ACL that protects the stage of somebody else is not removed', async () => {
  const stage = await createStage({ 'apikit:app': 'other', 'apikit:stage': 'dev' });
  const { attributes } = await make(acl({ 'rate-limit': limit }));
  await make(resource('web-acl-association', NAME, { stage, present: null, webAcl: attributes.arn }));
  const kind = kindOf('web-acl');
  const wanted = acl({ 'rate-limit': limit });
  const observed = await kind.read(wanted, world.context);
  await expect(kind.remove(wanted, observed!, world.context)).rejects.toMatchObject({
    code: 'WebAclInUse',
    message: expect.stringContaining(stage),
  });
});

it('a lost response does not create a second one', async () => {
  for (const operation of ['CreateWebACL', 'CreateIPSet']) {
    world.proxy.add({ method: 'POST', path: /^\/$/, operation, loseAnswer: true });
  }
  await make(set(['203.0.113.0/24']));
  await make(acl({ 'rate-limit': limit }));
  expect(await differences(acl({ 'rate-limit': limit }))).toEqual([]);
});
