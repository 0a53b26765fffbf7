/**
 * How long AWS takes to make a change true, by kind of change: seconds at factor 1, each with where it comes from.
 * "assumed" says that nobody published or recorded a figure; docs/adversity.md lists them for users.
 */

export interface Figure<Unit extends 'seconds' | 'ms'> {
  readonly value: number;
  readonly unit: Unit;
  readonly source: string;
}

const seconds = (value: number, source: string): Figure<'seconds'> => ({ value, unit: 'seconds', source });

export const STATE_DELAYS = {
  /** CreateRole, UpdateAssumeRolePolicy: until then nobody may use the role. */
  role: seconds(8, 'aws-facts §8: typically 5–15 s'),
  /** AttachRolePolicy, PutRolePolicy and the like: until then the role's sessions have the old permissions. */
  rolePolicies: seconds(8, 'aws-facts §8: typically 5–15 s'),
  /** CreateFunction: State Pending. */
  functionCreated: seconds(3, 'assumed; aws-facts §5 has the states, and waiters that look every second'),
  /** UpdateFunctionCode, UpdateFunctionConfiguration: LastUpdateStatus InProgress; calls run the old version. */
  functionUpdated: seconds(2, 'assumed; aws-facts §5 has the states, and waiters that look every second'),
  /** PublishVersion: the version's State is Pending. */
  versionPublished: seconds(1, 'assumed; aws-facts §5 has the state and its waiter'),
  /** CreateTable: TableStatus CREATING. */
  tableCreated: seconds(7, 'assumed; aws-facts §9 has the state, and a waiter that looks every 20 s'),
  /** CreateTable: ContinuousBackupsUnavailableException for this long. */
  tableBackups: seconds(20, 'assumed; aws-facts §9 has the error, retried for up to 10 min'),
  /** DeleteTable: TableStatus DELETING. */
  tableDeleted: seconds(5, 'assumed; aws-facts §9 has the state'),
  /** UpdateTable that creates an index: IndexStatus CREATING, and nobody reads from it. */
  tableIndex: seconds(10, 'assumed; aws-facts §9 has the state, and that filling one can take long'),
  /** Create-, Update- and DeleteEventSourceMapping: State Creating, Enabling, Disabling, Updating, Deleting. */
  eventSource: seconds(10, "assumed; aws-facts §5 has no figure; the states are in Lambda's API"),
  /** DeleteParameter: PutParameter of the same name is refused with TooManyUpdates. */
  parameterDeleted: seconds(
    30,
    'published: "After deleting a parameter, wait for at least 30 seconds to create a parameter with the same name" (API reference of DeleteParameter)',
  ),
  /** PutParameter: another one of the same name is refused with TooManyUpdates. */
  parameterUpdated: seconds(0.1, 'assumed; the API reference of PutParameter has the error and no time'),
  /** CreateStage, UpdateStage, CreateDeployment with a stage: the data plane serves what was there before. */
  stage: seconds(5, 'observed; aws-facts §3: about 5 s (tpa#17604)'),
  /** CreateStage, UpdateStage, CreateDeployment that make, replace or delete a cache: its status is ..._IN_PROGRESS. */
  cacheCluster: seconds(
    240,
    'published: "This process can take up to 4 minutes" (Developer Guide, Cache settings for REST APIs)',
  ),
  /** A request that a stage has answered: its lines are in no log yet. */
  gatewayLogs: seconds(3, 'assumed; users find groups that came back after their deletion (hashicorp/terraform#32693)'),
  /** CreateApiKey: the data plane does not know the key. */
  apiKey: seconds(10, 'observed; aws-facts §4: seconds, sometimes tens of seconds'),
  /** CreateUsagePlanKey: the data plane does not know the link. */
  usagePlanKey: seconds(10, 'observed; aws-facts §4: seconds, sometimes tens of seconds'),
} as const satisfies Record<string, Figure<'seconds'>>;

export type ChangeKind = keyof typeof STATE_DELAYS;
