/** Every emulated service refuses the tags that AWS refuses, so that a deploy cannot pass here and fail there. */
import { APIGatewayClient, CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { service as apigateway } from '../../src/local/services/apigateway/service.ts';
import { service as cloudwatch } from '../../src/local/services/cloudwatch/service.ts';
import { service as cognito } from '../../src/local/services/cognito/service.ts';
import { service as dynamodb } from '../../src/local/services/dynamodb/service.ts';
import { service as iam } from '../../src/local/services/iam/service.ts';
import { service as logs } from '../../src/local/services/logs/service.ts';
import { service as secretsmanager } from '../../src/local/services/secretsmanager/service.ts';
import { service as sns } from '../../src/local/services/sns/service.ts';
import { service as ssm } from '../../src/local/services/ssm/service.ts';
import { type Services, startServices } from '../helpers/start-services.ts';

let cloud: Services;
beforeAll(async () => {
  cloud = await startServices([apigateway, cloudwatch, cognito, dynamodb, iam, logs, secretsmanager, sns, ssm]);
});
afterAll(() => cloud.close());

const config = () => ({
  endpoint: cloud.endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  maxAttempts: 1,
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Creates one tagged resource of each service. */
const MAKE: Record<string, (Key: string, Value: string) => Promise<unknown>> = {
  'API Gateway': (Key, Value) =>
    new APIGatewayClient(config()).send(new CreateRestApiCommand({ name: 'a', tags: { [Key]: Value } })),
  CloudWatch: (Key, Value) =>
    new CloudWatchClient(config()).send(
      new PutMetricAlarmCommand({
        AlarmName: 'a',
        Namespace: 'x',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Tags: [{ Key, Value }],
      }),
    ),
  'CloudWatch Logs': (Key, Value) =>
    new CloudWatchLogsClient(config()).send(new CreateLogGroupCommand({ logGroupName: 'a', tags: { [Key]: Value } })),
  Cognito: (Key, Value) =>
    new CognitoIdentityProviderClient(config()).send(
      new CreateUserPoolCommand({ PoolName: 'a', UserPoolTags: { [Key]: Value } }),
    ),
  DynamoDB: (Key, Value) =>
    new DynamoDBClient(config()).send(
      new CreateTableCommand({
        TableName: 'aaa',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        Tags: [{ Key, Value }],
      }),
    ),
  IAM: (Key, Value) =>
    new IAMClient(config()).send(
      new CreateRoleCommand({ RoleName: 'a', AssumeRolePolicyDocument: trust, Tags: [{ Key, Value }] }),
    ),
  'Secrets Manager': (Key, Value) =>
    new SecretsManagerClient(config()).send(
      new CreateSecretCommand({ Name: 'a', SecretString: 'x', Tags: [{ Key, Value }] }),
    ),
  SNS: (Key, Value) => new SNSClient(config()).send(new CreateTopicCommand({ Name: 'a', Tags: [{ Key, Value }] })),
  SSM: (Key, Value) =>
    new SSMClient(config()).send(
      new PutParameterCommand({ Name: 'a', Value: 'x', Type: 'String', Tags: [{ Key, Value }] }),
    ),
};

describe.each(Object.entries(MAKE))('%s', (_, make) => {
  it('rejects tags that AWS rejects, and accepts the others', async () => {
    await expect(make('team', 'pay/ments & co')).rejects.toThrow(/regular expression|[Ii]nvalid tag/);
    await expect(make('we*ird{}', 'x')).rejects.toThrow(/regular expression|[Ii]nvalid tag/);
    await expect(make('k'.repeat(129), 'x')).rejects.toThrow(/length less than|[Ii]nvalid tag/);
    await make('Größe:a/b=c+d-e@f', 'Zürich 8 _.:/=+-@ 日本');
  });
});
