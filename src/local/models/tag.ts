// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  GetResources: [GetResourcesInput, GetResourcesOutput];
}

export interface ComplianceDetails { readonly NoncompliantKeys?: readonly string[]; readonly KeysWithNoncompliantValues?: readonly string[]; readonly MissingTagKeys?: readonly string[]; readonly ComplianceStatus?: boolean }
export interface GetResourcesInput { readonly PaginationToken?: string; readonly TagFilters?: readonly TagFilter[]; readonly ResourcesPerPage?: number; readonly TagsPerPage?: number; readonly ResourceTypeFilters?: readonly string[]; readonly IncludeComplianceDetails?: boolean; readonly ExcludeCompliantResources?: boolean; readonly ResourceARNList?: readonly string[] }
export interface GetResourcesOutput { readonly PaginationToken?: string; readonly ResourceTagMappingList?: readonly ResourceTagMapping[] }
export interface ResourceTagMapping { readonly ResourceARN?: string; readonly Tags?: readonly Tag[]; readonly ComplianceDetails?: ComplianceDetails }
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagFilter { readonly Key?: string; readonly Values?: readonly string[] }
