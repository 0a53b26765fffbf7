// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateStateMachine: [CreateStateMachineInput, CreateStateMachineOutput];
  DeleteStateMachine: [DeleteStateMachineInput, void];
  DescribeExecution: [DescribeExecutionInput, DescribeExecutionOutput];
  DescribeStateMachine: [DescribeStateMachineInput, DescribeStateMachineOutput];
  ListExecutions: [ListExecutionsInput, ListExecutionsOutput];
  ListStateMachines: [ListStateMachinesInput, ListStateMachinesOutput];
  ListTagsForResource: [ListTagsForResourceInput, ListTagsForResourceOutput];
  StartExecution: [StartExecutionInput, StartExecutionOutput];
  StopExecution: [StopExecutionInput, StopExecutionOutput];
  TagResource: [TagResourceInput, void];
  UntagResource: [UntagResourceInput, void];
  UpdateStateMachine: [UpdateStateMachineInput, UpdateStateMachineOutput];
}

export interface CloudWatchEventsExecutionDataDetails { readonly included?: boolean }
export interface CloudWatchLogsLogGroup { readonly logGroupArn?: string }
export interface CreateStateMachineInput { readonly name: string; readonly definition: string; readonly roleArn: string; readonly type?: StateMachineType; readonly loggingConfiguration?: LoggingConfiguration; readonly tags?: readonly Tag[]; readonly tracingConfiguration?: TracingConfiguration; readonly publish?: boolean; readonly versionDescription?: string; readonly encryptionConfiguration?: EncryptionConfiguration }
export interface CreateStateMachineOutput { readonly stateMachineArn: string; readonly creationDate: Date; readonly stateMachineVersionArn?: string }
export interface DeleteStateMachineInput { readonly stateMachineArn: string }
export interface DescribeExecutionInput { readonly executionArn: string; readonly includedData?: IncludedData }
export interface DescribeExecutionOutput { readonly executionArn: string; readonly stateMachineArn: string; readonly name?: string; readonly status: ExecutionStatus; readonly startDate: Date; readonly stopDate?: Date; readonly input?: string; readonly inputDetails?: CloudWatchEventsExecutionDataDetails; readonly output?: string; readonly outputDetails?: CloudWatchEventsExecutionDataDetails; readonly traceHeader?: string; readonly mapRunArn?: string; readonly error?: string; readonly cause?: string; readonly stateMachineVersionArn?: string; readonly stateMachineAliasArn?: string; readonly redriveCount?: number; readonly redriveDate?: Date; readonly redriveStatus?: ExecutionRedriveStatus; readonly redriveStatusReason?: string }
export interface DescribeStateMachineInput { readonly stateMachineArn: string; readonly includedData?: IncludedData }
export interface DescribeStateMachineOutput { readonly stateMachineArn: string; readonly name: string; readonly status?: StateMachineStatus; readonly definition: string; readonly roleArn: string; readonly type: StateMachineType; readonly creationDate: Date; readonly loggingConfiguration?: LoggingConfiguration; readonly tracingConfiguration?: TracingConfiguration; readonly label?: string; readonly revisionId?: string; readonly description?: string; readonly encryptionConfiguration?: EncryptionConfiguration; readonly variableReferences?: { readonly [key: string]: readonly string[] } }
export interface EncryptionConfiguration { readonly kmsKeyId?: string; readonly kmsDataKeyReusePeriodSeconds?: number; readonly type: EncryptionType }
export type EncryptionType = 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KMS_KEY';
export interface ExecutionListItem { readonly executionArn: string; readonly stateMachineArn: string; readonly name: string; readonly status: ExecutionStatus; readonly startDate: Date; readonly stopDate?: Date; readonly mapRunArn?: string; readonly itemCount?: number; readonly stateMachineVersionArn?: string; readonly stateMachineAliasArn?: string; readonly redriveCount?: number; readonly redriveDate?: Date }
export type ExecutionRedriveFilter = 'REDRIVEN' | 'NOT_REDRIVEN';
export type ExecutionRedriveStatus = 'REDRIVABLE' | 'NOT_REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN';
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
export type IncludedData = 'ALL_DATA' | 'METADATA_ONLY';
export interface ListExecutionsInput { readonly stateMachineArn?: string; readonly statusFilter?: ExecutionStatus; readonly maxResults?: number; readonly nextToken?: string; readonly mapRunArn?: string; readonly redriveFilter?: ExecutionRedriveFilter }
export interface ListExecutionsOutput { readonly executions: readonly ExecutionListItem[]; readonly nextToken?: string }
export interface ListStateMachinesInput { readonly maxResults?: number; readonly nextToken?: string }
export interface ListStateMachinesOutput { readonly stateMachines: readonly StateMachineListItem[]; readonly nextToken?: string }
export interface ListTagsForResourceInput { readonly resourceArn: string }
export interface ListTagsForResourceOutput { readonly tags?: readonly Tag[] }
export interface LogDestination { readonly cloudWatchLogsLogGroup?: CloudWatchLogsLogGroup }
export type LogLevel = 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
export interface LoggingConfiguration { readonly level?: LogLevel; readonly includeExecutionData?: boolean; readonly destinations?: readonly LogDestination[] }
export interface StartExecutionInput { readonly stateMachineArn: string; readonly name?: string; readonly input?: string; readonly traceHeader?: string }
export interface StartExecutionOutput { readonly executionArn: string; readonly startDate: Date }
export interface StateMachineListItem { readonly stateMachineArn: string; readonly name: string; readonly type: StateMachineType; readonly creationDate: Date }
export type StateMachineStatus = 'ACTIVE' | 'DELETING';
export type StateMachineType = 'STANDARD' | 'EXPRESS';
export interface StopExecutionInput { readonly executionArn: string; readonly error?: string; readonly cause?: string }
export interface StopExecutionOutput { readonly stopDate: Date }
export interface Tag { readonly key?: string; readonly value?: string }
export interface TagResourceInput { readonly resourceArn: string; readonly tags: readonly Tag[] }
export interface TracingConfiguration { readonly enabled?: boolean }
export interface UntagResourceInput { readonly resourceArn: string; readonly tagKeys: readonly string[] }
export interface UpdateStateMachineInput { readonly stateMachineArn: string; readonly definition?: string; readonly roleArn?: string; readonly loggingConfiguration?: LoggingConfiguration; readonly tracingConfiguration?: TracingConfiguration; readonly publish?: boolean; readonly versionDescription?: string; readonly encryptionConfiguration?: EncryptionConfiguration }
export interface UpdateStateMachineOutput { readonly updateDate: Date; readonly revisionId?: string; readonly stateMachineVersionArn?: string }
