// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AddTagsToResource: [AddTagsToResourceRequest, void];
  DeleteParameter: [DeleteParameterRequest, void];
  DeleteParameters: [DeleteParametersRequest, DeleteParametersResult];
  DescribeParameters: [DescribeParametersRequest, DescribeParametersResult];
  GetParameter: [GetParameterRequest, GetParameterResult];
  GetParameterHistory: [GetParameterHistoryRequest, GetParameterHistoryResult];
  GetParameters: [GetParametersRequest, GetParametersResult];
  GetParametersByPath: [GetParametersByPathRequest, GetParametersByPathResult];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResult];
  PutParameter: [PutParameterRequest, PutParameterResult];
  RemoveTagsFromResource: [RemoveTagsFromResourceRequest, void];
}

export interface AddTagsToResourceRequest { readonly ResourceType: ResourceTypeForTagging; readonly ResourceId: string; readonly Tags: readonly Tag[] }
export interface DeleteParameterRequest { readonly Name: string }
export interface DeleteParametersRequest { readonly Names: readonly string[] }
export interface DeleteParametersResult { readonly DeletedParameters?: readonly string[]; readonly InvalidParameters?: readonly string[] }
export interface DescribeParametersRequest { readonly Filters?: readonly ParametersFilter[]; readonly ParameterFilters?: readonly ParameterStringFilter[]; readonly MaxResults?: number; readonly NextToken?: string; readonly Shared?: boolean }
export interface DescribeParametersResult { readonly Parameters?: readonly ParameterMetadata[]; readonly NextToken?: string }
export interface GetParameterHistoryRequest { readonly Name: string; readonly WithDecryption?: boolean; readonly MaxResults?: number; readonly NextToken?: string }
export interface GetParameterHistoryResult { readonly Parameters?: readonly ParameterHistory[]; readonly NextToken?: string }
export interface GetParameterRequest { readonly Name: string; readonly WithDecryption?: boolean }
export interface GetParameterResult { readonly Parameter?: Parameter }
export interface GetParametersByPathRequest { readonly Path: string; readonly Recursive?: boolean; readonly ParameterFilters?: readonly ParameterStringFilter[]; readonly WithDecryption?: boolean; readonly MaxResults?: number; readonly NextToken?: string }
export interface GetParametersByPathResult { readonly Parameters?: readonly Parameter[]; readonly NextToken?: string }
export interface GetParametersRequest { readonly Names: readonly string[]; readonly WithDecryption?: boolean }
export interface GetParametersResult { readonly Parameters?: readonly Parameter[]; readonly InvalidParameters?: readonly string[] }
export interface ListTagsForResourceRequest { readonly ResourceType: ResourceTypeForTagging; readonly ResourceId: string }
export interface ListTagsForResourceResult { readonly TagList?: readonly Tag[] }
export interface Parameter { readonly Name?: string; readonly Type?: ParameterType; readonly Value?: string; readonly Version?: number; readonly Selector?: string; readonly SourceResult?: string; readonly LastModifiedDate?: Date; readonly ARN?: string; readonly DataType?: string }
export interface ParameterHistory { readonly Name?: string; readonly Type?: ParameterType; readonly KeyId?: string; readonly LastModifiedDate?: Date; readonly LastModifiedUser?: string; readonly Description?: string; readonly Value?: string; readonly AllowedPattern?: string; readonly Version?: number; readonly Labels?: readonly string[]; readonly Tier?: ParameterTier; readonly Policies?: readonly ParameterInlinePolicy[]; readonly DataType?: string }
export interface ParameterInlinePolicy { readonly PolicyText?: string; readonly PolicyType?: string; readonly PolicyStatus?: string }
export interface ParameterMetadata { readonly Name?: string; readonly ARN?: string; readonly Type?: ParameterType; readonly KeyId?: string; readonly LastModifiedDate?: Date; readonly LastModifiedUser?: string; readonly Description?: string; readonly AllowedPattern?: string; readonly Version?: number; readonly Tier?: ParameterTier; readonly Policies?: readonly ParameterInlinePolicy[]; readonly DataType?: string }
export interface ParameterStringFilter { readonly Key: string; readonly Option?: string; readonly Values?: readonly string[] }
export type ParameterTier = 'Standard' | 'Advanced' | 'Intelligent-Tiering';
export type ParameterType = 'String' | 'StringList' | 'SecureString';
export interface ParametersFilter { readonly Key: ParametersFilterKey; readonly Values: readonly string[] }
export type ParametersFilterKey = 'Name' | 'Type' | 'KeyId';
export interface PutParameterRequest { readonly Name: string; readonly Description?: string; readonly Value: string; readonly Type?: ParameterType; readonly KeyId?: string; readonly Overwrite?: boolean; readonly AllowedPattern?: string; readonly Tags?: readonly Tag[]; readonly Tier?: ParameterTier; readonly Policies?: string; readonly DataType?: string }
export interface PutParameterResult { readonly Version?: number; readonly Tier?: ParameterTier }
export interface RemoveTagsFromResourceRequest { readonly ResourceType: ResourceTypeForTagging; readonly ResourceId: string; readonly TagKeys: readonly string[] }
export type ResourceTypeForTagging = 'Document' | 'ManagedInstance' | 'MaintenanceWindow' | 'Parameter' | 'PatchBaseline' | 'OpsItem' | 'OpsMetadata' | 'Automation' | 'Association' | 'CloudConnector';
export interface Tag { readonly Key: string; readonly Value: string }
