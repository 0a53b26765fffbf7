// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AddPermission: [AddPermissionRequest, AddPermissionResponse];
  CreateAlias: [CreateAliasRequest, AliasConfiguration];
  CreateEventSourceMapping: [CreateEventSourceMappingRequest, EventSourceMappingConfiguration];
  CreateFunction: [CreateFunctionRequest, FunctionConfiguration];
  CreateFunctionUrlConfig: [CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse];
  DeleteAlias: [DeleteAliasRequest, void];
  DeleteEventSourceMapping: [DeleteEventSourceMappingRequest, EventSourceMappingConfiguration];
  DeleteFunction: [DeleteFunctionRequest, DeleteFunctionResponse];
  DeleteFunctionConcurrency: [DeleteFunctionConcurrencyRequest, void];
  DeleteFunctionUrlConfig: [DeleteFunctionUrlConfigRequest, void];
  DeleteLayerVersion: [DeleteLayerVersionRequest, void];
  DeleteProvisionedConcurrencyConfig: [DeleteProvisionedConcurrencyConfigRequest, void];
  GetAccountSettings: [GetAccountSettingsRequest, GetAccountSettingsResponse];
  GetAlias: [GetAliasRequest, AliasConfiguration];
  GetEventSourceMapping: [GetEventSourceMappingRequest, EventSourceMappingConfiguration];
  GetFunction: [GetFunctionRequest, GetFunctionResponse];
  GetFunctionConcurrency: [GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse];
  GetFunctionConfiguration: [GetFunctionConfigurationRequest, FunctionConfiguration];
  GetFunctionUrlConfig: [GetFunctionUrlConfigRequest, GetFunctionUrlConfigResponse];
  GetLayerVersion: [GetLayerVersionRequest, GetLayerVersionResponse];
  GetLayerVersionByArn: [GetLayerVersionByArnRequest, GetLayerVersionResponse];
  GetPolicy: [GetPolicyRequest, GetPolicyResponse];
  GetProvisionedConcurrencyConfig: [GetProvisionedConcurrencyConfigRequest, GetProvisionedConcurrencyConfigResponse];
  Invoke: [InvocationRequest, InvocationResponse];
  ListAliases: [ListAliasesRequest, ListAliasesResponse];
  ListEventSourceMappings: [ListEventSourceMappingsRequest, ListEventSourceMappingsResponse];
  ListFunctionUrlConfigs: [ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse];
  ListFunctions: [ListFunctionsRequest, ListFunctionsResponse];
  ListLayerVersions: [ListLayerVersionsRequest, ListLayerVersionsResponse];
  ListLayers: [ListLayersRequest, ListLayersResponse];
  ListProvisionedConcurrencyConfigs: [ListProvisionedConcurrencyConfigsRequest, ListProvisionedConcurrencyConfigsResponse];
  ListTags: [ListTagsRequest, ListTagsResponse];
  ListVersionsByFunction: [ListVersionsByFunctionRequest, ListVersionsByFunctionResponse];
  PublishLayerVersion: [PublishLayerVersionRequest, PublishLayerVersionResponse];
  PublishVersion: [PublishVersionRequest, FunctionConfiguration];
  PutFunctionConcurrency: [PutFunctionConcurrencyRequest, Concurrency];
  PutProvisionedConcurrencyConfig: [PutProvisionedConcurrencyConfigRequest, PutProvisionedConcurrencyConfigResponse];
  RemovePermission: [RemovePermissionRequest, void];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateAlias: [UpdateAliasRequest, AliasConfiguration];
  UpdateEventSourceMapping: [UpdateEventSourceMappingRequest, EventSourceMappingConfiguration];
  UpdateFunctionCode: [UpdateFunctionCodeRequest, FunctionConfiguration];
  UpdateFunctionConfiguration: [UpdateFunctionConfigurationRequest, FunctionConfiguration];
  UpdateFunctionUrlConfig: [UpdateFunctionUrlConfigRequest, UpdateFunctionUrlConfigResponse];
}

export interface AcceleratorConfig { readonly AcceleratorMemorySize: number }
export interface AccountLimit { readonly TotalCodeSize?: number; readonly CodeSizeUnzipped?: number; readonly CodeSizeZipped?: number; readonly ConcurrentExecutions?: number; readonly UnreservedConcurrentExecutions?: number }
export interface AccountUsage { readonly TotalCodeSize?: number; readonly FunctionCount?: number }
export interface AddPermissionRequest { readonly FunctionName: string; readonly StatementId: string; readonly Action: string; readonly Principal: string; readonly SourceArn?: string; readonly FunctionUrlAuthType?: FunctionUrlAuthType; readonly InvokedViaFunctionUrl?: boolean; readonly SourceAccount?: string; readonly EventSourceToken?: string; readonly Qualifier?: string; readonly RevisionId?: string; readonly PrincipalOrgID?: string }
export interface AddPermissionResponse { readonly Statement?: string }
export interface AliasConfiguration { readonly AliasArn?: string; readonly Name?: string; readonly FunctionVersion?: string; readonly Description?: string; readonly RoutingConfig?: AliasRoutingConfiguration; readonly RevisionId?: string }
export interface AliasRoutingConfiguration { readonly AdditionalVersionWeights?: { readonly [key: string]: number } }
export interface AmazonManagedKafkaEventSourceConfig { readonly ConsumerGroupId?: string; readonly SchemaRegistryConfig?: KafkaSchemaRegistryConfig }
export type ApplicationLogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
export type Architecture = 'x86_64' | 'arm64';
export interface CapacityProviderConfig { readonly LambdaManagedInstancesCapacityProviderConfig: LambdaManagedInstancesCapacityProviderConfig }
export interface Concurrency { readonly ReservedConcurrentExecutions?: number }
export interface Cors { readonly AllowCredentials?: boolean; readonly AllowHeaders?: readonly string[]; readonly AllowMethods?: readonly string[]; readonly AllowOrigins?: readonly string[]; readonly ExposeHeaders?: readonly string[]; readonly MaxAge?: number }
export interface CreateAliasRequest { readonly FunctionName: string; readonly Name: string; readonly FunctionVersion: string; readonly Description?: string; readonly RoutingConfig?: AliasRoutingConfiguration }
export interface CreateEventSourceMappingRequest { readonly EventSourceArn?: string; readonly FunctionName: string; readonly Enabled?: boolean; readonly BatchSize?: number; readonly FilterCriteria?: FilterCriteria; readonly KMSKeyArn?: string; readonly MetricsConfig?: EventSourceMappingMetricsConfig; readonly LoggingConfig?: EventSourceMappingLoggingConfig; readonly ScalingConfig?: ScalingConfig; readonly MaximumBatchingWindowInSeconds?: number; readonly ParallelizationFactor?: number; readonly StartingPosition?: EventSourcePosition; readonly StartingPositionTimestamp?: Date; readonly DestinationConfig?: DestinationConfig; readonly MaximumRecordAgeInSeconds?: number; readonly BisectBatchOnFunctionError?: boolean; readonly MaximumRetryAttempts?: number; readonly Tags?: { readonly [key: string]: string }; readonly TumblingWindowInSeconds?: number; readonly Topics?: readonly string[]; readonly Queues?: readonly string[]; readonly SourceAccessConfigurations?: readonly SourceAccessConfiguration[]; readonly SelfManagedEventSource?: SelfManagedEventSource; readonly FunctionResponseTypes?: readonly FunctionResponseType[]; readonly AmazonManagedKafkaEventSourceConfig?: AmazonManagedKafkaEventSourceConfig; readonly SelfManagedKafkaEventSourceConfig?: SelfManagedKafkaEventSourceConfig; readonly DocumentDBEventSourceConfig?: DocumentDBEventSourceConfig; readonly ProvisionedPollerConfig?: ProvisionedPollerConfig }
export interface CreateFunctionRequest { readonly FunctionName: string; readonly Runtime?: string; readonly Role: string; readonly Handler?: string; readonly Code: FunctionCode; readonly Description?: string; readonly Timeout?: number; readonly MemorySize?: number; readonly Publish?: boolean; readonly PublishTo?: FunctionVersionLatestPublished; readonly VpcConfig?: VpcConfig; readonly PackageType?: PackageType; readonly DeadLetterConfig?: DeadLetterConfig; readonly Environment?: Environment; readonly KMSKeyArn?: string; readonly TracingConfig?: TracingConfig; readonly Tags?: { readonly [key: string]: string }; readonly Layers?: readonly string[]; readonly FileSystemConfigs?: readonly FileSystemConfig[]; readonly CodeSigningConfigArn?: string; readonly ImageConfig?: ImageConfig; readonly Architectures?: readonly Architecture[]; readonly EphemeralStorage?: EphemeralStorage; readonly SnapStart?: SnapStart; readonly LoggingConfig?: LoggingConfig; readonly TenancyConfig?: TenancyConfig; readonly CapacityProviderConfig?: CapacityProviderConfig; readonly DurableConfig?: DurableConfig; readonly RuntimeConfig?: FunctionRuntimeConfig; readonly AcceleratorConfig?: AcceleratorConfig }
export interface CreateFunctionUrlConfigRequest { readonly FunctionName: string; readonly Qualifier?: string; readonly AuthType: FunctionUrlAuthType; readonly Cors?: Cors; readonly InvokeMode?: InvokeMode }
export interface CreateFunctionUrlConfigResponse { readonly FunctionUrl: string; readonly FunctionArn: string; readonly AuthType: FunctionUrlAuthType; readonly Cors?: Cors; readonly CreationTime: string; readonly InvokeMode?: InvokeMode }
export interface DeadLetterConfig { readonly TargetArn?: string }
export interface DeleteAliasRequest { readonly FunctionName: string; readonly Name: string }
export interface DeleteEventSourceMappingRequest { readonly UUID: string }
export interface DeleteFunctionConcurrencyRequest { readonly FunctionName: string }
export interface DeleteFunctionRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface DeleteFunctionResponse { readonly StatusCode?: number }
export interface DeleteFunctionUrlConfigRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface DeleteLayerVersionRequest { readonly LayerName: string; readonly VersionNumber: number }
export interface DeleteProvisionedConcurrencyConfigRequest { readonly FunctionName: string; readonly Qualifier: string }
export interface DestinationConfig { readonly OnSuccess?: OnSuccess; readonly OnFailure?: OnFailure }
export type DirectS3Read = 'ENABLED' | 'DISABLED' | 'AUTO';
export interface DocumentDBEventSourceConfig { readonly DatabaseName?: string; readonly CollectionName?: string; readonly FullDocument?: FullDocument }
export interface DurableConfig { readonly KMSKeyArn?: string; readonly RetentionPeriodInDays?: number; readonly ExecutionTimeout?: number }
export interface Environment { readonly Variables?: { readonly [key: string]: string } }
export interface EnvironmentError { readonly ErrorCode?: string; readonly Message?: string }
export interface EnvironmentResponse { readonly Variables?: { readonly [key: string]: string }; readonly Error?: EnvironmentError }
export interface EphemeralStorage { readonly Size: number }
export interface EventSourceMappingConfiguration { readonly UUID?: string; readonly StartingPosition?: EventSourcePosition; readonly StartingPositionTimestamp?: Date; readonly BatchSize?: number; readonly MaximumBatchingWindowInSeconds?: number; readonly ParallelizationFactor?: number; readonly EventSourceArn?: string; readonly FilterCriteria?: FilterCriteria; readonly FilterCriteriaError?: FilterCriteriaError; readonly KMSKeyArn?: string; readonly MetricsConfig?: EventSourceMappingMetricsConfig; readonly LoggingConfig?: EventSourceMappingLoggingConfig; readonly ScalingConfig?: ScalingConfig; readonly FunctionArn?: string; readonly LastModified?: Date; readonly LastProcessingResult?: string; readonly State?: string; readonly StateTransitionReason?: string; readonly DestinationConfig?: DestinationConfig; readonly Topics?: readonly string[]; readonly Queues?: readonly string[]; readonly SourceAccessConfigurations?: readonly SourceAccessConfiguration[]; readonly SelfManagedEventSource?: SelfManagedEventSource; readonly MaximumRecordAgeInSeconds?: number; readonly BisectBatchOnFunctionError?: boolean; readonly MaximumRetryAttempts?: number; readonly TumblingWindowInSeconds?: number; readonly FunctionResponseTypes?: readonly FunctionResponseType[]; readonly AmazonManagedKafkaEventSourceConfig?: AmazonManagedKafkaEventSourceConfig; readonly SelfManagedKafkaEventSourceConfig?: SelfManagedKafkaEventSourceConfig; readonly DocumentDBEventSourceConfig?: DocumentDBEventSourceConfig; readonly EventSourceMappingArn?: string; readonly ProvisionedPollerConfig?: ProvisionedPollerConfig }
export interface EventSourceMappingLoggingConfig { readonly SystemLogLevel?: EventSourceMappingSystemLogLevel }
export type EventSourceMappingMetric = 'EventCount' | 'ErrorCount' | 'KafkaMetrics';
export interface EventSourceMappingMetricsConfig { readonly Metrics?: readonly EventSourceMappingMetric[] }
export type EventSourceMappingSystemLogLevel = 'DEBUG' | 'INFO' | 'WARN';
export type EventSourcePosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
export interface FileSystemConfig { readonly Arn: string; readonly LocalMountPath: string; readonly S3FilesConfig?: S3FilesConfig }
export interface Filter { readonly Pattern?: string }
export interface FilterCriteria { readonly Filters?: readonly Filter[] }
export interface FilterCriteriaError { readonly ErrorCode?: string; readonly Message?: string }
export type FullDocument = 'UpdateLookup' | 'Default';
export interface FunctionCode { readonly ZipFile?: string; readonly S3Bucket?: string; readonly S3Key?: string; readonly S3ObjectVersion?: string; readonly S3ObjectStorageMode?: S3ObjectStorageMode; readonly ImageUri?: string; readonly SourceKMSKeyArn?: string }
export interface FunctionCodeLocation { readonly RepositoryType?: string; readonly Location?: string; readonly ImageUri?: string; readonly ResolvedImageUri?: string; readonly ResolvedS3Object?: ResolvedS3Object; readonly SourceKMSKeyArn?: string; readonly Error?: FunctionCodeLocationError }
export interface FunctionCodeLocationError { readonly ErrorCode?: string; readonly Message?: string }
export interface FunctionConfiguration { readonly FunctionName?: string; readonly FunctionArn?: string; readonly Runtime?: string; readonly Role?: string; readonly Handler?: string; readonly CodeSize?: number; readonly Description?: string; readonly Timeout?: number; readonly MemorySize?: number; readonly LastModified?: string; readonly CodeSha256?: string; readonly Version?: string; readonly VpcConfig?: VpcConfigResponse; readonly DeadLetterConfig?: DeadLetterConfig; readonly Environment?: EnvironmentResponse; readonly KMSKeyArn?: string; readonly TracingConfig?: TracingConfigResponse; readonly MasterArn?: string; readonly RevisionId?: string; readonly Layers?: readonly Layer[]; readonly State?: State; readonly StateReason?: string; readonly StateReasonCode?: StateReasonCode; readonly LastUpdateStatus?: LastUpdateStatus; readonly LastUpdateStatusReason?: string; readonly LastUpdateStatusReasonCode?: string; readonly FileSystemConfigs?: readonly FileSystemConfig[]; readonly SigningProfileVersionArn?: string; readonly SigningJobArn?: string; readonly PackageType?: PackageType; readonly ImageConfigResponse?: ImageConfigResponse; readonly Architectures?: readonly Architecture[]; readonly EphemeralStorage?: EphemeralStorage; readonly SnapStart?: SnapStartResponse; readonly RuntimeVersionConfig?: RuntimeVersionConfig; readonly LoggingConfig?: LoggingConfig; readonly TenancyConfig?: TenancyConfig; readonly CapacityProviderConfig?: CapacityProviderConfig; readonly ConfigSha256?: string; readonly DurableConfig?: DurableConfig; readonly RuntimeConfig?: FunctionRuntimeConfig; readonly AcceleratorConfig?: AcceleratorConfig }
export type FunctionResponseType = 'ReportBatchItemFailures';
export interface FunctionRuntimeConfig { readonly RuntimeArn: string; readonly RuntimeAlias: string }
export type FunctionUrlAuthType = 'NONE' | 'AWS_IAM';
export interface FunctionUrlConfig { readonly FunctionUrl: string; readonly FunctionArn: string; readonly CreationTime: string; readonly LastModifiedTime: string; readonly Cors?: Cors; readonly AuthType: FunctionUrlAuthType; readonly InvokeMode?: InvokeMode }
export type FunctionVersion = 'ALL';
export type FunctionVersionLatestPublished = 'LATEST_PUBLISHED';
export interface GetAccountSettingsRequest {}
export interface GetAccountSettingsResponse { readonly AccountLimit?: AccountLimit; readonly AccountUsage?: AccountUsage }
export interface GetAliasRequest { readonly FunctionName: string; readonly Name: string }
export interface GetEventSourceMappingRequest { readonly UUID: string }
export interface GetFunctionConcurrencyRequest { readonly FunctionName: string }
export interface GetFunctionConcurrencyResponse { readonly ReservedConcurrentExecutions?: number }
export interface GetFunctionConfigurationRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface GetFunctionRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface GetFunctionResponse { readonly Configuration?: FunctionConfiguration; readonly Code?: FunctionCodeLocation; readonly Tags?: { readonly [key: string]: string }; readonly TagsError?: TagsError; readonly Concurrency?: Concurrency }
export interface GetFunctionUrlConfigRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface GetFunctionUrlConfigResponse { readonly FunctionUrl: string; readonly FunctionArn: string; readonly AuthType: FunctionUrlAuthType; readonly Cors?: Cors; readonly CreationTime: string; readonly LastModifiedTime: string; readonly InvokeMode?: InvokeMode }
export interface GetLayerVersionByArnRequest { readonly Arn: string }
export interface GetLayerVersionRequest { readonly LayerName: string; readonly VersionNumber: number }
export interface GetLayerVersionResponse { readonly Content?: LayerVersionContentOutput; readonly LayerArn?: string; readonly LayerVersionArn?: string; readonly Description?: string; readonly CreatedDate?: string; readonly Version?: number; readonly CompatibleArchitectures?: readonly Architecture[]; readonly CompatibleRuntimes?: readonly string[]; readonly LicenseInfo?: string }
export interface GetPolicyRequest { readonly FunctionName: string; readonly Qualifier?: string }
export interface GetPolicyResponse { readonly Policy?: string; readonly RevisionId?: string }
export interface GetProvisionedConcurrencyConfigRequest { readonly FunctionName: string; readonly Qualifier: string }
export interface GetProvisionedConcurrencyConfigResponse { readonly RequestedProvisionedConcurrentExecutions?: number; readonly AvailableProvisionedConcurrentExecutions?: number; readonly AllocatedProvisionedConcurrentExecutions?: number; readonly Status?: ProvisionedConcurrencyStatusEnum; readonly StatusReason?: string; readonly LastModified?: string }
export interface ImageConfig { readonly EntryPoint?: readonly string[]; readonly Command?: readonly string[]; readonly WorkingDirectory?: string }
export interface ImageConfigError { readonly ErrorCode?: string; readonly Message?: string }
export interface ImageConfigResponse { readonly ImageConfig?: ImageConfig; readonly Error?: ImageConfigError }
export interface InvocationRequest { readonly FunctionName: string; readonly InvocationType?: InvocationType; readonly LogType?: LogType; readonly ClientContext?: string; readonly DurableExecutionName?: string; readonly Payload?: Uint8Array; readonly Qualifier?: string; readonly TenantId?: string }
export interface InvocationResponse { readonly StatusCode?: number; readonly FunctionError?: string; readonly LogResult?: string; readonly Payload?: Uint8Array; readonly ExecutedVersion?: string; readonly DurableExecutionArn?: string }
export type InvocationType = 'Event' | 'RequestResponse' | 'DryRun';
export type InvokeMode = 'BUFFERED' | 'RESPONSE_STREAM';
export type KafkaEventSourceMappingConsumptionMode = 'Stream' | 'Queue';
export interface KafkaSchemaRegistryAccessConfig { readonly Type?: KafkaSchemaRegistryAuthType; readonly URI?: string }
export type KafkaSchemaRegistryAuthType = 'BASIC_AUTH' | 'CLIENT_CERTIFICATE_TLS_AUTH' | 'SERVER_ROOT_CA_CERTIFICATE' | 'OAUTHBEARER_AUTH';
export interface KafkaSchemaRegistryConfig { readonly SchemaRegistryURI?: string; readonly EventRecordFormat?: SchemaRegistryEventRecordFormat; readonly AccessConfigs?: readonly KafkaSchemaRegistryAccessConfig[]; readonly SchemaValidationConfigs?: readonly KafkaSchemaValidationConfig[] }
export type KafkaSchemaValidationAttribute = 'KEY' | 'VALUE';
export interface KafkaSchemaValidationConfig { readonly Attribute?: KafkaSchemaValidationAttribute }
export interface LambdaManagedInstancesCapacityProviderConfig { readonly CapacityProviderArn: string; readonly PerExecutionEnvironmentMaxConcurrency?: number; readonly ExecutionEnvironmentMemoryGiBPerVCpu?: number }
export type LastUpdateStatus = 'Successful' | 'Failed' | 'InProgress';
export interface Layer { readonly Arn?: string; readonly CodeSize?: number; readonly SigningProfileVersionArn?: string; readonly SigningJobArn?: string }
export interface LayerVersionContentInput { readonly S3Bucket?: string; readonly S3Key?: string; readonly S3ObjectVersion?: string; readonly S3ObjectStorageMode?: S3ObjectStorageMode; readonly ZipFile?: string }
export interface LayerVersionContentOutput { readonly Location?: string; readonly CodeSha256?: string; readonly CodeSize?: number; readonly SigningProfileVersionArn?: string; readonly SigningJobArn?: string; readonly ResolvedS3Object?: ResolvedS3Object }
export interface LayerVersionsListItem { readonly LayerVersionArn?: string; readonly Version?: number; readonly Description?: string; readonly CreatedDate?: string; readonly CompatibleArchitectures?: readonly Architecture[]; readonly CompatibleRuntimes?: readonly string[]; readonly LicenseInfo?: string }
export interface LayersListItem { readonly LayerName?: string; readonly LayerArn?: string; readonly LatestMatchingVersion?: LayerVersionsListItem }
export interface ListAliasesRequest { readonly FunctionName: string; readonly FunctionVersion?: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListAliasesResponse { readonly NextMarker?: string; readonly Aliases?: readonly AliasConfiguration[] }
export interface ListEventSourceMappingsRequest { readonly EventSourceArn?: string; readonly FunctionName?: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListEventSourceMappingsResponse { readonly NextMarker?: string; readonly EventSourceMappings?: readonly EventSourceMappingConfiguration[] }
export interface ListFunctionUrlConfigsRequest { readonly FunctionName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListFunctionUrlConfigsResponse { readonly FunctionUrlConfigs: readonly FunctionUrlConfig[]; readonly NextMarker?: string }
export interface ListFunctionsRequest { readonly MasterRegion?: string; readonly FunctionVersion?: FunctionVersion; readonly Marker?: string; readonly MaxItems?: number }
export interface ListFunctionsResponse { readonly NextMarker?: string; readonly Functions?: readonly FunctionConfiguration[] }
export interface ListLayerVersionsRequest { readonly CompatibleArchitecture?: Architecture; readonly CompatibleRuntime?: string; readonly LayerName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListLayerVersionsResponse { readonly NextMarker?: string; readonly LayerVersions?: readonly LayerVersionsListItem[] }
export interface ListLayersRequest { readonly CompatibleArchitecture?: Architecture; readonly CompatibleRuntime?: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListLayersResponse { readonly NextMarker?: string; readonly Layers?: readonly LayersListItem[] }
export interface ListProvisionedConcurrencyConfigsRequest { readonly FunctionName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListProvisionedConcurrencyConfigsResponse { readonly ProvisionedConcurrencyConfigs?: readonly ProvisionedConcurrencyConfigListItem[]; readonly NextMarker?: string }
export interface ListTagsRequest { readonly Resource: string }
export interface ListTagsResponse { readonly Tags?: { readonly [key: string]: string } }
export interface ListVersionsByFunctionRequest { readonly FunctionName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListVersionsByFunctionResponse { readonly NextMarker?: string; readonly Versions?: readonly FunctionConfiguration[] }
export type LogFormat = 'JSON' | 'Text';
export type LogType = 'None' | 'Tail';
export interface LoggingConfig { readonly LogFormat?: LogFormat; readonly ApplicationLogLevel?: ApplicationLogLevel; readonly SystemLogLevel?: SystemLogLevel; readonly LogGroup?: string }
export interface OnFailure { readonly Destination?: string }
export interface OnSuccess { readonly Destination?: string }
export type PackageType = 'Zip' | 'Image';
export interface ProvisionedConcurrencyConfigListItem { readonly FunctionArn?: string; readonly RequestedProvisionedConcurrentExecutions?: number; readonly AvailableProvisionedConcurrentExecutions?: number; readonly AllocatedProvisionedConcurrentExecutions?: number; readonly Status?: ProvisionedConcurrencyStatusEnum; readonly StatusReason?: string; readonly LastModified?: string }
export type ProvisionedConcurrencyStatusEnum = 'IN_PROGRESS' | 'READY' | 'FAILED';
export interface ProvisionedPollerConfig { readonly MinimumPollers?: number; readonly MaximumPollers?: number; readonly PollerGroupName?: string }
export interface PublishLayerVersionRequest { readonly LayerName: string; readonly Description?: string; readonly Content: LayerVersionContentInput; readonly CompatibleArchitectures?: readonly Architecture[]; readonly CompatibleRuntimes?: readonly string[]; readonly LicenseInfo?: string }
export interface PublishLayerVersionResponse { readonly Content?: LayerVersionContentOutput; readonly LayerArn?: string; readonly LayerVersionArn?: string; readonly Description?: string; readonly CreatedDate?: string; readonly Version?: number; readonly CompatibleArchitectures?: readonly Architecture[]; readonly CompatibleRuntimes?: readonly string[]; readonly LicenseInfo?: string }
export interface PublishVersionRequest { readonly FunctionName: string; readonly CodeSha256?: string; readonly Description?: string; readonly RevisionId?: string; readonly PublishTo?: FunctionVersionLatestPublished }
export interface PutFunctionConcurrencyRequest { readonly FunctionName: string; readonly ReservedConcurrentExecutions: number }
export interface PutProvisionedConcurrencyConfigRequest { readonly FunctionName: string; readonly Qualifier: string; readonly ProvisionedConcurrentExecutions: number }
export interface PutProvisionedConcurrencyConfigResponse { readonly RequestedProvisionedConcurrentExecutions?: number; readonly AllocatedProvisionedConcurrentExecutions?: number; readonly AvailableProvisionedConcurrentExecutions?: number; readonly Status?: ProvisionedConcurrencyStatusEnum; readonly StatusReason?: string; readonly LastModified?: string }
export interface RemovePermissionRequest { readonly FunctionName: string; readonly StatementId: string; readonly Qualifier?: string; readonly RevisionId?: string }
export interface ResolvedS3Object { readonly S3Bucket?: string; readonly S3Key?: string; readonly S3ObjectVersion?: string }
export interface RuntimeVersionConfig { readonly RuntimeVersionArn?: string; readonly Error?: RuntimeVersionError }
export interface RuntimeVersionError { readonly ErrorCode?: string; readonly Message?: string }
export interface S3FilesConfig { readonly DirectS3Read?: DirectS3Read }
export type S3ObjectStorageMode = 'COPY' | 'REFERENCE';
export interface ScalingConfig { readonly MaximumConcurrency?: number }
export type SchemaRegistryEventRecordFormat = 'JSON' | 'SOURCE';
export interface SelfManagedEventSource { readonly Endpoints?: { readonly [key: string]: readonly string[] } }
export interface SelfManagedKafkaEventSourceConfig { readonly ConsumerGroupId?: string; readonly SchemaRegistryConfig?: KafkaSchemaRegistryConfig; readonly ConsumptionMode?: KafkaEventSourceMappingConsumptionMode }
export interface SnapStart { readonly ApplyOn?: SnapStartApplyOn }
export type SnapStartApplyOn = 'PublishedVersions' | 'None';
export type SnapStartOptimizationStatus = 'On' | 'Off';
export interface SnapStartResponse { readonly ApplyOn?: SnapStartApplyOn; readonly OptimizationStatus?: SnapStartOptimizationStatus }
export interface SourceAccessConfiguration { readonly Type?: SourceAccessType; readonly URI?: string }
export type SourceAccessType = 'BASIC_AUTH' | 'VPC_SUBNET' | 'VPC_SECURITY_GROUP' | 'SASL_SCRAM_512_AUTH' | 'SASL_SCRAM_256_AUTH' | 'VIRTUAL_HOST' | 'CLIENT_CERTIFICATE_TLS_AUTH' | 'SERVER_ROOT_CA_CERTIFICATE' | 'OAUTHBEARER_AUTH' | 'OAUTHBEARER_SCOPE' | 'OAUTHBEARER_AUDIENCE' | 'OAUTHBEARER_LOGICAL_CLUSTER' | 'OAUTHBEARER_IDENTITY_POOL' | 'IAM_AUTH' | 'IAM_OAUTHBEARER_AUTH';
export type State = 'Pending' | 'Active' | 'Inactive' | 'Failed' | 'Deactivating' | 'Deactivated' | 'ActiveNonInvocable' | 'Deleting';
export type StateReasonCode = 'Idle' | 'Creating' | 'Restoring' | 'EniLimitExceeded' | 'InsufficientRolePermissions' | 'InvalidConfiguration' | 'InternalError' | 'SubnetOutOfIPAddresses' | 'InvalidSubnet' | 'InvalidSecurityGroup' | 'ImageDeleted' | 'ImageAccessDenied' | 'InvalidImage' | 'KMSKeyAccessDenied' | 'KMSKeyNotFound' | 'InvalidStateKMSKey' | 'DisabledKMSKey' | 'EFSIOError' | 'EFSMountConnectivityError' | 'EFSMountFailure' | 'EFSMountTimeout' | 'InvalidRuntime' | 'InvalidZipFileException' | 'FunctionError' | 'ServiceQuotaExceededException' | 'VcpuLimitExceeded' | 'CapacityProviderScalingLimitExceeded' | 'InsufficientCapacity' | 'EC2RequestLimitExceeded' | 'FunctionError.InitTimeout' | 'FunctionError.RuntimeInitError' | 'FunctionError.ExtensionInitError' | 'FunctionError.InvalidEntryPoint' | 'FunctionError.InvalidWorkingDirectory' | 'FunctionError.PermissionDenied' | 'FunctionError.TooManyExtensions' | 'FunctionError.InitResourceExhausted' | 'DisallowedByVpcEncryptionControl' | 'DrainingDurableExecutions' | 'IncompatibleAcceleratorInstanceTypes' | 'DependencyError';
export type SystemLogLevel = 'DEBUG' | 'INFO' | 'WARN';
export interface TagResourceRequest { readonly Resource: string; readonly Tags: { readonly [key: string]: string } }
export interface TagsError { readonly ErrorCode: string; readonly Message: string }
export interface TenancyConfig { readonly TenantIsolationMode: TenantIsolationMode }
export type TenantIsolationMode = 'PER_TENANT';
export interface TracingConfig { readonly Mode?: TracingMode }
export interface TracingConfigResponse { readonly Mode?: TracingMode }
export type TracingMode = 'Active' | 'PassThrough';
export interface UntagResourceRequest { readonly Resource: string; readonly TagKeys: readonly string[] }
export interface UpdateAliasRequest { readonly FunctionName: string; readonly Name: string; readonly FunctionVersion?: string; readonly Description?: string; readonly RoutingConfig?: AliasRoutingConfiguration; readonly RevisionId?: string }
export interface UpdateEventSourceMappingRequest { readonly UUID: string; readonly FunctionName?: string; readonly Enabled?: boolean; readonly BatchSize?: number; readonly FilterCriteria?: FilterCriteria; readonly KMSKeyArn?: string; readonly MetricsConfig?: EventSourceMappingMetricsConfig; readonly LoggingConfig?: EventSourceMappingLoggingConfig; readonly ScalingConfig?: ScalingConfig; readonly MaximumBatchingWindowInSeconds?: number; readonly ParallelizationFactor?: number; readonly DestinationConfig?: DestinationConfig; readonly MaximumRecordAgeInSeconds?: number; readonly BisectBatchOnFunctionError?: boolean; readonly MaximumRetryAttempts?: number; readonly TumblingWindowInSeconds?: number; readonly SourceAccessConfigurations?: readonly SourceAccessConfiguration[]; readonly FunctionResponseTypes?: readonly FunctionResponseType[]; readonly AmazonManagedKafkaEventSourceConfig?: AmazonManagedKafkaEventSourceConfig; readonly SelfManagedKafkaEventSourceConfig?: SelfManagedKafkaEventSourceConfig; readonly DocumentDBEventSourceConfig?: DocumentDBEventSourceConfig; readonly ProvisionedPollerConfig?: ProvisionedPollerConfig }
export interface UpdateFunctionCodeRequest { readonly FunctionName: string; readonly ZipFile?: string; readonly S3Bucket?: string; readonly S3Key?: string; readonly S3ObjectVersion?: string; readonly S3ObjectStorageMode?: S3ObjectStorageMode; readonly ImageUri?: string; readonly Architectures?: readonly Architecture[]; readonly Publish?: boolean; readonly PublishTo?: FunctionVersionLatestPublished; readonly DryRun?: boolean; readonly RevisionId?: string; readonly SourceKMSKeyArn?: string }
export interface UpdateFunctionConfigurationRequest { readonly FunctionName: string; readonly Role?: string; readonly Handler?: string; readonly Description?: string; readonly Timeout?: number; readonly MemorySize?: number; readonly VpcConfig?: VpcConfig; readonly Environment?: Environment; readonly Runtime?: string; readonly DeadLetterConfig?: DeadLetterConfig; readonly KMSKeyArn?: string; readonly TracingConfig?: TracingConfig; readonly RevisionId?: string; readonly Layers?: readonly string[]; readonly FileSystemConfigs?: readonly FileSystemConfig[]; readonly ImageConfig?: ImageConfig; readonly EphemeralStorage?: EphemeralStorage; readonly SnapStart?: SnapStart; readonly LoggingConfig?: LoggingConfig; readonly CapacityProviderConfig?: CapacityProviderConfig; readonly DurableConfig?: DurableConfig; readonly RuntimeConfig?: FunctionRuntimeConfig; readonly AcceleratorConfig?: AcceleratorConfig }
export interface UpdateFunctionUrlConfigRequest { readonly FunctionName: string; readonly Qualifier?: string; readonly AuthType?: FunctionUrlAuthType; readonly Cors?: Cors; readonly InvokeMode?: InvokeMode }
export interface UpdateFunctionUrlConfigResponse { readonly FunctionUrl: string; readonly FunctionArn: string; readonly AuthType: FunctionUrlAuthType; readonly Cors?: Cors; readonly CreationTime: string; readonly LastModifiedTime: string; readonly InvokeMode?: InvokeMode }
export interface VpcConfig { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[]; readonly Ipv6AllowedForDualStack?: boolean }
export interface VpcConfigResponse { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[]; readonly VpcId?: string; readonly Ipv6AllowedForDualStack?: boolean }
