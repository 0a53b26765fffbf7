/**
 * What IAM calls the services and operations of the AWS SDKs, where it is not what the SDKs call them. From the service
 * authorization reference (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * Common clients only: of the others the name is taken as it is. Pure.
 */

/** By the end of the npm package's name (`@aws-sdk/client-…`) and by boto3's name of the client. */
const PREFIXES: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  apigatewaymanagementapi: 'execute-api',
  appconfigdata: 'appconfig',
  'auto-scaling': 'autoscaling',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'dynamodb-streams': 'dynamodb',
  dynamodbstreams: 'dynamodb',
  eventbridge: 'events',
  'iot-data': 'iot',
  'iot-data-plane': 'iot',
  'lex-runtime-v2': 'lex',
  'lexv2-runtime': 'lex',
  location: 'geo',
  pinpoint: 'mobiletargeting',
  'pinpoint-sms-voice-v2': 'sms-voice',
  'route-53': 'route53',
  'secrets-manager': 'secretsmanager',
  sesv2: 'ses',
  sfn: 'states',
  stepfunctions: 'states',
  'timestream-query': 'timestream',
  'timestream-write': 'timestream',
};

const PARTIQL = ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'];

/** IAM's actions for operations that are named otherwise. An empty list: the operation needs no right. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  bedrock: {
    Converse: ['InvokeModel'],
    ConverseStream: ['InvokeModelWithResponseStream'],
  },
  dynamodb: {
    BatchExecuteStatement: PARTIQL,
    DescribeEndpoints: [],
    ExecuteStatement: PARTIQL,
    ExecuteTransaction: PARTIQL,
    TransactGetItems: ['GetItem'],
    TransactWriteItems: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  },
  'execute-api': {
    DeleteConnection: ['ManageConnections'],
    GetConnection: ['ManageConnections'],
    PostToConnection: ['ManageConnections'],
  },
  lambda: { Invoke: ['InvokeFunction'], InvokeAsync: ['InvokeFunction'], InvokeWithResponseStream: ['InvokeFunction'] },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
  s3: {
    CompleteMultipartUpload: ['PutObject'],
    CopyObject: ['GetObject', 'PutObject'],
    CreateMultipartUpload: ['PutObject'],
    DeleteObjects: ['DeleteObject'],
    HeadBucket: ['ListBucket'],
    HeadObject: ['GetObject'],
    ListBuckets: ['ListAllMyBuckets'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    ListObjects: ['ListBucket'],
    ListObjectsV2: ['ListBucket'],
    ListObjectVersions: ['ListBucketVersions'],
    ListParts: ['ListMultipartUploadParts'],
    SelectObjectContent: ['GetObject'],
    UploadPart: ['PutObject'],
    UploadPartCopy: ['GetObject', 'PutObject'],
  },
  ses: {
    SendBulkEmail: ['SendEmail', 'SendBulkTemplatedEmail'],
  },
  sns: { PublishBatch: ['Publish'] },
  sqs: {
    ChangeMessageVisibilityBatch: ['ChangeMessageVisibility'],
    DeleteMessageBatch: ['DeleteMessage'],
    SendMessageBatch: ['SendMessage'],
  },
  sts: { GetCallerIdentity: [], GetSessionToken: [] },
};

/** `s3`, `PutObject` → `s3:PutObject`. `service` is a client of either SDK, without `@aws-sdk/client-`. */
export function iamActions(service: string, operation: string): string[] {
  const prefix = Object.hasOwn(PREFIXES, service) ? PREFIXES[service]! : service;
  const known = OPERATIONS[prefix] ?? {};
  const actions = Object.hasOwn(known, operation) ? known[operation]! : [operation];
  return actions.map((action) => `${prefix}:${action}`);
}

/** The prefix to write instead of an SDK's name; `undefined` where nothing is wrong that is known. */
export function misnamedService(service: string): string | undefined {
  return Object.hasOwn(PREFIXES, service) ? PREFIXES[service] : undefined;
}
