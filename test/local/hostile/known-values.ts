/**
 * The values of plausible requests, by service and member. They name existing resources, so that an operation gets past
 * its first lookup and reads the rest of the request.
 */
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { makeZip } from '../lambda/zip.ts';

type Known = Readonly<Record<string, unknown>>;

/** Creates one of each resource. Service id → member → value. */
export async function knownValues(endpoint: string): Promise<Readonly<Record<string, Known>>> {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'x' } };
  return {
    apigateway: await api(new APIGatewayClient(config)),
    'cognito-idp': await userPool(new CognitoIdentityProviderClient(config)),
    iam: await roles(new IAMClient(config)),
    dynamodb: await table(new DynamoDBClient(config)),
    lambda: await lambdaFunction(new LambdaClient(config)),
    ...(await others(config)),
  };
}

async function api(client: APIGatewayClient): Promise<Known> {
  const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: 'x' }));
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }));
  const { id: resourceId } = await client.send(
    new CreateResourceCommand({ restApiId, parentId: items[0]!.id, pathPart: 'x' }),
  );
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  await client.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await client.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200' }));
  const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'x' }));
  const { id: usagePlanId } = await client.send(
    new CreateUsagePlanCommand({ name: 'x', apiStages: [{ apiId: restApiId, stage: 'x' }] }),
  );
  const { id: keyId } = await client.send(new CreateApiKeyCommand({ name: 'x', enabled: true }));
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
  const ids = {
    restApiId,
    resourceId,
    parentId: resourceId,
    deploymentId,
    usagePlanId,
    keyId,
    apiKey: keyId,
    resourceArn,
  };
  const words = { httpMethod: 'GET', authorizationType: 'NONE', type: 'MOCK', statusCode: '200', keyType: 'API_KEY' };
  return { ...ids, ...words, stageName: 'x', responseType: 'DEFAULT_4XX', exportType: 'oas30', op: 'replace' };
}

async function userPool(client: CognitoIdentityProviderClient): Promise<Known> {
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'x' }));
  const UserPoolId = UserPool!.Id;
  const { UserPoolClient } = await client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'x' }));
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username: 'x', MessageAction: 'SUPPRESS' }));
  await client.send(new CreateGroupCommand({ UserPoolId, GroupName: 'x' }));
  return { UserPoolId, ClientId: UserPoolClient!.ClientId, ResourceArn: UserPool!.Arn, AuthFlow: 'USER_PASSWORD_AUTH' };
}

async function roles(client: IAMClient): Promise<Known> {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole' };
  const trust = { ...statement, Principal: { Service: 'lambda.amazonaws.com' } };
  const document = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: [one] });
  const AssumeRolePolicyDocument = document(trust);
  const PolicyDocument = document({ ...statement, Resource: '*' });
  await client.send(new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument }));
  const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName: 'x', PolicyDocument }));
  return { AssumeRolePolicyDocument, PolicyDocument, PolicyArn: Policy!.Arn, VersionId: 'v1' };
}

async function table(client: DynamoDBClient): Promise<Known> {
  const TableName = 'things';
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' as const }];
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' as const }];
  const form = { KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' as const };
  const { TableDescription } = await client.send(new CreateTableCommand({ TableName, ...form }));
  const Key = { id: { S: 'a' } };
  const values = { TableName, Key, Item: Key, ResourceArn: TableDescription!.TableArn };
  return { ...values, ...form, KeyConditionExpression: 'id = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } };
}

/** The role is the one that `roles` creates. */
async function lambdaFunction(client: LambdaClient): Promise<Known> {
  const ZipFile = makeZip({ 'index.mjs': 'export const handler = async () => 1;' });
  const settings = {
    Role: 'arn:aws:iam::000000000000:role/x',
    Runtime: 'nodejs22.x' as const,
    Handler: 'index.handler',
  };
  const { FunctionArn } = await client.send(
    new CreateFunctionCommand({ FunctionName: 'x', ...settings, Code: { ZipFile }, Publish: true }),
  );
  const base64 = ZipFile.toString('base64');
  return { ...settings, ZipFile: base64, Code: { ZipFile: base64 }, Resource: FunctionArn, FunctionVersion: '1' };
}

async function others(config: object): Promise<Record<string, Known>> {
  const { TopicArn } = await new SNSClient(config).send(new CreateTopicCommand({ Name: 'x' }));
  await new SSMClient(config).send(new PutParameterCommand({ Name: 'x', Value: 'x', Type: 'String' }));
  await new SecretsManagerClient(config).send(new CreateSecretCommand({ Name: 'x', SecretString: 'x' }));
  const logs = new CloudWatchLogsClient(config);
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'x' }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: 'x', logStreamName: 'x' }));
  const comparison = { ComparisonOperator: 'GreaterThanThreshold' as const, EvaluationPeriods: 1, Period: 60 };
  const metric = { Namespace: 'x', MetricName: 'x', Statistic: 'Sum' as const, Threshold: 1 };
  const alarm = { AlarmName: 'x', ...comparison, ...metric };
  await new CloudWatchClient(config).send(new PutMetricAlarmCommand(alarm));
  const arn = (rest: string) => `arn:aws:${rest}`;
  return {
    sns: { TopicArn, ResourceArn: TopicArn, Protocol: 'email', Endpoint: 'a@example.com' },
    ssm: { Type: 'String', ResourceType: 'Parameter', ResourceId: 'x', KeyId: 'alias/aws/ssm' },
    logs: { resourceArn: arn('logs:us-east-1:000000000000:log-group:x'), retentionInDays: 7 },
    cloudwatch: {
      ...comparison,
      Statistic: 'Sum',
      Stat: 'Sum',
      Unit: 'Count',
      DashboardBody: '{"widgets":[]}',
      ResourceARN: arn('cloudwatch:us-east-1:000000000000:alarm:x'),
    },
    sts: { RoleArn: arn('iam::000000000000:role/x'), RoleSessionName: 'xx' },
    dynamodbstreams: { StreamArn: arn('dynamodb:us-east-1:000000000000:table/x/stream/2026-01-01T00:00:00.000') },
  };
}
