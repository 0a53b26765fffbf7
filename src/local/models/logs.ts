// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AssociateKmsKey: [AssociateKmsKeyRequest, void];
  CreateLogGroup: [CreateLogGroupRequest, void];
  CreateLogStream: [CreateLogStreamRequest, void];
  DeleteLogGroup: [DeleteLogGroupRequest, void];
  DeleteLogStream: [DeleteLogStreamRequest, void];
  DeleteMetricFilter: [DeleteMetricFilterRequest, void];
  DeleteRetentionPolicy: [DeleteRetentionPolicyRequest, void];
  DescribeLogGroups: [DescribeLogGroupsRequest, DescribeLogGroupsResponse];
  DescribeLogStreams: [DescribeLogStreamsRequest, DescribeLogStreamsResponse];
  DescribeMetricFilters: [DescribeMetricFiltersRequest, DescribeMetricFiltersResponse];
  DisassociateKmsKey: [DisassociateKmsKeyRequest, void];
  FilterLogEvents: [FilterLogEventsRequest, FilterLogEventsResponse];
  GetLogEvents: [GetLogEventsRequest, GetLogEventsResponse];
  GetQueryResults: [GetQueryResultsRequest, GetQueryResultsResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  ListTagsLogGroup: [ListTagsLogGroupRequest, ListTagsLogGroupResponse];
  PutLogEvents: [PutLogEventsRequest, PutLogEventsResponse];
  PutMetricFilter: [PutMetricFilterRequest, void];
  PutRetentionPolicy: [PutRetentionPolicyRequest, void];
  StartLiveTail: [StartLiveTailRequest, StartLiveTailResponse];
  StartQuery: [StartQueryRequest, StartQueryResponse];
  StopQuery: [StopQueryRequest, StopQueryResponse];
  TagLogGroup: [TagLogGroupRequest, void];
  TagResource: [TagResourceRequest, void];
  UntagLogGroup: [UntagLogGroupRequest, void];
  UntagResource: [UntagResourceRequest, void];
}

export interface AssociateKmsKeyRequest { readonly logGroupName?: string; readonly kmsKeyId: string; readonly resourceIdentifier?: string }
export interface CreateLogGroupRequest { readonly logGroupName: string; readonly kmsKeyId?: string; readonly tags?: { readonly [key: string]: string }; readonly logGroupClass?: LogGroupClass; readonly deletionProtectionEnabled?: boolean }
export interface CreateLogStreamRequest { readonly logGroupName: string; readonly logStreamName: string }
export type DataProtectionStatus = 'ACTIVATED' | 'DELETED' | 'ARCHIVED' | 'DISABLED';
export interface DeleteLogGroupRequest { readonly logGroupName: string }
export interface DeleteLogStreamRequest { readonly logGroupName: string; readonly logStreamName: string }
export interface DeleteMetricFilterRequest { readonly logGroupName: string; readonly filterName: string }
export interface DeleteRetentionPolicyRequest { readonly logGroupName: string }
export interface DescribeLogGroupsRequest { readonly accountIdentifiers?: readonly string[]; readonly logGroupNamePrefix?: string; readonly logGroupNamePattern?: string; readonly nextToken?: string; readonly limit?: number; readonly includeLinkedAccounts?: boolean; readonly logGroupClass?: LogGroupClass; readonly logGroupIdentifiers?: readonly string[] }
export interface DescribeLogGroupsResponse { readonly logGroups?: readonly LogGroup[]; readonly nextToken?: string }
export interface DescribeLogStreamsRequest { readonly logGroupName?: string; readonly logGroupIdentifier?: string; readonly logStreamNamePrefix?: string; readonly orderBy?: OrderBy; readonly descending?: boolean; readonly nextToken?: string; readonly limit?: number }
export interface DescribeLogStreamsResponse { readonly logStreams?: readonly LogStream[]; readonly nextToken?: string }
export interface DescribeMetricFiltersRequest { readonly logGroupName?: string; readonly filterNamePrefix?: string; readonly nextToken?: string; readonly limit?: number; readonly metricName?: string; readonly metricNamespace?: string }
export interface DescribeMetricFiltersResponse { readonly metricFilters?: readonly MetricFilter[]; readonly nextToken?: string }
export interface DisassociateKmsKeyRequest { readonly logGroupName?: string; readonly resourceIdentifier?: string }
export interface Entity { readonly keyAttributes?: { readonly [key: string]: string }; readonly attributes?: { readonly [key: string]: string } }
export type EntityRejectionErrorType = 'InvalidEntity' | 'InvalidTypeValue' | 'InvalidKeyAttributes' | 'InvalidAttributes' | 'EntitySizeTooLarge' | 'UnsupportedLogGroupType' | 'MissingRequiredFields';
export interface FilterLogEventsRequest { readonly logGroupName?: string; readonly logGroupIdentifier?: string; readonly logStreamNames?: readonly string[]; readonly logStreamNamePrefix?: string; readonly startTime?: number; readonly endTime?: number; readonly filterPattern?: string; readonly nextToken?: string; readonly limit?: number; readonly startFromHead?: boolean; readonly interleaved?: boolean; readonly unmask?: boolean }
export interface FilterLogEventsResponse { readonly events?: readonly FilteredLogEvent[]; readonly searchedLogStreams?: readonly SearchedLogStream[]; readonly nextToken?: string }
export interface FilteredLogEvent { readonly logStreamName?: string; readonly timestamp?: number; readonly message?: string; readonly ingestionTime?: number; readonly eventId?: string }
export interface GetLogEventsRequest { readonly logGroupName?: string; readonly logGroupIdentifier?: string; readonly logStreamName: string; readonly startTime?: number; readonly endTime?: number; readonly nextToken?: string; readonly limit?: number; readonly startFromHead?: boolean; readonly unmask?: boolean }
export interface GetLogEventsResponse { readonly events?: readonly OutputLogEvent[]; readonly nextForwardToken?: string; readonly nextBackwardToken?: string }
export interface GetQueryResultsRequest { readonly queryId: string; readonly nextToken?: string; readonly maxItems?: number }
export interface GetQueryResultsResponse { readonly queryLanguage?: QueryLanguage; readonly results?: readonly (readonly ResultField[])[]; readonly statistics?: QueryStatistics; readonly status?: QueryStatus; readonly encryptionKey?: string; readonly nextToken?: string }
export type InheritedProperty = 'ACCOUNT_DATA_PROTECTION';
export interface InputLogEvent { readonly timestamp: number; readonly message: string }
export interface ListTagsForResourceRequest { readonly resourceArn: string }
export interface ListTagsForResourceResponse { readonly tags?: { readonly [key: string]: string } }
export interface ListTagsLogGroupRequest { readonly logGroupName: string }
export interface ListTagsLogGroupResponse { readonly tags?: { readonly [key: string]: string } }
export interface LiveTailSessionLogEvent { readonly logStreamName?: string; readonly logGroupIdentifier?: string; readonly message?: string; readonly timestamp?: number; readonly ingestionTime?: number }
export interface LiveTailSessionMetadata { readonly sampled?: boolean }
export interface LiveTailSessionStart { readonly requestId?: string; readonly sessionId?: string; readonly logGroupIdentifiers?: readonly string[]; readonly logStreamNames?: readonly string[]; readonly logStreamNamePrefixes?: readonly string[]; readonly logEventFilterPattern?: string }
export interface LiveTailSessionUpdate { readonly sessionMetadata?: LiveTailSessionMetadata; readonly sessionResults?: readonly LiveTailSessionLogEvent[] }
export interface LogGroup { readonly logGroupName?: string; readonly creationTime?: number; readonly retentionInDays?: number; readonly metricFilterCount?: number; readonly arn?: string; readonly storedBytes?: number; readonly kmsKeyId?: string; readonly dataProtectionStatus?: DataProtectionStatus; readonly inheritedProperties?: readonly InheritedProperty[]; readonly logGroupClass?: LogGroupClass; readonly logGroupArn?: string; readonly deletionProtectionEnabled?: boolean; readonly bearerTokenAuthenticationEnabled?: boolean; readonly retentionPolicyName?: string }
export type LogGroupClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY' | 'ESSENTIALS';
export interface LogStream { readonly logStreamName?: string; readonly creationTime?: number; readonly firstEventTimestamp?: number; readonly lastEventTimestamp?: number; readonly lastIngestionTime?: number; readonly uploadSequenceToken?: string; readonly arn?: string; readonly storedBytes?: number }
export interface MetricFilter { readonly filterName?: string; readonly filterPattern?: string; readonly metricTransformations?: readonly MetricTransformation[]; readonly creationTime?: number; readonly logGroupName?: string; readonly applyOnTransformedLogs?: boolean; readonly fieldSelectionCriteria?: string; readonly emitSystemFieldDimensions?: readonly string[] }
export interface MetricTransformation { readonly metricName: string; readonly metricNamespace: string; readonly metricValue: string; readonly defaultValue?: number; readonly dimensions?: { readonly [key: string]: string }; readonly unit?: StandardUnit }
export type OrderBy = 'LogStreamName' | 'LastEventTime';
export interface OutputLogEvent { readonly timestamp?: number; readonly message?: string; readonly ingestionTime?: number }
export interface PutLogEventsRequest { readonly logGroupName: string; readonly logStreamName: string; readonly logEvents: readonly InputLogEvent[]; readonly sequenceToken?: string; readonly entity?: Entity }
export interface PutLogEventsResponse { readonly nextSequenceToken?: string; readonly rejectedLogEventsInfo?: RejectedLogEventsInfo; readonly rejectedEntityInfo?: RejectedEntityInfo }
export interface PutMetricFilterRequest { readonly logGroupName: string; readonly filterName: string; readonly filterPattern: string; readonly metricTransformations: readonly MetricTransformation[]; readonly applyOnTransformedLogs?: boolean; readonly fieldSelectionCriteria?: string; readonly emitSystemFieldDimensions?: readonly string[] }
export interface PutRetentionPolicyRequest { readonly logGroupName: string; readonly retentionInDays: number }
export type QueryLanguage = 'CWLI' | 'SQL' | 'PPL';
export interface QueryStatistics { readonly recordsMatched?: number; readonly recordsScanned?: number; readonly estimatedRecordsSkipped?: number; readonly bytesScanned?: number; readonly estimatedBytesSkipped?: number; readonly logGroupsScanned?: number; readonly resultCount?: number }
export type QueryStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown';
export interface RejectedEntityInfo { readonly errorType: EntityRejectionErrorType }
export interface RejectedLogEventsInfo { readonly tooNewLogEventStartIndex?: number; readonly tooOldLogEventEndIndex?: number; readonly expiredLogEventEndIndex?: number }
export interface ResultField { readonly field?: string; readonly value?: string }
export interface SearchedLogStream { readonly logStreamName?: string; readonly searchedCompletely?: boolean }
export interface SessionStreamingException { readonly message?: string }
export interface SessionTimeoutException { readonly message?: string }
export type StandardUnit = 'Seconds' | 'Microseconds' | 'Milliseconds' | 'Bytes' | 'Kilobytes' | 'Megabytes' | 'Gigabytes' | 'Terabytes' | 'Bits' | 'Kilobits' | 'Megabits' | 'Gigabits' | 'Terabits' | 'Percent' | 'Count' | 'Bytes/Second' | 'Kilobytes/Second' | 'Megabytes/Second' | 'Gigabytes/Second' | 'Terabytes/Second' | 'Bits/Second' | 'Kilobits/Second' | 'Megabits/Second' | 'Gigabits/Second' | 'Terabits/Second' | 'Count/Second' | 'None';
export interface StartLiveTailRequest { readonly logGroupIdentifiers: readonly string[]; readonly logStreamNames?: readonly string[]; readonly logStreamNamePrefixes?: readonly string[]; readonly logEventFilterPattern?: string }
export interface StartLiveTailResponse { readonly responseStream?: StartLiveTailResponseStream }
export interface StartLiveTailResponseStream { readonly sessionStart?: LiveTailSessionStart; readonly sessionUpdate?: LiveTailSessionUpdate; readonly SessionTimeoutException?: SessionTimeoutException; readonly SessionStreamingException?: SessionStreamingException }
export interface StartQueryRequest { readonly queryLanguage?: QueryLanguage; readonly logGroupName?: string; readonly logGroupNames?: readonly string[]; readonly logGroupIdentifiers?: readonly string[]; readonly startTime: number; readonly endTime: number; readonly queryString: string; readonly limit?: number }
export interface StartQueryResponse { readonly queryId?: string }
export interface StopQueryRequest { readonly queryId: string }
export interface StopQueryResponse { readonly success?: boolean }
export interface TagLogGroupRequest { readonly logGroupName: string; readonly tags: { readonly [key: string]: string } }
export interface TagResourceRequest { readonly resourceArn: string; readonly tags: { readonly [key: string]: string } }
export interface UntagLogGroupRequest { readonly logGroupName: string; readonly tags: readonly string[] }
export interface UntagResourceRequest { readonly resourceArn: string; readonly tagKeys: readonly string[] }
