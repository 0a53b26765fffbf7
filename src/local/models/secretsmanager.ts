// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateSecret: [CreateSecretRequest, CreateSecretResponse];
  DeleteSecret: [DeleteSecretRequest, DeleteSecretResponse];
  DescribeSecret: [DescribeSecretRequest, DescribeSecretResponse];
  GetSecretValue: [GetSecretValueRequest, GetSecretValueResponse];
  ListSecrets: [ListSecretsRequest, ListSecretsResponse];
  PutSecretValue: [PutSecretValueRequest, PutSecretValueResponse];
  RestoreSecret: [RestoreSecretRequest, RestoreSecretResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateSecret: [UpdateSecretRequest, UpdateSecretResponse];
}

export interface CreateSecretRequest { readonly Name: string; readonly ClientRequestToken?: string; readonly Description?: string; readonly KmsKeyId?: string; readonly SecretBinary?: string; readonly SecretString?: string; readonly Tags?: readonly Tag[]; readonly AddReplicaRegions?: readonly ReplicaRegionType[]; readonly ForceOverwriteReplicaSecret?: boolean; readonly Type?: string; readonly CrossAccountPrimaryARN?: string }
export interface CreateSecretResponse { readonly ARN?: string; readonly Name?: string; readonly VersionId?: string; readonly ReplicationStatus?: readonly ReplicationStatusType[] }
export interface CrossAccountPrimaryType { readonly PrimarySecretARN?: string; readonly ReplicationStatus?: StatusType; readonly StatusMessage?: string }
export interface CrossAccountReplicaEntry { readonly ReplicaSecretARN?: string; readonly ReplicationRoleARN?: string; readonly ReplicationStatus?: StatusType; readonly StatusMessage?: string }
export interface DeleteSecretRequest { readonly SecretId: string; readonly RecoveryWindowInDays?: number; readonly ForceDeleteWithoutRecovery?: boolean }
export interface DeleteSecretResponse { readonly ARN?: string; readonly Name?: string; readonly DeletionDate?: Date }
export interface DescribeSecretRequest { readonly SecretId: string }
export interface DescribeSecretResponse { readonly ARN?: string; readonly Name?: string; readonly Type?: string; readonly Description?: string; readonly KmsKeyId?: string; readonly RotationEnabled?: boolean; readonly RotationLambdaARN?: string; readonly RotationRules?: RotationRulesType; readonly ExternalSecretRotationMetadata?: readonly ExternalSecretRotationMetadataItem[]; readonly ExternalSecretRotationRoleArn?: string; readonly LastRotatedDate?: Date; readonly LastChangedDate?: Date; readonly LastAccessedDate?: Date; readonly DeletedDate?: Date; readonly NextRotationDate?: Date; readonly Tags?: readonly Tag[]; readonly VersionIdsToStages?: { readonly [key: string]: readonly string[] }; readonly OwningService?: string; readonly CreatedDate?: Date; readonly PrimaryRegion?: string; readonly ReplicationStatus?: readonly ReplicationStatusType[]; readonly CrossAccountPrimary?: CrossAccountPrimaryType; readonly CrossAccountReplicas?: readonly CrossAccountReplicaEntry[] }
export interface ExternalSecretRotationMetadataItem { readonly Key?: string; readonly Value?: string }
export interface Filter { readonly Key?: FilterNameStringType; readonly Values?: readonly string[] }
export type FilterNameStringType = 'description' | 'name' | 'tag-key' | 'tag-value' | 'primary-region' | 'owning-service' | 'all';
export interface GetSecretValueRequest { readonly SecretId: string; readonly VersionId?: string; readonly VersionStage?: string }
export interface GetSecretValueResponse { readonly ARN?: string; readonly Name?: string; readonly VersionId?: string; readonly SecretBinary?: string; readonly SecretString?: string; readonly VersionStages?: readonly string[]; readonly CreatedDate?: Date }
export interface ListSecretsRequest { readonly IncludePlannedDeletion?: boolean; readonly MaxResults?: number; readonly NextToken?: string; readonly Filters?: readonly Filter[]; readonly SortOrder?: SortOrderType; readonly SortBy?: SortByType }
export interface ListSecretsResponse { readonly SecretList?: readonly SecretListEntry[]; readonly NextToken?: string }
export interface PutSecretValueRequest { readonly SecretId: string; readonly ClientRequestToken?: string; readonly SecretBinary?: string; readonly SecretString?: string; readonly VersionStages?: readonly string[]; readonly RotationToken?: string }
export interface PutSecretValueResponse { readonly ARN?: string; readonly Name?: string; readonly VersionId?: string; readonly VersionStages?: readonly string[] }
export interface ReplicaRegionType { readonly Region?: string; readonly KmsKeyId?: string }
export interface ReplicationStatusType { readonly Region?: string; readonly KmsKeyId?: string; readonly Status?: StatusType; readonly StatusMessage?: string; readonly LastAccessedDate?: Date }
export interface RestoreSecretRequest { readonly SecretId: string }
export interface RestoreSecretResponse { readonly ARN?: string; readonly Name?: string }
export interface RotationRulesType { readonly AutomaticallyAfterDays?: number; readonly Duration?: string; readonly ScheduleExpression?: string }
export interface SecretListEntry { readonly ARN?: string; readonly Name?: string; readonly Type?: string; readonly Description?: string; readonly KmsKeyId?: string; readonly RotationEnabled?: boolean; readonly RotationLambdaARN?: string; readonly RotationRules?: RotationRulesType; readonly ExternalSecretRotationMetadata?: readonly ExternalSecretRotationMetadataItem[]; readonly ExternalSecretRotationRoleArn?: string; readonly LastRotatedDate?: Date; readonly LastChangedDate?: Date; readonly LastAccessedDate?: Date; readonly DeletedDate?: Date; readonly NextRotationDate?: Date; readonly Tags?: readonly Tag[]; readonly SecretVersionsToStages?: { readonly [key: string]: readonly string[] }; readonly OwningService?: string; readonly CreatedDate?: Date; readonly PrimaryRegion?: string }
export type SortByType = 'created-date' | 'last-accessed-date' | 'last-changed-date' | 'name';
export type SortOrderType = 'asc' | 'desc';
export type StatusType = 'InSync' | 'Failed' | 'InProgress' | 'Pending' | 'Detached';
export interface Tag { readonly Key?: string; readonly Value?: string }
export interface TagResourceRequest { readonly SecretId: string; readonly Tags: readonly Tag[] }
export interface UntagResourceRequest { readonly SecretId: string; readonly TagKeys: readonly string[] }
export interface UpdateSecretRequest { readonly SecretId: string; readonly ClientRequestToken?: string; readonly Description?: string; readonly KmsKeyId?: string; readonly SecretBinary?: string; readonly SecretString?: string; readonly Type?: string }
export interface UpdateSecretResponse { readonly ARN?: string; readonly Name?: string; readonly VersionId?: string }
