/**
 * IAM's names for services and operations of the AWS SDKs, where they differ from the names in the SDKs. The source is
 * the service authorization reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * `iam-prefixes.json` lists every client whose name differs. An operation that is not listed here keeps its name, which
 * is right except for a few operations of rare services. Pure.
 */
import prefixes from './iam-prefixes.json' with { type: 'json' };

/** The keys are the ends of npm package names (`@aws-sdk/client-…`) and boto3's names of clients. */
const PREFIXES: Readonly<Record<string, string>> = prefixes;

/** Names of clients that are also the IAM prefix of another service. */
const BOTH: ReadonlySet<string> = new Set(['opensearch']);

const PARTIQL = ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'];
const NEPTUNE_QUERY = ['DeleteDataViaQuery', 'ReadDataViaQuery', 'WriteDataViaQuery'];

/** S3 creates the tables on behalf of the caller. */
const METADATA_TABLES = [
  'CreateBucketMetadataTableConfiguration',
  ...'CreateNamespace CreateTable CreateTableBucket GetTable PutTableBucketPolicy PutTableEncryption PutTablePolicy'
    .split(' ')
    .map((action) => `s3tables:${action}`),
];

/**
 * IAM's actions for operations with another name, with a prefix if another service owns the action. An empty list means
 * that the operation needs no permission. docs/aws/iam-actions.md names the source of each.
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
  // Both operations first ask for the host to call.
  timestream: { Query: ['DescribeEndpoints', 'Select'], WriteRecords: ['DescribeEndpoints', 'WriteRecords'] },
};

/** Operations that need no permission: they are not signed, or they use a token of the caller. */
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
 * API Gateway's permissions have the names of HTTP methods, and their resources are paths of its API:
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

/** Returns the right prefix for an SDK's name; `undefined` if no mistake is known. */
export function misnamedService(service: string): string | undefined {
  return Object.hasOwn(PREFIXES, service) && !BOTH.has(service) ? PREFIXES[service] : undefined;
}
