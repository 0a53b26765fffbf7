/**
 * How many seconds each kind of change takes at factor 1, with the source of the figure. "assumed" means that no figure
 * is published or recorded. docs/adversity.md lists them for users.
 */

export interface Figure<Unit extends 'seconds' | 'ms'> {
  readonly value: number;
  readonly unit: Unit;
  readonly source: string;
}

const seconds = (value: number, source: string): Figure<'seconds'> => ({ value, unit: 'seconds', source });

export const STATE_DELAYS = {
  /** CreateRole, UpdateAssumeRolePolicy: nobody can assume the role during this time. */
  role: seconds(8, 'observed: typically 5–15 s (docs/aws/iam.md)'),
  /** CreateRole: IAM itself does not find the role when its policies are written. */
  roleMade: seconds(1, 'assumed; IAM is eventually consistent (IAM User Guide, Troubleshoot IAM)'),
  /** AttachRolePolicy, PutRolePolicy and similar calls: sessions of the role still have the old permissions. */
  rolePolicies: seconds(8, 'observed: typically 5–15 s (docs/aws/iam.md)'),
  /** CreateFunction: State Pending. */
  functionCreated: seconds(3, 'assumed; the states and their waiters are in docs/aws/lambda.md'),
  /** UpdateFunctionCode, UpdateFunctionConfiguration: LastUpdateStatus is InProgress, and calls run the old version. */
  functionUpdated: seconds(2, 'assumed; the states and their waiters are in docs/aws/lambda.md'),
  /** PublishVersion: the version's State is Pending. */
  versionPublished: seconds(1, 'assumed; the state is in docs/aws/lambda.md'),
  /** A version of a function with SnapStart is published: its State is Pending. */
  snapshotTaken: seconds(120, 'assumed: a few minutes; the state is in docs/aws/lambda.md'),
  /** PutProvisionedConcurrencyConfig: Status IN_PROGRESS, and no instance is available. */
  provisioned: seconds(60, 'published: a minute or two of preparation (docs/aws/lambda.md)'),
  /** CreateTable: TableStatus CREATING. */
  tableCreated: seconds(7, 'assumed; the state and its waiter are in docs/aws/dynamodb.md'),
  /** CreateTable: backup operations throw ContinuousBackupsUnavailableException. */
  tableBackups: seconds(20, 'assumed; the error is in docs/aws/dynamodb.md'),
  /** RestoreTableToPointInTime: TableStatus CREATING. */
  tableRestored: seconds(
    120,
    'assumed; minutes to hours by the size of the table, and no time is published (docs/aws/dynamodb.md)',
  ),
  /** A write to a table with point-in-time recovery: LatestRestorableDateTime is still before the write. */
  tableRestorable: seconds(
    300,
    'published: "LatestRestorableDateTime is typically 5 minutes before the current time" (API reference of PointInTimeRecoveryDescription)',
  ),
  /** CreateTable: ListTagsOfResource does not list the tags of the request yet. */
  tableTags: seconds(1, 'assumed; nothing says how soon they are listed'),
  /** DeleteTable: TableStatus DELETING. */
  tableDeleted: seconds(5, 'assumed; the state is in docs/aws/dynamodb.md'),
  /** UpdateTable that creates an index: IndexStatus is CREATING, and the index cannot be read. */
  tableIndex: seconds(10, 'assumed; the state is in docs/aws/dynamodb.md'),
  /** Create-, Update- and DeleteEventSourceMapping: State Creating, Enabling, Disabling, Updating, Deleting. */
  eventSource: seconds(10, 'assumed; the states are in docs/aws/lambda.md'),
  /** DeleteParameter: PutParameter of the same name fails with TooManyUpdates. */
  parameterDeleted: seconds(
    30,
    'published: "After deleting a parameter, wait for at least 30 seconds to create a parameter with the same name" (API reference of DeleteParameter)',
  ),
  /** DeleteQueue: CreateQueue of the same name fails with QueueDeletedRecently. */
  queueDeleted: seconds(
    60,
    'published: "If you delete a queue, you must wait at least 60 seconds before creating a queue with the same name" (API reference of DeleteQueue)',
  ),
  /** PutParameter: another PutParameter of the same name fails with TooManyUpdates. */
  parameterUpdated: seconds(0.1, 'assumed; the API reference of PutParameter has the error and no time'),
  /** CreateStage, UpdateStage, CreateDeployment with a stage: the data plane still serves the previous state. */
  stage: seconds(5, 'assumed; that it takes seconds is observed (docs/aws/deployments.md)'),
  /**
   * CreateStage, UpdateStage, CreateDeployment that create, replace or delete a cache: its status is ..._IN_PROGRESS.
   */
  cacheCluster: seconds(
    240,
    'published: "This process can take up to 4 minutes" (Developer Guide, Cache settings for REST APIs)',
  ),
  /** A request to a stage: its lines are in no log yet. */
  gatewayLogs: seconds(3, 'assumed; users find groups that came back after their deletion (hashicorp/terraform#32693)'),
  /** CreateVpcEndpoint of an interface endpoint: its state is pending, and no request comes through. */
  vpcEndpoint: seconds(60, 'assumed; the state is in the API reference of VpcEndpoint'),
  /** CreateFunction with new network interfaces: State Pending. */
  functionNetworkCreated: seconds(60, 'published: "This process can take about a minute" (docs/aws/network.md)'),
  /** UpdateFunctionConfiguration with new network interfaces: InProgress, and calls run the old version. */
  functionNetworkUpdated: seconds(60, 'published: "This process can take about a minute" (docs/aws/network.md)'),
  /** DeleteFunction, and updates that take a function out of a VPC: the interfaces stay and hold subnets and groups. */
  networkInterface: seconds(1200, 'published: "up to 20 minutes" (docs/aws/network.md)'),
  /** CreateVpcLink: its status is PENDING, and requests through it fail. */
  vpcLink: seconds(120, 'assumed; the status is in the API reference of VpcLink'),
  /** UpdateRestApi that changes the type of the endpoint: its status is UPDATING, and no other change is accepted. */
  apiEndpoint: seconds(
    30,
    'assumed; an earlier edition of the Developer Guide said "up to 60 seconds" (docs/aws/endpoints.md)',
  ),
  /** CreateWebACL: AssociateWebACL fails with WAFUnavailableEntityException. */
  webAcl: seconds(10, 'observed: seconds, sometimes minutes (docs/aws/waf.md)'),
  /** DisassociateWebACL: DeleteWebACL fails with WAFAssociatedItemException. */
  webAclDetached: seconds(10, 'observed: seconds, sometimes minutes (docs/aws/waf.md)'),
  /** CreateApiKey: the data plane does not know the key yet. */
  apiKey: seconds(10, 'observed: seconds, sometimes tens of seconds (docs/aws/usage-plans.md)'),
  /** CreateUsagePlanKey: the data plane does not know the link yet. */
  usagePlanKey: seconds(10, 'observed: seconds, sometimes tens of seconds (docs/aws/usage-plans.md)'),
  /** RequestCertificate: DescribeCertificate does not show the record that validates the certificate yet. */
  certificateRecord: seconds(3, 'assumed; "There is a delay of several seconds" (API reference of RequestCertificate)'),
  /** The record is in DNS: the certificate is still PENDING_VALIDATION. */
  certificateIssued: seconds(60, 'assumed; minutes, and up to hours (ACM User Guide, DNS validation)'),
  /** ChangeResourceRecordSets, CreateHostedZone, DeleteHostedZone: the change is PENDING. */
  dnsChange: seconds(
    60,
    'published: "Changes generally propagate to all Route 53 name servers within 60 seconds" (API reference of ChangeResourceRecordSets)',
  ),
  /** DeleteDomainName, UpdateDomainName: the certificate that the domain had still counts as in use. */
  certificateReleased: seconds(30, 'assumed; AWS releases it some time after the domain is gone'),
  /** CreateDomainName, UpdateDomainName of a regional domain: its status is UPDATING, and it takes no mappings. */
  domainName: seconds(10, 'assumed; that it takes seconds is observed (hashicorp/terraform-provider-aws#8353)'),
  /** The same for an edge-optimized domain, which AWS distributes over the world. */
  edgeDomainName: seconds(
    2400,
    'published: "up to 40 minutes" (Developer Guide, Set up an edge-optimized custom domain name)',
  ),
} as const satisfies Record<string, Figure<'seconds'>>;

export type ChangeKind = keyof typeof STATE_DELAYS;
