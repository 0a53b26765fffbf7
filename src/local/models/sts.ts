// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AssumeRole: [AssumeRoleRequest, AssumeRoleResponse];
  GetCallerIdentity: [GetCallerIdentityRequest, GetCallerIdentityResponse];
  GetSessionToken: [GetSessionTokenRequest, GetSessionTokenResponse];
}

export interface AssumeRoleRequest { readonly RoleArn: string; readonly RoleSessionName: string; readonly PolicyArns?: readonly PolicyDescriptorType[]; readonly Policy?: string; readonly DurationSeconds?: number; readonly Tags?: readonly Tag[]; readonly TransitiveTagKeys?: readonly string[]; readonly ExternalId?: string; readonly SerialNumber?: string; readonly TokenCode?: string; readonly SourceIdentity?: string; readonly ProvidedContexts?: readonly ProvidedContext[]; readonly MinimumSessionTokenSize?: number }
export interface AssumeRoleResponse { readonly Credentials?: Credentials; readonly AssumedRoleUser?: AssumedRoleUser; readonly PackedPolicySize?: number; readonly SourceIdentity?: string; readonly SessionTokenUtilization?: number; readonly SessionTokenSize?: number }
export interface AssumedRoleUser { readonly AssumedRoleId: string; readonly Arn: string }
export interface Credentials { readonly AccessKeyId: string; readonly SecretAccessKey: string; readonly SessionToken: string; readonly Expiration: Date }
export interface GetCallerIdentityRequest {}
export interface GetCallerIdentityResponse { readonly UserId?: string; readonly Account?: string; readonly Arn?: string }
export interface GetSessionTokenRequest { readonly DurationSeconds?: number; readonly SerialNumber?: string; readonly TokenCode?: string; readonly MinimumSessionTokenSize?: number }
export interface GetSessionTokenResponse { readonly Credentials?: Credentials; readonly SessionTokenUtilization?: number; readonly SessionTokenSize?: number }
export interface PolicyDescriptorType { readonly arn?: string }
export interface ProvidedContext { readonly ProviderArn?: string; readonly ContextAssertion?: string }
export interface Tag { readonly Key: string; readonly Value: string }
