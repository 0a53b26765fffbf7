/**
 * An embedded cloud in which callers may do only what policies allow: the action, resource and condition that decide
 * about a call.
 */
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetRestApisCommand,
  PutRestApiCommand,
  TagResourceCommand,
  UpdateAccountCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const REGION = 'eu-west-1';
const GATEWAY = `arn:aws:apigateway:${REGION}::`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

interface Statement {
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
}

const policies: string[] = [];
const allow = (...statements: Statement[]) => {
  const Statement = statements.map((one) => ({ Effect: 'Allow', ...one }));
  policies.splice(0, policies.length, JSON.stringify({ Version: '2012-10-17', Statement }));
};
const EVERYTHING: Statement = { Action: '*', Resource: '*' };

let cloud: RunningCloud;
let at: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
let gateway: APIGatewayClient;
let own: string;
let other: string;

beforeAll(async () => {
  allow(EVERYTHING);
  cloud = await startTestCloud({ callerPolicies: policies });
  at = { endpoint: cloud.endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  gateway = new APIGatewayClient(at);
  const make = async (app: string) =>
    (await gateway.send(new CreateRestApiCommand({ name: app, tags: { 'apikit:app': app } }))).id!;
  [own, other] = [await make('shop'), await make('other')];
});
beforeEach(() => allow(EVERYTHING));
afterAll(() => cloud.close());

/** Returns the text with which a call was refused; `undefined` if it was carried out or failed for another reason. */
async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  const message = await call.then(
    () => '',
    (error: Error) => error.message,
  );
  return /not authorized to perform: (.+) because no identity-based policy allows/.exec(message)?.[1];
}

const ifShop = { StringEquals: { 'aws:ResourceTag/apikit:app': 'shop' } };

describe('API Gateway', () => {
  it('gives resources below an API the tags of the API', async () => {
    allow({ Action: ['apigateway:PUT', 'apigateway:POST'], Resource: `${GATEWAY}/restapis/*`, Condition: ifShop });
    const body = Buffer.from(JSON.stringify({ openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: {} }));
    expect(await refusal(gateway.send(new PutRestApiCommand({ restApiId: own, body })))).toBeUndefined();
    expect(await refusal(gateway.send(new CreateDeploymentCommand({ restApiId: own })))).toBeUndefined();
    expect(await refusal(gateway.send(new CreateDeploymentCommand({ restApiId: other })))).toBe(
      `apigateway:POST on resource: ${GATEWAY}/restapis/${other}/deployments`,
    );
    expect(await refusal(gateway.send(new DeleteRestApiCommand({ restApiId: own })))).toMatch(/^apigateway:DELETE/);
  });

  it('requires the tags that a policy names when a resource is created, and the permission to tag it', async () => {
    const when = { StringEquals: { 'aws:RequestTag/apikit:app': 'shop' } };
    allow(
      { Action: 'apigateway:POST', Resource: `${GATEWAY}/restapis`, Condition: when },
      { Action: 'apigateway:PUT', Resource: `${GATEWAY}/tags/*` },
    );
    const make = (tags: Record<string, string>) => refusal(gateway.send(new CreateRestApiCommand({ name: 'x', tags })));
    expect(await make({ 'apikit:app': 'shop' })).toBeUndefined();
    expect(await make({ 'apikit:app': 'other' })).toBe(`apigateway:POST on resource: ${GATEWAY}/restapis`);
    allow({ Action: 'apigateway:POST', Resource: '*' });
    expect(await make({ 'apikit:app': 'shop' })).toBe(
      `apigateway:PUT on resource: ${GATEWAY}/tags/${encodeURIComponent(`${GATEWAY}/restapis/*`)}`,
    );
  });

  it('allows tagging only to callers who may change the resource', async () => {
    allow(
      { Action: 'apigateway:PUT', Resource: `${GATEWAY}/tags/*` },
      { Action: 'apigateway:PATCH', Resource: `${GATEWAY}/restapis/*`, Condition: ifShop },
    );
    const tag = (id: string) =>
      refusal(gateway.send(new TagResourceCommand({ resourceArn: `${GATEWAY}/restapis/${id}`, tags: { a: 'b' } })));
    expect(await tag(own)).toBeUndefined();
    expect(await tag(other)).toBe(`apigateway:PATCH on resource: ${GATEWAY}/restapis/${other}`);
  });

  it('accepts a role only from a caller who may pass it', async () => {
    const value = 'arn:aws:iam::000000000000:role/logs';
    const command = new UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }],
    });
    allow(
      { Action: 'apigateway:PATCH', Resource: `${GATEWAY}/account` },
      {
        Action: 'iam:PassRole',
        Resource: value,
        Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
    );
    expect(await refusal(gateway.send(command))).toBe(`iam:PassRole on resource: ${value}`);
  });

  it('rejects ARNs with an account, because AWS has none there', async () => {
    allow({ Action: 'apigateway:GET', Resource: `arn:aws:apigateway:${REGION}:000000000000:/restapis` });
    expect(await refusal(gateway.send(new GetRestApisCommand({})))).toBe(
      `apigateway:GET on resource: ${GATEWAY}/restapis`,
    );
  });
});

describe('creating a resource with tags', () => {
  const tags = [{ Key: 'a', Value: 'b' }];
  const table = {
    TableName: 'items',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    BillingMode: 'PAY_PER_REQUEST' as const,
  };
  it.each<[string, string, (tagged: boolean) => Promise<unknown>]>([
    [
      'dynamodb:CreateTable',
      'dynamodb:TagResource',
      (tagged) => new DynamoDBClient(at).send(new CreateTableCommand({ ...table, ...(tagged && { Tags: tags }) })),
    ],
    [
      'logs:CreateLogGroup',
      'logs:TagResource',
      (tagged) =>
        new CloudWatchLogsClient(at).send(
          new CreateLogGroupCommand({ logGroupName: 'g', ...(tagged && { tags: { a: 'b' } }) }),
        ),
    ],
    [
      'sns:CreateTopic',
      'SNS:TagResource',
      (tagged) => new SNSClient(at).send(new CreateTopicCommand({ Name: 't', ...(tagged && { Tags: tags }) })),
    ],
    [
      'iam:CreateRole',
      'iam:TagRole',
      (tagged) =>
        new IAMClient(at).send(
          new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...(tagged && { Tags: tags }) }),
        ),
    ],
  ])('%s needs %s', async (making, tagging, make) => {
    allow({ Action: making, Resource: '*' });
    expect(await refusal(make(true))).toMatch(new RegExp(`^${tagging} on resource`));
    expect(await refusal(make(false))).toBeUndefined();
  });
});

describe('conditions', () => {
  it('include the permissions boundary of a role', async () => {
    const boundary = 'arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess';
    const iam = new IAMClient(at);
    const role = { AssumeRolePolicyDocument: TRUST };
    await iam.send(new CreateRoleCommand({ ...role, RoleName: 'free' }));
    allow({
      Action: ['iam:CreateRole', 'iam:PutRolePolicy'],
      Resource: '*',
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    });
    const put = (RoleName: string) =>
      refusal(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policies[0] })));
    expect(await refusal(iam.send(new CreateRoleCommand({ ...role, RoleName: 'other' })))).toMatch(/^iam:CreateRole/);
    expect(await put('free')).toMatch(/^iam:PutRolePolicy/);
    await iam.send(new CreateRoleCommand({ ...role, RoleName: 'bound', PermissionsBoundary: boundary }));
    expect(await put('bound')).toBeUndefined();
  });

  it('include the principal that a function permission allows', async () => {
    allow({
      Action: 'lambda:AddPermission',
      Resource: '*',
      Condition: { StringEquals: { 'lambda:Principal': 'apigateway.amazonaws.com' } },
    });
    const add = (Principal: string) =>
      refusal(
        new LambdaClient(at).send(
          new AddPermissionCommand({ FunctionName: 'f', StatementId: 's', Action: 'lambda:InvokeFunction', Principal }),
        ),
      );
    expect(await add('*')).toMatch(/^lambda:AddPermission/);
    expect(await add('apigateway.amazonaws.com')).toBeUndefined();
  });
});
