// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AttachRolePolicy: [AttachRolePolicyRequest, void];
  CreatePolicy: [CreatePolicyRequest, CreatePolicyResponse];
  CreatePolicyVersion: [CreatePolicyVersionRequest, CreatePolicyVersionResponse];
  CreateRole: [CreateRoleRequest, CreateRoleResponse];
  DeletePolicy: [DeletePolicyRequest, void];
  DeletePolicyVersion: [DeletePolicyVersionRequest, void];
  DeleteRole: [DeleteRoleRequest, void];
  DeleteRolePermissionsBoundary: [DeleteRolePermissionsBoundaryRequest, void];
  DeleteRolePolicy: [DeleteRolePolicyRequest, void];
  DetachRolePolicy: [DetachRolePolicyRequest, void];
  GetPolicy: [GetPolicyRequest, GetPolicyResponse];
  GetPolicyVersion: [GetPolicyVersionRequest, GetPolicyVersionResponse];
  GetRole: [GetRoleRequest, GetRoleResponse];
  GetRolePolicy: [GetRolePolicyRequest, GetRolePolicyResponse];
  ListAttachedRolePolicies: [ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse];
  ListInstanceProfilesForRole: [ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse];
  ListPolicies: [ListPoliciesRequest, ListPoliciesResponse];
  ListPolicyVersions: [ListPolicyVersionsRequest, ListPolicyVersionsResponse];
  ListRolePolicies: [ListRolePoliciesRequest, ListRolePoliciesResponse];
  ListRoleTags: [ListRoleTagsRequest, ListRoleTagsResponse];
  ListRoles: [ListRolesRequest, ListRolesResponse];
  PutRolePermissionsBoundary: [PutRolePermissionsBoundaryRequest, void];
  PutRolePolicy: [PutRolePolicyRequest, void];
  SetDefaultPolicyVersion: [SetDefaultPolicyVersionRequest, void];
  TagRole: [TagRoleRequest, void];
  UntagRole: [UntagRoleRequest, void];
  UpdateAssumeRolePolicy: [UpdateAssumeRolePolicyRequest, void];
  UpdateRole: [UpdateRoleRequest, void];
}

export interface AttachRolePolicyRequest { readonly RoleName: string; readonly PolicyArn: string }
export interface AttachedPermissionsBoundary { readonly PermissionsBoundaryType?: string; readonly PermissionsBoundaryArn?: string }
export interface AttachedPolicy { readonly PolicyName?: string; readonly PolicyArn?: string }
export interface CreatePolicyRequest { readonly PolicyName: string; readonly Path?: string; readonly PolicyDocument: string; readonly Description?: string; readonly Tags?: readonly Tag[] }
export interface CreatePolicyResponse { readonly Policy?: Policy }
export interface CreatePolicyVersionRequest { readonly PolicyArn: string; readonly PolicyDocument: string; readonly SetAsDefault?: boolean }
export interface CreatePolicyVersionResponse { readonly PolicyVersion?: PolicyVersion }
export interface CreateRoleRequest { readonly Path?: string; readonly RoleName: string; readonly AssumeRolePolicyDocument: string; readonly Description?: string; readonly MaxSessionDuration?: number; readonly MaxSigninSessionDuration?: number; readonly PermissionsBoundary?: string; readonly Tags?: readonly Tag[] }
export interface CreateRoleResponse { readonly Role: Role }
export interface DeletePolicyRequest { readonly PolicyArn: string }
export interface DeletePolicyVersionRequest { readonly PolicyArn: string; readonly VersionId: string }
export interface DeleteRolePermissionsBoundaryRequest { readonly RoleName: string }
export interface DeleteRolePolicyRequest { readonly RoleName: string; readonly PolicyName: string }
export interface DeleteRoleRequest { readonly RoleName: string }
export interface DetachRolePolicyRequest { readonly RoleName: string; readonly PolicyArn: string }
export interface GetPolicyRequest { readonly PolicyArn: string }
export interface GetPolicyResponse { readonly Policy?: Policy }
export interface GetPolicyVersionRequest { readonly PolicyArn: string; readonly VersionId: string }
export interface GetPolicyVersionResponse { readonly PolicyVersion?: PolicyVersion }
export interface GetRolePolicyRequest { readonly RoleName: string; readonly PolicyName: string }
export interface GetRolePolicyResponse { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string }
export interface GetRoleRequest { readonly RoleName: string }
export interface GetRoleResponse { readonly Role: Role }
export interface InstanceProfile { readonly Path: string; readonly InstanceProfileName: string; readonly InstanceProfileId: string; readonly Arn: string; readonly CreateDate: Date; readonly Roles: readonly Role[]; readonly Tags?: readonly Tag[] }
export interface ListAttachedRolePoliciesRequest { readonly RoleName: string; readonly PathPrefix?: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListAttachedRolePoliciesResponse { readonly AttachedPolicies?: readonly AttachedPolicy[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListInstanceProfilesForRoleRequest { readonly RoleName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListInstanceProfilesForRoleResponse { readonly InstanceProfiles: readonly InstanceProfile[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListPoliciesRequest { readonly Scope?: policyScopeType; readonly OnlyAttached?: boolean; readonly PathPrefix?: string; readonly PolicyUsageFilter?: PolicyUsageType; readonly Marker?: string; readonly MaxItems?: number }
export interface ListPoliciesResponse { readonly Policies?: readonly Policy[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListPolicyVersionsRequest { readonly PolicyArn: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListPolicyVersionsResponse { readonly Versions?: readonly PolicyVersion[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListRolePoliciesRequest { readonly RoleName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListRolePoliciesResponse { readonly PolicyNames: readonly string[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListRoleTagsRequest { readonly RoleName: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListRoleTagsResponse { readonly Tags: readonly Tag[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface ListRolesRequest { readonly PathPrefix?: string; readonly Marker?: string; readonly MaxItems?: number }
export interface ListRolesResponse { readonly Roles: readonly Role[]; readonly IsTruncated?: boolean; readonly Marker?: string }
export interface Policy { readonly PolicyName?: string; readonly PolicyId?: string; readonly Arn?: string; readonly Path?: string; readonly DefaultVersionId?: string; readonly AttachmentCount?: number; readonly PermissionsBoundaryUsageCount?: number; readonly IsAttachable?: boolean; readonly Description?: string; readonly CreateDate?: Date; readonly UpdateDate?: Date; readonly Tags?: readonly Tag[] }
export type PolicyUsageType = 'PermissionsPolicy' | 'PermissionsBoundary';
export interface PolicyVersion { readonly Document?: string; readonly VersionId?: string; readonly IsDefaultVersion?: boolean; readonly CreateDate?: Date }
export interface PutRolePermissionsBoundaryRequest { readonly RoleName: string; readonly PermissionsBoundary: string }
export interface PutRolePolicyRequest { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string }
export interface Role { readonly Path: string; readonly RoleName: string; readonly RoleId: string; readonly Arn: string; readonly CreateDate: Date; readonly AssumeRolePolicyDocument?: string; readonly Description?: string; readonly MaxSessionDuration?: number; readonly MaxSigninSessionDuration?: number; readonly PermissionsBoundary?: AttachedPermissionsBoundary; readonly Tags?: readonly Tag[]; readonly RoleLastUsed?: RoleLastUsed; readonly SourceRoleTemplate?: SourceRoleTemplate }
export interface RoleLastUsed { readonly LastUsedDate?: Date; readonly Region?: string }
export interface SetDefaultPolicyVersionRequest { readonly PolicyArn: string; readonly VersionId: string }
export interface SourceRoleTemplate { readonly TemplateArn: string; readonly TemplateMinorVersion: number }
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagRoleRequest { readonly RoleName: string; readonly Tags: readonly Tag[] }
export interface UntagRoleRequest { readonly RoleName: string; readonly TagKeys: readonly string[] }
export interface UpdateAssumeRolePolicyRequest { readonly RoleName: string; readonly PolicyDocument: string }
export interface UpdateRoleRequest { readonly RoleName: string; readonly Description?: string; readonly MaxSessionDuration?: number; readonly MaxSigninSessionDuration?: number; readonly ResetMaxSigninSessionDuration?: boolean }
export type policyScopeType = 'All' | 'AWS' | 'Local';
