/** AWS WAF of the embedded cloud, over HTTP with AWS's own SDK. */
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteStageCommand,
  GetResourcesCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AssociateWebACLCommand,
  CheckCapacityCommand,
  CreateIPSetCommand,
  CreateWebACLCommand,
  DeleteIPSetCommand,
  DeleteWebACLCommand,
  DescribeManagedRuleGroupCommand,
  DisassociateWebACLCommand,
  GetIPSetCommand,
  GetSampledRequestsCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListAvailableManagedRuleGroupsCommand,
  ListIPSetsCommand,
  ListResourcesForWebACLCommand,
  ListTagsForResourceCommand,
  ListWebACLsCommand,
  type Rule,
  type Statement,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIPSetCommand,
  UpdateWebACLCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service } from '../../../src/local/services/wafv2/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const Scope = 'REGIONAL' as const;
const visible = (MetricName: string) => ({ MetricName, SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true });
let cloud: Services;
let waf: WAFV2Client;
let gateway: APIGatewayClient;

beforeEach(async () => {
  cloud = await startServices([apigateway, service]);
  const config = {
    region: 'eu-west-1',
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  waf = new WAFV2Client(config);
  gateway = new APIGatewayClient(config);
});
afterEach(async () => {
  waf.destroy();
  gateway.destroy();
  await cloud.close();
});

const rule = (Name: string, Priority: number, Statement: Statement): Rule => ({
  Name,
  Priority,
  Statement,
  ...(Statement.ManagedRuleGroupStatement ? { OverrideAction: { None: {} } } : { Action: { Block: {} } }),
  VisibilityConfig: visible(Name),
});
const geo = rule('geo', 0, { GeoMatchStatement: { CountryCodes: ['DE'] } });
const managed = (Name: string) => ({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name } });

const settings = (Rules: Rule[] = [geo]) => ({
  Scope,
  DefaultAction: { Allow: {} },
  Rules,
  VisibilityConfig: visible('shop'),
});
async function createAcl(Rules?: Rule[], Name = 'shop') {
  const Tags = [{ Key: 'team', Value: 'a' }];
  const { Summary } = await waf.send(new CreateWebACLCommand({ ...settings(Rules), Name, Tags }));
  return { Name, Id: Summary!.Id!, ARN: Summary!.ARN!, LockToken: Summary!.LockToken! };
}
const createSet = async (Addresses: string[], IPAddressVersion: 'IPV4' | 'IPV6' = 'IPV4') =>
  (await waf.send(new CreateIPSetCommand({ Name: 'office', Scope, IPAddressVersion, Addresses }))).Summary!;

async function createStage(): Promise<string> {
  const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name: 'shop' }));
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await gateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/prod`;
}

describe('a web ACL', () => {
  it('is changed and deleted only with the lock token of the last read', async () => {
    const { ARN, LockToken, ...id } = await createAcl();
    const read = await waf.send(new GetWebACLCommand({ ...id, Scope }));
    expect(read.WebACL).toMatchObject({ ARN, Capacity: 1, Rules: [geo], DefaultAction: { Allow: {} } });
    expect(read.LockToken).toBe(LockToken);
    expect((await waf.send(new GetWebACLCommand({ ARN }))).WebACL?.Id).toBe(id.Id);
    const { NextLockToken } = await waf.send(new UpdateWebACLCommand({ ...id, ...settings([]), LockToken }));
    await expect(waf.send(new UpdateWebACLCommand({ ...id, ...settings(), LockToken }))).rejects.toMatchObject({
      name: 'WAFOptimisticLockException',
    });
    await expect(waf.send(new DeleteWebACLCommand({ ...id, Scope, LockToken }))).rejects.toMatchObject({
      name: 'WAFOptimisticLockException',
    });
    await waf.send(new DeleteWebACLCommand({ ...id, Scope, LockToken: NextLockToken }));
    expect((await waf.send(new ListWebACLsCommand({ Scope }))).WebACLs).toEqual([]);
  });

  it('has a name of its own', async () => {
    await createAcl();
    await expect(createAcl()).rejects.toMatchObject({ name: 'WAFDuplicateItemException' });
  });

  it.each<[string, Rule[], string]>([
    ['two rules with one priority', [geo, { ...geo, Name: 'other' }], 'WAFInvalidParameterException'],
    [
      'a group with an action',
      [{ ...rule('g', 0, managed('AWSManagedRulesCommonRuleSet')), Action: { Block: {} } }],
      'WAFInvalidParameterException',
    ],
    ['a rule without an action', [{ ...geo, Action: undefined }], 'WAFInvalidParameterException'],
    [
      'a rate that is nested',
      [rule('r', 0, { NotStatement: { Statement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } } } })],
      'WAFInvalidParameterException',
    ],
    [
      'a window of 90 seconds',
      [rule('r', 0, { RateBasedStatement: { Limit: 10, EvaluationWindowSec: 90, AggregateKeyType: 'IP' } })],
      'WAFInvalidParameterException',
    ],
    [
      'a limit below 10',
      [rule('r', 0, { RateBasedStatement: { Limit: 9, AggregateKeyType: 'IP' } })],
      'ValidationException',
    ],
    ['an unknown group', [rule('g', 0, managed('AWSManagedRulesNothing'))], 'WAFNonexistentItemException'],
    [
      'an unknown IP set',
      [rule('i', 0, { IPSetReferenceStatement: { ARN: 'arn:aws:wafv2:eu-west-1:000000000000:regional/ipset/x/y' } })],
      'WAFNonexistentItemException',
    ],
    [
      'a statement that is not emulated',
      [rule('l', 0, { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } })],
      'NotImplementedException',
    ],
    [
      'more than 5,000 units',
      Array.from({ length: 8 }, (_, index) => rule(`g${index}`, index, managed('AWSManagedRulesCommonRuleSet'))),
      'WAFLimitsExceededException',
    ],
  ])('is refused with %s', async (_, rules, name) => {
    await expect(createAcl(rules)).rejects.toMatchObject({ name });
  });

  it('needs the published capacity', async () => {
    const { Summary } = { Summary: await createSet(['203.0.113.0/24']) };
    const Rules = [
      geo,
      rule('set', 1, {
        OrStatement: {
          Statements: [
            { IPSetReferenceStatement: { ARN: Summary.ARN } },
            { GeoMatchStatement: { CountryCodes: ['FR'] } },
          ],
        },
      }),
      rule('rate', 2, { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP' } }),
      rule('common', 3, managed('AWSManagedRulesCommonRuleSet')),
      rule('xss', 4, {
        XssMatchStatement: { FieldToMatch: { Body: {} }, TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }] },
      }),
    ];
    expect((await waf.send(new CheckCapacityCommand({ Scope, Rules }))).Capacity).toBe(1 + 2 + 2 + 700 + 50);
    const described = await waf.send(
      new DescribeManagedRuleGroupCommand({ Scope, VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' }),
    );
    expect(described.Capacity).toBe(700);
    const { ManagedRuleGroups = [] } = await waf.send(new ListAvailableManagedRuleGroupsCommand({ Scope }));
    expect(ManagedRuleGroups.map(({ Name }) => Name)).toContain('AWSManagedRulesSQLiRuleSet');
  });

  it('has tags', async () => {
    const { ARN: ResourceARN } = await createAcl();
    await waf.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }));
    await waf.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    const { TagInfoForResource } = await waf.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(TagInfoForResource).toEqual({ ResourceARN, TagList: [{ Key: 'b', Value: '2' }] });
  });
});

describe('an IP set', () => {
  it('is not deleted as long as a rule refers to it', async () => {
    const { ARN, Id = '', LockToken } = await createSet(['203.0.113.0/24']);
    const { Id: acl, LockToken: aclToken } = await createAcl([rule('i', 0, { IPSetReferenceStatement: { ARN } })]);
    const set = { Name: 'office', Id, Scope, LockToken };
    await expect(waf.send(new DeleteIPSetCommand(set))).rejects.toMatchObject({ name: 'WAFAssociatedItemException' });
    await waf.send(new DeleteWebACLCommand({ Name: 'shop', Id: acl, Scope, LockToken: aclToken }));
    const { NextLockToken } = await waf.send(new UpdateIPSetCommand({ ...set, Addresses: ['10.0.0.0/8'] }));
    expect((await waf.send(new GetIPSetCommand({ Name: 'office', Id, Scope }))).IPSet?.Addresses).toEqual([
      '10.0.0.0/8',
    ]);
    await waf.send(new DeleteIPSetCommand({ ...set, LockToken: NextLockToken }));
    expect((await waf.send(new ListIPSetsCommand({ Scope }))).IPSets).toEqual([]);
  });

  it.each(['203.0.113.1', '0.0.0.0/0', '2001:db8::/32', 'office'])('refuses %s among IPv4 ranges', async (range) => {
    await expect(createSet([range])).rejects.toMatchObject({ name: 'WAFInvalidParameterException' });
  });
});

describe('an association', () => {
  it('is shown by the stage, and holds the web ACL until it ends', async () => {
    const acl = await createAcl();
    const ResourceArn = await createStage();
    const [, restApiId, , stageName] = ResourceArn.split('::/')[1]!.split('/');
    const shown = () => gateway.send(new GetStageCommand({ restApiId, stageName }));
    expect((await shown()).webAclArn).toBeUndefined();
    await waf.send(new AssociateWebACLCommand({ WebACLArn: acl.ARN, ResourceArn }));
    expect((await shown()).webAclArn).toBe(acl.ARN);
    expect((await waf.send(new GetWebACLForResourceCommand({ ResourceArn }))).WebACL?.Name).toBe('shop');
    const list = (ResourceType?: 'API_GATEWAY') =>
      waf.send(new ListResourcesForWebACLCommand({ WebACLArn: acl.ARN, ResourceType }));
    expect((await list('API_GATEWAY')).ResourceArns).toEqual([ResourceArn]);
    expect((await list()).ResourceArns).toEqual([]);
    const remove = () =>
      waf.send(new DeleteWebACLCommand({ Name: acl.Name, Id: acl.Id, Scope, LockToken: acl.LockToken }));
    await expect(remove()).rejects.toMatchObject({ name: 'WAFAssociatedItemException' });
    await waf.send(new DisassociateWebACLCommand({ ResourceArn }));
    expect((await waf.send(new GetWebACLForResourceCommand({ ResourceArn }))).WebACL).toBeUndefined();
    await waf.send(new AssociateWebACLCommand({ WebACLArn: acl.ARN, ResourceArn }));
    await gateway.send(new DeleteStageCommand({ restApiId, stageName }));
    await remove();
  });

  it('needs a stage and a web ACL that exist', async () => {
    const { ARN: WebACLArn } = await createAcl();
    const associate = (ResourceArn: string, arn = WebACLArn) =>
      waf.send(new AssociateWebACLCommand({ WebACLArn: arn, ResourceArn }));
    const none = 'arn:aws:apigateway:eu-west-1::/restapis/abcdefghij/stages/prod';
    await expect(associate(none)).rejects.toMatchObject({ name: 'WAFNonexistentItemException' });
    await expect(associate(await createStage(), `${WebACLArn}0`)).rejects.toMatchObject({
      name: 'WAFNonexistentItemException',
    });
    await expect(associate('arn:aws:lambda:eu-west-1:000000000000:function:shop-long')).rejects.toMatchObject({
      name: 'WAFInvalidParameterException',
    });
  });
});

it('samples are those of one rule and of the asked time', async () => {
  const { ARN: WebAclArn } = await createAcl();
  const now = Date.now();
  cloud.cloud.collection({ account: '000000000000', region: 'eu-west-1' }, 'wafv2.samples').put(`${WebAclArn} geo`, [
    { at: now - 4 * 3_600_000, request: { Request: { URI: '/old' }, Action: 'BLOCK' } },
    { at: now - 60_000, request: { Request: { URI: '/new' }, Action: 'BLOCK' } },
  ]);
  const TimeWindow = { StartTime: new Date(now - 86_400_000), EndTime: new Date(now) };
  const ask = (RuleMetricName: string) =>
    waf.send(new GetSampledRequestsCommand({ WebAclArn, RuleMetricName, Scope, TimeWindow, MaxItems: 10 }));
  expect((await ask('geo')).SampledRequests?.map(({ Request }) => Request?.URI)).toEqual(['/new']);
  expect((await ask('other')).PopulationSize).toBe(0);
});
