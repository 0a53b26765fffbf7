import { APIGatewayClient, CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { service as apigateway } from '../../../src/local/services/apigateway/service.ts';
import { service as cloudwatch } from '../../../src/local/services/cloudwatch/service.ts';
import { service as dynamodb } from '../../../src/local/services/dynamodb/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../src/local/services/lambda/service.ts';
import { service as logs } from '../../../src/local/services/logs/service.ts';
import { service as sns } from '../../../src/local/services/sns/service.ts';
import { service as ssm } from '../../../src/local/services/ssm/service.ts';
import { service as sts } from '../../../src/local/services/sts/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const ACCOUNT = '000000000000';
const REGION = 'eu-west-1';
const ROOT = { accessKeyId: 'test', secretAccessKey: 'test' };
const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/items`;

let cloud: Services;
let root: { endpoint: string; region: string; credentials: typeof ROOT };

beforeAll(async () => {
  cloud = await startServices([apigateway, cloudwatch, dynamodb, iam, lambda, logs, sns, ssm, sts]);
  root = { endpoint: cloud.endpoint, region: REGION, credentials: ROOT };
  const client = new DynamoDBClient(root);
  for (const TableName of ['items', 'other']) {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
  }
  for (const TableName of ['items', 'other']) await untilActive(client, TableName);
});
afterAll(() => cloud.close());

async function untilActive(client: DynamoDBClient, TableName: string): Promise<void> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

let made = 0;

/** Creates a role with one inline policy, and returns a client's configuration with a session of it. */
async function roleWith(...statements: object[]) {
  made += 1;
  const RoleName = `role-${made}`;
  const client = new IAMClient(root);
  const trust = document({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
  await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  if (statements.length > 0) {
    await client.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: document(...statements) }),
    );
  }
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
  const { Credentials } = await new STSClient(root).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'job' }));
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  return {
    RoleName,
    RoleArn,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${RoleName}/job`,
    as: { ...root, credentials },
  };
}

const key = (pk: string, sk = '1') => ({ pk: { S: pk }, sk: { S: sk } });
const get = (pk = 'a', TableName = 'items') => new GetItemCommand({ TableName, Key: key(pk) });

describe('DynamoDB', () => {
  it('names user, action, table and reason', async () => {
    const { as, arn } = await roleWith(allow('dynamodb:GetItem', TABLE));
    const client = new DynamoDBClient(as);
    expect(await client.send(get())).toBeTruthy();
    await expect(client.send(new PutItemCommand({ TableName: 'items', Item: key('a') }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${arn} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
      $metadata: { httpStatusCode: 400 },
    });
    await expect(client.send(get('a', 'other'))).rejects.toThrow(
      'dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:000000000000:table/other because',
    );
    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow(
      /dynamodb:ListTables because no identity-based policy/,
    );
  });

  it('a Deny wins, and is named in the error', async () => {
    const { as } = await roleWith(allow('dynamodb:*'), { ...allow('dynamodb:GetItem', TABLE), Effect: 'Deny' });
    const client = new DynamoDBClient(as);
    expect(await client.send(get('a', 'other'))).toBeTruthy();
    await expect(client.send(get())).rejects.toThrow('with an explicit deny in an identity-based policy');
  });

  it('an index is another resource than its table', async () => {
    const { as } = await roleWith(allow('dynamodb:Query', TABLE));
    const query = new QueryCommand({
      TableName: 'items',
      IndexName: 'by-time',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    });
    await expect(new DynamoDBClient(as).send(query)).rejects.toThrow(
      `dynamodb:Query on resource: ${TABLE}/index/by-time because`,
    );
  });

  it('batches need every table, transactions every part', async () => {
    const { as } = await roleWith(
      allow(['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem'], TABLE),
    );
    const client = new DynamoDBClient(as);
    const keys = { Keys: [key('a')] };
    expect(await client.send(new BatchGetItemCommand({ RequestItems: { items: keys } }))).toBeTruthy();
    await expect(client.send(new BatchGetItemCommand({ RequestItems: { items: keys, other: keys } }))).rejects.toThrow(
      'table/other',
    );
    const put = [{ PutRequest: { Item: key('b') } }];
    await expect(client.send(new BatchWriteItemCommand({ RequestItems: { items: put, other: put } }))).rejects.toThrow(
      'dynamodb:BatchWriteItem on resource: arn:aws:dynamodb:eu-west-1:000000000000:table/other',
    );
    const Put = { TableName: 'items', Item: key('c') };
    expect(await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }))).toBeTruthy();
    const Delete = { TableName: 'items', Key: key('d') };
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete }] }))).rejects.toThrow(
      'dynamodb:DeleteItem on resource',
    );
  });

  it('leading keys limit the readable partitions', async () => {
    const mine = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['me', 'me-*'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    const { as } = await roleWith(allow('dynamodb:*', TABLE, { Condition: mine }));
    const client = new DynamoDBClient(as);
    const query = (pk: string) =>
      new QueryCommand({
        TableName: 'items',
        KeyConditionExpression: '#p = :pk AND sk > :sk',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: '0' } },
      });
    const put = (pk: string) => new PutItemCommand({ TableName: 'items', Item: { ...key(pk), note: { S: 'x' } } });
    for (const command of [get('me'), put('me-2'), query('me')])
      expect(await client.send(command as never)).toBeTruthy();
    for (const command of [get('you'), put('you'), query('you'), new ScanCommand({ TableName: 'items' })]) {
      await expect(client.send(command as never)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
    const RequestItems = { items: [{ PutRequest: { Item: key('me') } }, { PutRequest: { Item: key('you') } }] };
    await expect(client.send(new BatchWriteItemCommand({ RequestItems }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('attributes limit reads and writes', async () => {
    const some = {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'title'] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    };
    const { as } = await roleWith(allow('dynamodb:GetItem', TABLE, { Condition: some }));
    const client = new DynamoDBClient(as);
    const read = (ProjectionExpression?: string) =>
      client.send(
        new GetItemCommand({
          TableName: 'items',
          Key: key('a'),
          ...(ProjectionExpression && { ProjectionExpression, ExpressionAttributeNames: { '#t': 'title' } }),
        }),
      );
    expect(await read('sk, #t')).toBeTruthy();
    await expect(read('secret, #t')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('other services', () => {
  it('SSM: parameters by name and by path', async () => {
    const ours = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/app/*`;
    await new SSMClient(root).send(new PutParameterCommand({ Name: '/app/key', Value: 'v', Type: 'String' }));
    const { as } = await roleWith(allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], ours));
    const client = new SSMClient(as);
    expect((await client.send(new GetParameterCommand({ Name: '/app/key' }))).Parameter?.Value).toBe('v');
    await expect(client.send(new GetParameterCommand({ Name: '/other/key' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `ssm:GetParameter on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/other/key because`,
      ),
    });
    await expect(client.send(new GetParametersByPathCommand({ Path: '/other' }))).rejects.toThrow(
      'parameter/other because',
    );
  });

  it('Logs: a policy has to end in :*', async () => {
    const stream = new CreateLogStreamCommand({ logGroupName: '/aws/lambda/f', logStreamName: 's' });
    const group = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/f`;
    const { as: without } = await roleWith(allow('logs:*', group));
    await expect(new CloudWatchLogsClient(without).send(stream)).rejects.toThrow(
      `logs:CreateLogStream on resource: ${group}:log-stream:`,
    );
    const { as } = await roleWith(allow('logs:*', `${group}:*`));
    await expect(new CloudWatchLogsClient(as).send(stream)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('SNS uses its own error message', async () => {
    const { TopicArn } = await new SNSClient(root).send(new CreateTopicCommand({ Name: 'news' }));
    const { as } = await roleWith(allow('sns:Publish', `${TopicArn}-not`));
    await expect(new SNSClient(as).send(new PublishCommand({ TopicArn, Message: 'm' }))).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringContaining(
        `SNS:Publish on resource: ${TopicArn} because no identity-based policy allows the SNS:Publish action`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
    const { as: allowed } = await roleWith(allow('sns:Publish', TopicArn!));
    expect(await new SNSClient(allowed).send(new PublishCommand({ TopicArn, Message: 'm' }))).toBeTruthy();
  });

  it('CloudWatch metrics have no resource but a namespace', async () => {
    const { as } = await roleWith(
      allow('cloudwatch:PutMetricData', '*', { Condition: { StringEquals: { 'cloudwatch:namespace': 'mine' } } }),
    );
    const put = (Namespace: string) =>
      new CloudWatchClient(as).send(
        new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }),
      );
    expect(await put('mine')).toBeTruthy();
    await expect(put('yours')).rejects.toThrow(/cloudwatch:PutMetricData because no identity-based policy/);
  });

  it('Lambda, IAM and API Gateway by their ARNs', async () => {
    const { as, arn, RoleName, RoleArn } = await roleWith(
      allow('apigateway:GET', `arn:aws:apigateway:${REGION}::/restapis`),
    );
    await expect(new LambdaClient(as).send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${arn} is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:${REGION}:${ACCOUNT}:function:f because no identity-based policy allows the lambda:GetFunction action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(new IAMClient(as).send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`iam:GetRole on resource: ${RoleArn} because`),
      $metadata: { httpStatusCode: 403 },
    });
    const gateway = new APIGatewayClient(as);
    expect((await gateway.send(new GetRestApisCommand({}))).items ?? []).toEqual([]);
    await expect(gateway.send(new CreateRestApiCommand({ name: 'a' }))).rejects.toThrow(
      `apigateway:POST on resource: arn:aws:apigateway:${REGION}::/restapis because`,
    );
  });
});

describe('the permissions of a role change', () => {
  it('with its policies, immediately', async () => {
    const { as, RoleName } = await roleWith(allow('dynamodb:GetItem'));
    const client = new DynamoDBClient(as);
    const admin = new IAMClient(root);
    expect(await client.send(get())).toBeTruthy();
    await admin.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
    await expect(client.send(get())).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { Policy } = await admin.send(
      new CreatePolicyCommand({ PolicyName: `p-${RoleName}`, PolicyDocument: document(allow('dynamodb:*')) }),
    );
    await admin.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy!.Arn }));
    expect(await client.send(get())).toBeTruthy();
    const PolicyDocument = document(allow('sns:*'));
    await admin.send(new CreatePolicyVersionCommand({ PolicyArn: Policy!.Arn, PolicyDocument, SetAsDefault: true }));
    await expect(client.send(get())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('within its permissions boundary', async () => {
    const { as, RoleName } = await roleWith(allow('*'));
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonSSMFullAccess';
    await new IAMClient(root).send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    await expect(new DynamoDBClient(as).send(get())).rejects.toThrow(
      'because no permissions boundary allows the dynamodb:GetItem action',
    );
  });
});

describe('sessions', () => {
  it('may always call GetCallerIdentity, and never GetSessionToken', async () => {
    const { as, arn } = await roleWith({ ...allow('*'), Effect: 'Deny' });
    const client = new STSClient(as);
    expect((await client.send(new GetCallerIdentityCommand({}))).Arn).toBe(arn);
    await expect(client.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('assume a role that trusts the account only if their own policies allow it', async () => {
    const target = await roleWith();
    const command = new AssumeRoleCommand({ RoleArn: target.RoleArn, RoleSessionName: 'next' });
    const { as: without } = await roleWith();
    await expect(new STSClient(without).send(command)).rejects.toThrow(
      'is not authorized to perform: sts:AssumeRole on resource',
    );
    const { as } = await roleWith(allow('sts:AssumeRole', target.RoleArn));
    expect((await new STSClient(as).send(command)).AssumedRoleUser?.Arn).toContain('/next');
    const long = new AssumeRoleCommand({ RoleArn: target.RoleArn, RoleSessionName: 'next', DurationSeconds: 3601 });
    await expect(new STSClient(as).send(long)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('assume a role that names their role without other permissions', async () => {
    const { as, RoleArn } = await roleWith();
    const trust = document({
      Effect: 'Allow',
      Principal: { AWS: RoleArn },
      Action: 'sts:AssumeRole',
      Condition: { StringLike: { 'sts:RoleSessionName': 'ok-*' } },
    });
    await new IAMClient(root).send(new CreateRoleCommand({ RoleName: 'named', AssumeRolePolicyDocument: trust }));
    const assume = (RoleSessionName: string) =>
      new STSClient(as).send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/named`, RoleSessionName }));
    expect(await assume('ok-1')).toBeTruthy();
    await expect(assume('no')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('are verified: secret, token and time', async () => {
    const { as } = await roleWith(allow('*'));
    const withChanged = (changes: object) => ({ ...as, credentials: { ...as.credentials, ...changes } });
    await expect(new DynamoDBClient(withChanged({ secretAccessKey: 'x' })).send(get())).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('The request signature we calculated does not match'),
    });
    await expect(
      new IAMClient(withChanged({ secretAccessKey: 'x' })).send(new GetRoleCommand({ RoleName: 'r' })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(new DynamoDBClient(withChanged({ sessionToken: 'x' })).send(get())).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(new DynamoDBClient(withChanged({ accessKeyId: 'ASIAGONE' })).send(get())).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('from AWS itself, as in a profile, are the root user here', async () => {
    const credentials = { accessKeyId: 'ASIAREAL', secretAccessKey: 'real', sessionToken: 'FwoGZXIvYXdz' };
    expect(await new DynamoDBClient({ ...root, credentials }).send(get())).toBeTruthy();
  });
});
