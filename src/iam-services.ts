/**
 * What IAM calls the services and operations of the AWS SDKs, where it is not what the SDKs call them. From the service
 * authorization reference (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * `iam-prefixes.json` has every client of which the name differs. Of operations that are not here the name is taken as it is,
 * which is right for all but some of rare services. Pure.
 */
import prefixes from './iam-prefixes.json' with { type: 'json' };

/** By the end of the npm package's name (`@aws-sdk/client-…`) and by boto3's name of the client. */
const PREFIXES: Readonly<Record<string, string>> = prefixes;

/** Names of clients that are also the prefix of another service. */
const BOTH: ReadonlySet<string> = new Set(['opensearch']);

const PARTIQL = ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'];
const NEPTUNE_QUERY = ['DeleteDataViaQuery', 'ReadDataViaQuery', 'WriteDataViaQuery'];

/** S3 makes the tables on behalf of the caller. */
const METADATA_TABLES = [
  'CreateBucketMetadataTableConfiguration',
  ...'CreateNamespace CreateTable CreateTableBucket GetTable PutTableBucketPolicy PutTableEncryption PutTablePolicy'
    .split(' ')
    .map((action) => `s3tables:${action}`),
];

/**
 * IAM's actions for operations that are named otherwise; with a prefix where it is another service's. An empty list: the
 * operation needs no right. docs/aws/iam-actions.md says where each comes from.
 */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  bedrock: {
    Converse: ['InvokeModel'],
    ConverseStream: ['InvokeModelWithResponseStream'],
    InvokeModelWithBidirectionalStream: ['InvokeModel'],
    RetrieveAndGenerateStream: ['RetrieveAndGenerate'],
    StartAsyncInvoke: ['InvokeModel'],
  },
  budgets: {
    CreateBudget: ['ModifyBudget'],
    CreateNotification: ['ModifyBudget'],
    DeleteBudget: ['ModifyBudget'],
    DeleteNotification: ['ModifyBudget'],
    DescribeBudget: ['ViewBudget'],
    DescribeBudgets: ['ViewBudget'],
    DescribeNotificationsForBudget: ['ViewBudget'],
    DescribeSubscribersForNotification: ['ViewBudget'],
    UpdateBudget: ['ModifyBudget'],
  },
  cloudsearch: { Search: ['search'], Suggest: ['suggest'], UploadDocuments: ['document'] },
  'cognito-identity': none('GetCredentialsForIdentity GetId GetOpenIdToken UnlinkIdentity'),
  'cognito-idp': none(
    `AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword ConfirmSignUp DeleteUser
    DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetDevice GetTokensFromRefreshToken GetUser
    GetUserAttributeVerificationCode GetUserAuthFactors GlobalSignOut InitiateAuth ListDevices ListWebAuthnCredentials
    ResendConfirmationCode RespondToAuthChallenge RevokeToken SetUserMFAPreference SetUserSettings SignUp
    StartWebAuthnRegistration UpdateAuthEventFeedback UpdateDeviceStatus UpdateUserAttributes VerifySoftwareToken
    VerifyUserAttribute`,
  ),
  connectparticipant: none(
    `CancelParticipantAuthentication CompleteAttachmentUpload CreateParticipantConnection DescribeView DisconnectParticipant
    GetAttachment GetAuthenticationUrl GetTranscript SendEvent SendMessage StartAttachmentUpload`,
  ),
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
  kms: { ReEncrypt: ['ReEncryptFrom', 'ReEncryptTo'] },
  lambda: {
    GetLayerVersionByArn: ['GetLayerVersion'],
    Invoke: ['InvokeFunction'],
    InvokeAsync: ['InvokeFunction'],
    InvokeWithResponseStream: ['InvokeFunction'],
  },
  'neptune-db': {
    CancelGremlinQuery: ['CancelQuery'],
    CancelOpenCypherQuery: ['CancelQuery'],
    ExecuteGremlinExplainQuery: NEPTUNE_QUERY,
    ExecuteGremlinProfileQuery: ['ReadDataViaQuery'],
    ExecuteGremlinQuery: NEPTUNE_QUERY,
    ExecuteOpenCypherExplainQuery: ['ReadDataViaQuery'],
    ExecuteOpenCypherQuery: NEPTUNE_QUERY,
    GetGremlinQueryStatus: ['GetQueryStatus'],
    GetOpenCypherQueryStatus: ['GetQueryStatus'],
    GetPropertygraphSummary: ['GetGraphSummary'],
    GetRDFGraphSummary: ['GetGraphSummary'],
    ListGremlinQueries: ['GetQueryStatus'],
    ListOpenCypherQueries: ['GetQueryStatus'],
  },
  s3: {
    CompleteMultipartUpload: ['PutObject'],
    CopyObject: ['GetObject', 'PutObject'],
    CreateBucketMetadataConfiguration: METADATA_TABLES,
    CreateMultipartUpload: ['PutObject'],
    CreateSession: ['s3express:CreateSession'],
    DeleteBucketAnalyticsConfiguration: ['PutAnalyticsConfiguration'],
    DeleteBucketCors: ['PutBucketCORS'],
    DeleteBucketEncryption: ['PutEncryptionConfiguration'],
    DeleteBucketIntelligentTieringConfiguration: ['PutIntelligentTieringConfiguration'],
    DeleteBucketInventoryConfiguration: ['PutInventoryConfiguration'],
    DeleteBucketLifecycle: ['PutLifecycleConfiguration'],
    DeleteBucketMetadataConfiguration: ['DeleteBucketMetadataTableConfiguration'],
    DeleteBucketMetricsConfiguration: ['PutMetricsConfiguration'],
    DeleteBucketOwnershipControls: ['PutBucketOwnershipControls'],
    DeleteBucketReplication: ['PutReplicationConfiguration'],
    DeleteBucketTagging: ['PutBucketTagging'],
    DeleteObjects: ['DeleteObject'],
    DeletePublicAccessBlock: ['PutBucketPublicAccessBlock'],
    GetBucketAccelerateConfiguration: ['GetAccelerateConfiguration'],
    GetBucketAnalyticsConfiguration: ['GetAnalyticsConfiguration'],
    GetBucketCors: ['GetBucketCORS'],
    GetBucketEncryption: ['GetEncryptionConfiguration'],
    GetBucketIntelligentTieringConfiguration: ['GetIntelligentTieringConfiguration'],
    GetBucketInventoryConfiguration: ['GetInventoryConfiguration'],
    GetBucketLifecycle: ['GetLifecycleConfiguration'],
    GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
    GetBucketMetadataConfiguration: ['GetBucketMetadataTableConfiguration'],
    GetBucketMetricsConfiguration: ['GetMetricsConfiguration'],
    GetBucketNotificationConfiguration: ['GetBucketNotification'],
    GetBucketReplication: ['GetReplicationConfiguration'],
    GetObjectLockConfiguration: ['GetBucketObjectLockConfiguration'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
    HeadBucket: ['ListBucket'],
    HeadObject: ['GetObject'],
    ListBucketAnalyticsConfigurations: ['GetAnalyticsConfiguration'],
    ListBucketIntelligentTieringConfigurations: ['GetIntelligentTieringConfiguration'],
    ListBucketInventoryConfigurations: ['GetInventoryConfiguration'],
    ListBucketMetricsConfigurations: ['GetMetricsConfiguration'],
    ListBuckets: ['ListAllMyBuckets'],
    ListDirectoryBuckets: ['s3express:ListAllMyDirectoryBuckets'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    ListObjects: ['ListBucket'],
    ListObjectsV2: ['ListBucket'],
    ListObjectVersions: ['ListBucketVersions'],
    ListParts: ['ListMultipartUploadParts'],
    PutBucketAccelerateConfiguration: ['PutAccelerateConfiguration'],
    PutBucketAnalyticsConfiguration: ['PutAnalyticsConfiguration'],
    PutBucketCors: ['PutBucketCORS'],
    PutBucketEncryption: ['PutEncryptionConfiguration'],
    PutBucketIntelligentTieringConfiguration: ['PutIntelligentTieringConfiguration'],
    PutBucketInventoryConfiguration: ['PutInventoryConfiguration'],
    PutBucketLifecycle: ['PutLifecycleConfiguration'],
    PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
    PutBucketMetricsConfiguration: ['PutMetricsConfiguration'],
    PutBucketNotificationConfiguration: ['PutBucketNotification'],
    PutBucketReplication: ['PutReplicationConfiguration'],
    PutObjectLockConfiguration: ['PutBucketObjectLockConfiguration'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    SelectObjectContent: ['GetObject'],
    UploadPart: ['PutObject'],
    UploadPartCopy: ['GetObject', 'PutObject'],
  },
  'geo-maps': none('GetGlyphs GetSprites GetStyleDescriptor'),
  sns: { PublishBatch: ['Publish'] },
  sqs: {
    ChangeMessageVisibilityBatch: ['ChangeMessageVisibility'],
    DeleteMessageBatch: ['DeleteMessage'],
    SendMessageBatch: ['SendMessage'],
  },
  sso: none(
    'CreateToken GetRoleCredentials ListAccountRoles ListAccounts Logout RegisterClient StartDeviceAuthorization',
  ),
  sts: none('AssumeRoleWithSAML AssumeRoleWithWebIdentity GetCallerIdentity GetSessionToken'),
  // Both first ask which host to call.
  timestream: { Query: ['DescribeEndpoints', 'Select'], WriteRecords: ['DescribeEndpoints', 'WriteRecords'] },
};

/** Operations that need no right: they are not signed, or take a token of the caller's. */
function none(operations: string): Record<string, readonly string[]> {
  return Object.fromEntries(operations.split(/\s+/).map((operation) => [operation, []]));
}

/** `s3`, `PutObject` → `s3:PutObject`. `service` is a client of either SDK, without `@aws-sdk/client-`. */
export function iamActions(service: string, operation: string): string[] {
  const prefix = Object.hasOwn(PREFIXES, service) ? PREFIXES[service]! : service;
  if (prefix === 'apigateway') return [`apigateway:${methodOf(operation)}`];
  const known = OPERATIONS[prefix] ?? {};
  const name = Object.keys(known).find((each) => each.toLowerCase() === operation.toLowerCase());
  const actions = name === undefined ? [operation] : known[name]!;
  return actions.map((action) => (action.includes(':') ? action : `${prefix}:${action}`));
}

/**
 * API Gateway's rights are named after the HTTP methods of its operations, whose resources are its paths:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-create-and-manage-apis.html
 */
function methodOf(operation: string): string {
  const method = API_GATEWAY.find(([pattern]) => pattern.test(operation))?.[1];
  return method ?? 'POST';
}

const API_GATEWAY: readonly (readonly [RegExp, string])[] = [
  [/^(?:Get|Export|List)/, 'GET'],
  [/^Update/, 'PATCH'],
  [/^(?:Delete|Disable|Flush|Reset|Untag)/, 'DELETE'],
  [/^(?:Put|Tag|Reimport|ImportApi$|ImportDocumentationParts$)/, 'PUT'],
];

/** The prefix to write instead of an SDK's name; `undefined` where nothing is wrong that is known. */
export function misnamedService(service: string): string | undefined {
  return Object.hasOwn(PREFIXES, service) && !BOTH.has(service) ? PREFIXES[service] : undefined;
}
