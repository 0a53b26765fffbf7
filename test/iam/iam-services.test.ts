/** IAM's names for what the SDKs call, by the pages that docs/aws/iam-actions.md lists. */
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkPermissions } from '../../src/config/check-permissions.ts';
import { iamActions, misnamedService } from '../../src/iam/iam-services.ts';
import { ungrantedCalls } from '../../src/stack/ungranted-calls.ts';
import { CONFIG } from '../aws/stage-world.ts';

it.each([
  ['s3', 'ListBuckets', ['s3:ListAllMyBuckets']],
  ['s3', 'ListObjectsV2', ['s3:ListBucket']],
  ['s3', 'UploadPartCopy', ['s3:GetObject', 's3:PutObject']],
  ['s3', 'DeleteBucketCors', ['s3:PutBucketCORS']],
  ['s3', 'GetBucketLifecycleConfiguration', ['s3:GetLifecycleConfiguration']],
  ['s3', 'ListDirectoryBuckets', ['s3express:ListAllMyDirectoryBuckets']],
  ['bedrock-runtime', 'Converse', ['bedrock:InvokeModel']],
  ['bedrock-runtime', 'ConverseStream', ['bedrock:InvokeModelWithResponseStream']],
  ['bedrock-runtime', 'InvokeModelWithBidirectionalStream', ['bedrock:InvokeModel']],
  ['s3', 'DeleteBucketMetadataConfiguration', ['s3:DeleteBucketMetadataTableConfiguration']],
  ['connectparticipant', 'SendMessage', []],
  ['geo-maps', 'GetTile', ['geo-maps:GetTile']],
  ['geo-maps', 'GetStyleDescriptor', []],
  ['bedrock-agent-runtime', 'InvokeAgent', ['bedrock:InvokeAgent']],
  ['location', 'SearchPlaceIndexForText', ['geo:SearchPlaceIndexForText']],
  ['sesv2', 'SendBulkEmail', ['ses:SendBulkEmail']],
  ['ses', 'SendBulkTemplatedEmail', ['ses:SendBulkTemplatedEmail']],
  ['timestream-query', 'Query', ['timestream:DescribeEndpoints', 'timestream:Select']],
  ['kms', 'ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
  ['apigatewaymanagementapi', 'PostToConnection', ['execute-api:ManageConnections']],
  ['api-gateway', 'CreateApiKey', ['apigateway:POST']],
  ['apigateway', 'UpdateUsage', ['apigateway:PATCH']],
  ['apigatewayv2', 'DeleteApi', ['apigateway:DELETE']],
  ['opensearch', 'ListDomainNames', ['es:ListDomainNames']],
  ['efs', 'DescribeFileSystems', ['elasticfilesystem:DescribeFileSystems']],
  ['iot-data-plane', 'Publish', ['iot:Publish']],
  ['resourcegroupstaggingapi', 'GetResources', ['tag:GetResources']],
  ['sagemaker-runtime', 'InvokeEndpoint', ['sagemaker:InvokeEndpoint']],
  // Not signed: whoever signs in has no rights yet.
  ['cognito-idp', 'InitiateAuth', []],
  ['cognito-identity-provider', 'SignUp', []],
  ['cognito-idp', 'AdminCreateUser', ['cognito-idp:AdminCreateUser']],
  ['cognito-idp', 'SetUserMfaPreference', []],
  ['sts', 'AssumeRole', ['sts:AssumeRole']],
  ['sts', 'GetCallerIdentity', []],
])('%s %s', (service, operation, actions) => {
  expect(iamActions(service, operation)).toEqual(actions);
});

it('the actions of S3 on behalf of the caller are part of an operation', () => {
  const actions = iamActions('s3', 'CreateBucketMetadataConfiguration');
  expect(actions).toHaveLength(8);
  expect(actions).toEqual(
    expect.arrayContaining(['s3:CreateBucketMetadataTableConfiguration', 's3tables:CreateTable']),
  );
});

it('a valid IAM prefix is not reported as wrong', () => {
  expect(['s3', 'es', 'opensearch', 'ses', 'geo', 'states'].map(misnamedService)).toEqual(Array(6).fill(undefined));
  expect(['sesv2', 'location', 'sfn', 'dms2'].map(misnamedService)).toEqual(['ses', 'geo', 'states', undefined]);
});

it('the statements in the warning pass the checks unchanged', () => {
  const services =
    'apigateway bedrock dynamodb events execute-api firehose geo kinesis kms lambda rekognition ses sns sqs ssm states';
  const otherActions = services.split(' ').map((service) => `${service}:Anything`);
  otherActions.push(
    's3:ListAllMyBuckets',
    's3:GetObject',
    's3:ListBucket',
    's3:GetLifecycleConfiguration',
    'sqs:ListQueues',
  );
  const warnings = ungrantedCalls(CONFIG, [{ otherActions }]);
  const permissions = warnings.flatMap(
    (warning) => parse(warning.slice(warning.indexOf('\nfunction:'))).function.permissions,
  );
  const found: string[] = [];
  const config = { ...CONFIG, function: { ...CONFIG.function, permissions } };
  checkPermissions(config, (_path, message) => void found.push(message));
  expect(found).toEqual([]);
  expect(permissions).toContainEqual({
    actions: ['s3:ListAllMyBuckets'],
    resources: ['*'],
    why: 'no resource to name',
  });
  expect(permissions).toContainEqual({
    actions: ['s3:GetLifecycleConfiguration', 's3:GetObject', 's3:ListBucket'],
    resources: [`arn:$\{partition}:s3:::my-bucket`, `arn:$\{partition}:s3:::my-bucket/*`],
  });
});
