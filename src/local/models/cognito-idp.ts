// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AddCustomAttributes: [AddCustomAttributesRequest, void];
  AdminAddUserToGroup: [AdminAddUserToGroupRequest, void];
  AdminConfirmSignUp: [AdminConfirmSignUpRequest, void];
  AdminCreateUser: [AdminCreateUserRequest, AdminCreateUserResponse];
  AdminDeleteUser: [AdminDeleteUserRequest, void];
  AdminDeleteUserAttributes: [AdminDeleteUserAttributesRequest, void];
  AdminDisableUser: [AdminDisableUserRequest, void];
  AdminEnableUser: [AdminEnableUserRequest, void];
  AdminGetUser: [AdminGetUserRequest, AdminGetUserResponse];
  AdminInitiateAuth: [AdminInitiateAuthRequest, AdminInitiateAuthResponse];
  AdminListGroupsForUser: [AdminListGroupsForUserRequest, AdminListGroupsForUserResponse];
  AdminRemoveUserFromGroup: [AdminRemoveUserFromGroupRequest, void];
  AdminRespondToAuthChallenge: [AdminRespondToAuthChallengeRequest, AdminRespondToAuthChallengeResponse];
  AdminSetUserPassword: [AdminSetUserPasswordRequest, void];
  AdminUpdateUserAttributes: [AdminUpdateUserAttributesRequest, void];
  AdminUserGlobalSignOut: [AdminUserGlobalSignOutRequest, void];
  ChangePassword: [ChangePasswordRequest, void];
  CreateGroup: [CreateGroupRequest, CreateGroupResponse];
  CreateResourceServer: [CreateResourceServerRequest, CreateResourceServerResponse];
  CreateUserPool: [CreateUserPoolRequest, CreateUserPoolResponse];
  CreateUserPoolClient: [CreateUserPoolClientRequest, CreateUserPoolClientResponse];
  DeleteGroup: [DeleteGroupRequest, void];
  DeleteResourceServer: [DeleteResourceServerRequest, void];
  DeleteUser: [DeleteUserRequest, void];
  DeleteUserPool: [DeleteUserPoolRequest, void];
  DeleteUserPoolClient: [DeleteUserPoolClientRequest, void];
  DescribeResourceServer: [DescribeResourceServerRequest, DescribeResourceServerResponse];
  DescribeUserPool: [DescribeUserPoolRequest, DescribeUserPoolResponse];
  DescribeUserPoolClient: [DescribeUserPoolClientRequest, DescribeUserPoolClientResponse];
  GetGroup: [GetGroupRequest, GetGroupResponse];
  GetUser: [GetUserRequest, GetUserResponse];
  GetUserPoolMfaConfig: [GetUserPoolMfaConfigRequest, GetUserPoolMfaConfigResponse];
  GlobalSignOut: [GlobalSignOutRequest, void];
  InitiateAuth: [InitiateAuthRequest, InitiateAuthResponse];
  ListGroups: [ListGroupsRequest, ListGroupsResponse];
  ListResourceServers: [ListResourceServersRequest, ListResourceServersResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  ListUserPoolClients: [ListUserPoolClientsRequest, ListUserPoolClientsResponse];
  ListUserPools: [ListUserPoolsRequest, ListUserPoolsResponse];
  ListUsers: [ListUsersRequest, ListUsersResponse];
  ListUsersInGroup: [ListUsersInGroupRequest, ListUsersInGroupResponse];
  RespondToAuthChallenge: [RespondToAuthChallengeRequest, RespondToAuthChallengeResponse];
  RevokeToken: [RevokeTokenRequest, void];
  SetUserPoolMfaConfig: [SetUserPoolMfaConfigRequest, SetUserPoolMfaConfigResponse];
  SignUp: [SignUpRequest, SignUpResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateGroup: [UpdateGroupRequest, UpdateGroupResponse];
  UpdateResourceServer: [UpdateResourceServerRequest, UpdateResourceServerResponse];
  UpdateUserPool: [UpdateUserPoolRequest, void];
  UpdateUserPoolClient: [UpdateUserPoolClientRequest, UpdateUserPoolClientResponse];
}

export interface AccountRecoverySettingType { readonly RecoveryMechanisms?: readonly RecoveryOptionType[] }
export interface AcrLevelConfigType { readonly AcrValue: string }
export interface AddCustomAttributesRequest { readonly UserPoolId: string; readonly CustomAttributes: readonly SchemaAttributeType[] }
export interface AdminAddUserToGroupRequest { readonly UserPoolId: string; readonly Username: string; readonly GroupName: string }
export interface AdminConfirmSignUpRequest { readonly UserPoolId: string; readonly Username: string; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface AdminCreateUserConfigType { readonly AllowAdminCreateUserOnly?: boolean; readonly UnusedAccountValidityDays?: number; readonly InviteMessageTemplate?: MessageTemplateType }
export interface AdminCreateUserRequest { readonly UserPoolId: string; readonly Username: string; readonly UserAttributes?: readonly AttributeType[]; readonly ValidationData?: readonly AttributeType[]; readonly TemporaryPassword?: string; readonly ForceAliasCreation?: boolean; readonly MessageAction?: MessageActionType; readonly DesiredDeliveryMediums?: readonly DeliveryMediumType[]; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface AdminCreateUserResponse { readonly User?: UserType }
export interface AdminDeleteUserAttributesRequest { readonly UserPoolId: string; readonly Username: string; readonly UserAttributeNames: readonly string[] }
export interface AdminDeleteUserRequest { readonly UserPoolId: string; readonly Username: string }
export interface AdminDisableUserRequest { readonly UserPoolId: string; readonly Username: string }
export interface AdminEnableUserRequest { readonly UserPoolId: string; readonly Username: string }
export interface AdminGetUserRequest { readonly UserPoolId: string; readonly Username: string }
export interface AdminGetUserResponse { readonly Username: string; readonly UserAttributes?: readonly AttributeType[]; readonly UserCreateDate?: Date; readonly UserLastModifiedDate?: Date; readonly Enabled?: boolean; readonly UserStatus?: UserStatusType; readonly MFAOptions?: readonly MFAOptionType[]; readonly PreferredMfaSetting?: string; readonly UserMFASettingList?: readonly string[] }
export interface AdminInitiateAuthRequest { readonly UserPoolId: string; readonly ClientId: string; readonly AuthFlow: AuthFlowType; readonly AuthParameters?: { readonly [key: string]: string }; readonly ClientMetadata?: { readonly [key: string]: string }; readonly AnalyticsMetadata?: AnalyticsMetadataType; readonly ContextData?: ContextDataType; readonly Session?: string }
export interface AdminInitiateAuthResponse { readonly ChallengeName?: ChallengeNameType; readonly Session?: string; readonly ChallengeParameters?: { readonly [key: string]: string }; readonly AuthenticationResult?: AuthenticationResultType; readonly AvailableChallenges?: readonly ChallengeNameType[] }
export interface AdminListGroupsForUserRequest { readonly Username: string; readonly UserPoolId: string; readonly Limit?: number; readonly NextToken?: string }
export interface AdminListGroupsForUserResponse { readonly Groups?: readonly GroupType[]; readonly NextToken?: string }
export interface AdminRemoveUserFromGroupRequest { readonly UserPoolId: string; readonly Username: string; readonly GroupName: string }
export interface AdminRespondToAuthChallengeRequest { readonly UserPoolId: string; readonly ClientId: string; readonly ChallengeName: ChallengeNameType; readonly ChallengeResponses?: { readonly [key: string]: string }; readonly Session?: string; readonly AnalyticsMetadata?: AnalyticsMetadataType; readonly ContextData?: ContextDataType; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface AdminRespondToAuthChallengeResponse { readonly ChallengeName?: ChallengeNameType; readonly Session?: string; readonly ChallengeParameters?: { readonly [key: string]: string }; readonly AuthenticationResult?: AuthenticationResultType; readonly AvailableChallenges?: readonly ChallengeNameType[] }
export interface AdminSetUserPasswordRequest { readonly UserPoolId: string; readonly Username: string; readonly Password: string; readonly Permanent?: boolean }
export interface AdminUpdateUserAttributesRequest { readonly UserPoolId: string; readonly Username: string; readonly UserAttributes: readonly AttributeType[]; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface AdminUserGlobalSignOutRequest { readonly UserPoolId: string; readonly Username: string }
export interface AdvancedSecurityAdditionalFlowsType { readonly CustomAuthMode?: AdvancedSecurityEnabledModeType }
export type AdvancedSecurityEnabledModeType = 'AUDIT' | 'ENFORCED';
export type AdvancedSecurityModeType = 'OFF' | 'AUDIT' | 'ENFORCED';
export type AliasAttributeType = 'phone_number' | 'email' | 'preferred_username';
export interface AnalyticsConfigurationType { readonly ApplicationId?: string; readonly ApplicationArn?: string; readonly RoleArn?: string; readonly ExternalId?: string; readonly UserDataShared?: boolean }
export interface AnalyticsMetadataType { readonly AnalyticsEndpointId?: string }
export type AttributeDataType = 'String' | 'Number' | 'DateTime' | 'Boolean';
export interface AttributeType { readonly Name: string; readonly Value?: string }
export type AuthFactorType = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN' | 'SOFTWARE_TOKEN';
export type AuthFlowType = 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN' | 'CUSTOM_AUTH' | 'ADMIN_NO_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH' | 'USER_AUTH';
export interface AuthenticationResultType { readonly AccessToken?: string; readonly ExpiresIn?: number; readonly TokenType?: string; readonly RefreshToken?: string; readonly IdToken?: string; readonly NewDeviceMetadata?: NewDeviceMetadataType }
export type ChallengeNameType = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE' | 'SELECT_CHALLENGE' | 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'ADMIN_NO_SRP_AUTH' | 'NEW_PASSWORD_REQUIRED' | 'SMS_OTP' | 'PASSWORD' | 'WEB_AUTHN' | 'PASSWORD_SRP';
export interface ChangePasswordRequest { readonly PreviousPassword?: string; readonly ProposedPassword: string; readonly AccessToken: string }
export type ClientTypeType = 'REGULAR' | 'DCR';
export interface CodeDeliveryDetailsType { readonly Destination?: string; readonly DeliveryMedium?: DeliveryMediumType; readonly AttributeName?: string }
export interface ContextDataType { readonly IpAddress: string; readonly ServerName: string; readonly ServerPath: string; readonly HttpHeaders: readonly HttpHeader[]; readonly EncodedData?: string }
export interface CreateGroupRequest { readonly GroupName: string; readonly UserPoolId: string; readonly Description?: string; readonly RoleArn?: string; readonly Precedence?: number }
export interface CreateGroupResponse { readonly Group?: GroupType }
export interface CreateResourceServerRequest { readonly UserPoolId: string; readonly Identifier: string; readonly Name: string; readonly Scopes?: readonly ResourceServerScopeType[] }
export interface CreateResourceServerResponse { readonly ResourceServer: ResourceServerType }
export interface CreateUserPoolClientRequest { readonly UserPoolId: string; readonly ClientName: string; readonly GenerateSecret?: boolean; readonly ClientSecret?: string; readonly RefreshTokenValidity?: number; readonly AccessTokenValidity?: number; readonly IdTokenValidity?: number; readonly TokenValidityUnits?: TokenValidityUnitsType; readonly ReadAttributes?: readonly string[]; readonly WriteAttributes?: readonly string[]; readonly ExplicitAuthFlows?: readonly ExplicitAuthFlowsType[]; readonly SupportedIdentityProviders?: readonly string[]; readonly CallbackURLs?: readonly string[]; readonly LogoutURLs?: readonly string[]; readonly DefaultRedirectURI?: string; readonly AllowedOAuthFlows?: readonly OAuthFlowType[]; readonly AllowedOAuthScopes?: readonly string[]; readonly AllowedOAuthFlowsUserPoolClient?: boolean; readonly AnalyticsConfiguration?: AnalyticsConfigurationType; readonly PreventUserExistenceErrors?: PreventUserExistenceErrorTypes; readonly EnableTokenRevocation?: boolean; readonly EnablePropagateAdditionalUserContextData?: boolean; readonly AuthSessionValidity?: number; readonly RefreshTokenRotation?: RefreshTokenRotationType; readonly PublishSecretsInAWSSecretsManager?: boolean }
export interface CreateUserPoolClientResponse { readonly UserPoolClient?: UserPoolClientType }
export interface CreateUserPoolRequest { readonly PoolName: string; readonly Policies?: UserPoolPolicyType; readonly DeletionProtection?: DeletionProtectionType; readonly LambdaConfig?: LambdaConfigType; readonly AutoVerifiedAttributes?: readonly VerifiedAttributeType[]; readonly AliasAttributes?: readonly AliasAttributeType[]; readonly UsernameAttributes?: readonly UsernameAttributeType[]; readonly SmsVerificationMessage?: string; readonly EmailVerificationMessage?: string; readonly EmailVerificationSubject?: string; readonly VerificationMessageTemplate?: VerificationMessageTemplateType; readonly SmsAuthenticationMessage?: string; readonly MfaConfiguration?: UserPoolMfaType; readonly UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType; readonly DeviceConfiguration?: DeviceConfigurationType; readonly EmailConfiguration?: EmailConfigurationType; readonly SmsConfiguration?: SmsConfigurationType; readonly UserPoolTags?: { readonly [key: string]: string }; readonly AdminCreateUserConfig?: AdminCreateUserConfigType; readonly Schema?: readonly SchemaAttributeType[]; readonly UserPoolAddOns?: UserPoolAddOnsType; readonly DcrConfiguration?: DcrConfigurationType; readonly UsernameConfiguration?: UsernameConfigurationType; readonly AccountRecoverySetting?: AccountRecoverySettingType; readonly UserPoolTier?: UserPoolTierType; readonly KeyConfiguration?: KeyConfigurationType; readonly IssuerConfiguration?: IssuerConfigurationType; readonly AcrConfiguration?: { readonly [key: string]: AcrLevelConfigType } }
export interface CreateUserPoolResponse { readonly UserPool?: UserPoolType }
export interface CustomEmailLambdaVersionConfigType { readonly LambdaVersion: CustomEmailSenderLambdaVersionType; readonly LambdaArn: string }
export type CustomEmailSenderLambdaVersionType = 'V1_0';
export interface CustomSMSLambdaVersionConfigType { readonly LambdaVersion: CustomSMSSenderLambdaVersionType; readonly LambdaArn: string }
export type CustomSMSSenderLambdaVersionType = 'V1_0';
export interface DcrConfigurationType { readonly EnableStatus?: StatusType; readonly OpenDcrEnabled?: boolean; readonly AuthenticatedGrantTypes?: readonly OAuthFlowType[]; readonly OpenDcrGrantTypes?: readonly OAuthFlowType[]; readonly AllowedScopes?: readonly string[] }
export type DefaultEmailOptionType = 'CONFIRM_WITH_LINK' | 'CONFIRM_WITH_CODE';
export interface DeleteGroupRequest { readonly GroupName: string; readonly UserPoolId: string }
export interface DeleteResourceServerRequest { readonly UserPoolId: string; readonly Identifier: string }
export interface DeleteUserPoolClientRequest { readonly UserPoolId: string; readonly ClientId: string }
export interface DeleteUserPoolRequest { readonly UserPoolId: string }
export interface DeleteUserRequest { readonly AccessToken: string }
export type DeletionProtectionType = 'ACTIVE' | 'INACTIVE';
export type DeliveryMediumType = 'SMS' | 'EMAIL';
export interface DescribeResourceServerRequest { readonly UserPoolId: string; readonly Identifier: string }
export interface DescribeResourceServerResponse { readonly ResourceServer: ResourceServerType }
export interface DescribeUserPoolClientRequest { readonly UserPoolId: string; readonly ClientId: string }
export interface DescribeUserPoolClientResponse { readonly UserPoolClient?: UserPoolClientType }
export interface DescribeUserPoolRequest { readonly UserPoolId: string }
export interface DescribeUserPoolResponse { readonly UserPool?: UserPoolType }
export interface DeviceConfigurationType { readonly ChallengeRequiredOnNewDevice?: boolean; readonly DeviceOnlyRememberedOnUserPrompt?: boolean }
export interface EmailConfigurationType { readonly SourceArn?: string; readonly ReplyToEmailAddress?: string; readonly EmailSendingAccount?: EmailSendingAccountType; readonly From?: string; readonly ConfigurationSet?: string }
export interface EmailMfaConfigType { readonly Message?: string; readonly Subject?: string }
export type EmailSendingAccountType = 'COGNITO_DEFAULT' | 'DEVELOPER';
export type EncryptionKeyType = 'AWS_OWNED_KEY' | 'CUSTOMER_MANAGED_KEY';
export interface EumsSmsConfigurationType { readonly CallerArn: string; readonly ExternalId?: string; readonly OriginationIdentity?: string; readonly ConfigurationSetName?: string; readonly InEntityId?: string; readonly InTemplateId?: string; readonly Region?: string }
export type ExplicitAuthFlowsType = 'ADMIN_NO_SRP_AUTH' | 'CUSTOM_AUTH_FLOW_ONLY' | 'USER_PASSWORD_AUTH' | 'ALLOW_ADMIN_USER_PASSWORD_AUTH' | 'ALLOW_CUSTOM_AUTH' | 'ALLOW_USER_PASSWORD_AUTH' | 'ALLOW_USER_SRP_AUTH' | 'ALLOW_REFRESH_TOKEN_AUTH' | 'ALLOW_USER_AUTH' | 'ALLOW_TOKEN_EXCHANGE_DELEGATION' | 'ALLOW_TOKEN_EXCHANGE_IMPERSONATION';
export type FeatureType = 'ENABLED' | 'DISABLED';
export interface GetGroupRequest { readonly GroupName: string; readonly UserPoolId: string }
export interface GetGroupResponse { readonly Group?: GroupType }
export interface GetUserPoolMfaConfigRequest { readonly UserPoolId: string }
export interface GetUserPoolMfaConfigResponse { readonly SmsMfaConfiguration?: SmsMfaConfigType; readonly SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType; readonly EmailMfaConfiguration?: EmailMfaConfigType; readonly MfaConfiguration?: UserPoolMfaType; readonly WebAuthnConfiguration?: WebAuthnConfigurationType }
export interface GetUserRequest { readonly AccessToken: string }
export interface GetUserResponse { readonly Username: string; readonly UserAttributes: readonly AttributeType[]; readonly MFAOptions?: readonly MFAOptionType[]; readonly PreferredMfaSetting?: string; readonly UserMFASettingList?: readonly string[] }
export interface GlobalSignOutRequest { readonly AccessToken: string }
export interface GroupType { readonly GroupName?: string; readonly UserPoolId?: string; readonly Description?: string; readonly RoleArn?: string; readonly Precedence?: number; readonly LastModifiedDate?: Date; readonly CreationDate?: Date }
export interface HttpHeader { readonly headerName?: string; readonly headerValue?: string }
export interface InboundFederationLambdaType { readonly LambdaVersion: InboundFederationLambdaVersionType; readonly LambdaArn: string }
export type InboundFederationLambdaVersionType = 'V1_0';
export interface InitiateAuthRequest { readonly AuthFlow: AuthFlowType; readonly AuthParameters?: { readonly [key: string]: string }; readonly ClientMetadata?: { readonly [key: string]: string }; readonly ClientId: string; readonly AnalyticsMetadata?: AnalyticsMetadataType; readonly UserContextData?: UserContextDataType; readonly Session?: string }
export interface InitiateAuthResponse { readonly ChallengeName?: ChallengeNameType; readonly Session?: string; readonly ChallengeParameters?: { readonly [key: string]: string }; readonly AuthenticationResult?: AuthenticationResultType; readonly AvailableChallenges?: readonly ChallengeNameType[] }
export interface IssuerConfigurationType { readonly Type?: IssuerType }
export type IssuerType = 'ORIGINAL' | 'UPDATED';
export interface KeyConfigurationType { readonly KeyType?: EncryptionKeyType; readonly KmsKeyArn?: string }
export interface LambdaConfigType { readonly PreSignUp?: string; readonly CustomMessage?: string; readonly PostConfirmation?: string; readonly PreAuthentication?: string; readonly PostAuthentication?: string; readonly DefineAuthChallenge?: string; readonly CreateAuthChallenge?: string; readonly VerifyAuthChallengeResponse?: string; readonly PreTokenGeneration?: string; readonly UserMigration?: string; readonly PreTokenGenerationConfig?: PreTokenGenerationVersionConfigType; readonly CustomSMSSender?: CustomSMSLambdaVersionConfigType; readonly CustomEmailSender?: CustomEmailLambdaVersionConfigType; readonly KMSKeyID?: string; readonly InboundFederation?: InboundFederationLambdaType }
export interface ListGroupsRequest { readonly UserPoolId: string; readonly Limit?: number; readonly NextToken?: string }
export interface ListGroupsResponse { readonly Groups?: readonly GroupType[]; readonly NextToken?: string }
export interface ListResourceServersRequest { readonly UserPoolId: string; readonly MaxResults?: number; readonly NextToken?: string }
export interface ListResourceServersResponse { readonly ResourceServers: readonly ResourceServerType[]; readonly NextToken?: string }
export interface ListTagsForResourceRequest { readonly ResourceArn: string }
export interface ListTagsForResourceResponse { readonly Tags?: { readonly [key: string]: string } }
export interface ListUserPoolClientsRequest { readonly UserPoolId: string; readonly MaxResults?: number; readonly NextToken?: string; readonly ClientType?: ClientTypeType }
export interface ListUserPoolClientsResponse { readonly UserPoolClients?: readonly UserPoolClientDescription[]; readonly NextToken?: string }
export interface ListUserPoolsRequest { readonly NextToken?: string; readonly MaxResults: number }
export interface ListUserPoolsResponse { readonly UserPools?: readonly UserPoolDescriptionType[]; readonly NextToken?: string }
export interface ListUsersInGroupRequest { readonly UserPoolId: string; readonly GroupName: string; readonly Limit?: number; readonly NextToken?: string }
export interface ListUsersInGroupResponse { readonly Users?: readonly UserType[]; readonly NextToken?: string }
export interface ListUsersRequest { readonly UserPoolId: string; readonly AttributesToGet?: readonly string[]; readonly Limit?: number; readonly PaginationToken?: string; readonly Filter?: string }
export interface ListUsersResponse { readonly Users?: readonly UserType[]; readonly PaginationToken?: string }
export interface MFAOptionType { readonly DeliveryMedium?: DeliveryMediumType; readonly AttributeName?: string }
export type MessageActionType = 'RESEND' | 'SUPPRESS';
export interface MessageTemplateType { readonly SMSMessage?: string; readonly EmailMessage?: string; readonly EmailSubject?: string }
export interface NewDeviceMetadataType { readonly DeviceKey?: string; readonly DeviceGroupKey?: string }
export interface NumberAttributeConstraintsType { readonly MinValue?: string; readonly MaxValue?: string }
export type OAuthFlowType = 'code' | 'implicit' | 'client_credentials';
export interface PasswordPolicyType { readonly MinimumLength?: number; readonly RequireUppercase?: boolean; readonly RequireLowercase?: boolean; readonly RequireNumbers?: boolean; readonly RequireSymbols?: boolean; readonly PasswordHistorySize?: number; readonly TemporaryPasswordValidityDays?: number }
export type PreTokenGenerationLambdaVersionType = 'V1_0' | 'V2_0' | 'V3_0';
export interface PreTokenGenerationVersionConfigType { readonly LambdaVersion: PreTokenGenerationLambdaVersionType; readonly LambdaArn: string }
export type PreventUserExistenceErrorTypes = 'LEGACY' | 'ENABLED';
export type RecoveryOptionNameType = 'verified_email' | 'verified_phone_number' | 'admin_only';
export interface RecoveryOptionType { readonly Priority: number; readonly Name: RecoveryOptionNameType }
export interface RefreshTokenRotationType { readonly Feature: FeatureType; readonly RetryGracePeriodSeconds?: number }
export type ResourceServerManagedByType = 'COGNITO';
export interface ResourceServerScopeType { readonly ScopeName: string; readonly ScopeDescription: string }
export interface ResourceServerType { readonly UserPoolId?: string; readonly Identifier?: string; readonly Name?: string; readonly Scopes?: readonly ResourceServerScopeType[]; readonly ManagedBy?: ResourceServerManagedByType }
export interface RespondToAuthChallengeRequest { readonly ClientId: string; readonly ChallengeName: ChallengeNameType; readonly Session?: string; readonly ChallengeResponses?: { readonly [key: string]: string }; readonly AnalyticsMetadata?: AnalyticsMetadataType; readonly UserContextData?: UserContextDataType; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface RespondToAuthChallengeResponse { readonly ChallengeName?: ChallengeNameType; readonly Session?: string; readonly ChallengeParameters?: { readonly [key: string]: string }; readonly AuthenticationResult?: AuthenticationResultType; readonly AvailableChallenges?: readonly ChallengeNameType[] }
export type RevokeAssociatedSessionsType = 'NONE' | 'LINKED';
export interface RevokeTokenRequest { readonly Token: string; readonly ClientId: string; readonly ClientSecret?: string; readonly RevokeAssociatedSessions?: RevokeAssociatedSessionsType }
export interface SchemaAttributeType { readonly Name?: string; readonly AttributeDataType?: AttributeDataType; readonly DeveloperOnlyAttribute?: boolean; readonly Mutable?: boolean; readonly Required?: boolean; readonly NumberAttributeConstraints?: NumberAttributeConstraintsType; readonly StringAttributeConstraints?: StringAttributeConstraintsType }
export interface SetUserPoolMfaConfigRequest { readonly UserPoolId: string; readonly SmsMfaConfiguration?: SmsMfaConfigType; readonly SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType; readonly EmailMfaConfiguration?: EmailMfaConfigType; readonly MfaConfiguration?: UserPoolMfaType; readonly WebAuthnConfiguration?: WebAuthnConfigurationType }
export interface SetUserPoolMfaConfigResponse { readonly SmsMfaConfiguration?: SmsMfaConfigType; readonly SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType; readonly EmailMfaConfiguration?: EmailMfaConfigType; readonly MfaConfiguration?: UserPoolMfaType; readonly WebAuthnConfiguration?: WebAuthnConfigurationType }
export interface SignInPolicyType { readonly AllowedFirstAuthFactors?: readonly AuthFactorType[] }
export interface SignUpRequest { readonly ClientId: string; readonly SecretHash?: string; readonly Username: string; readonly Password?: string; readonly UserAttributes?: readonly AttributeType[]; readonly ValidationData?: readonly AttributeType[]; readonly AnalyticsMetadata?: AnalyticsMetadataType; readonly UserContextData?: UserContextDataType; readonly ClientMetadata?: { readonly [key: string]: string } }
export interface SignUpResponse { readonly UserConfirmed: boolean; readonly CodeDeliveryDetails?: CodeDeliveryDetailsType; readonly UserSub: string; readonly Session?: string }
export interface SmsConfigurationType { readonly SnsCallerArn?: string; readonly ExternalId?: string; readonly SnsRegion?: string; readonly EumsSms?: EumsSmsConfigurationType }
export interface SmsMfaConfigType { readonly SmsAuthenticationMessage?: string; readonly SmsConfiguration?: SmsConfigurationType }
export interface SoftwareTokenMfaConfigType { readonly Enabled?: boolean }
export type StatusType = 'Enabled' | 'Disabled';
export interface StringAttributeConstraintsType { readonly MinLength?: string; readonly MaxLength?: string }
export interface TagResourceRequest { readonly ResourceArn: string; readonly Tags: { readonly [key: string]: string } }
export type TimeUnitsType = 'seconds' | 'minutes' | 'hours' | 'days';
export interface TokenValidityUnitsType { readonly AccessToken?: TimeUnitsType; readonly IdToken?: TimeUnitsType; readonly RefreshToken?: TimeUnitsType }
export interface UntagResourceRequest { readonly ResourceArn: string; readonly TagKeys: readonly string[] }
export interface UpdateGroupRequest { readonly GroupName: string; readonly UserPoolId: string; readonly Description?: string; readonly RoleArn?: string; readonly Precedence?: number }
export interface UpdateGroupResponse { readonly Group?: GroupType }
export interface UpdateResourceServerRequest { readonly UserPoolId: string; readonly Identifier: string; readonly Name: string; readonly Scopes?: readonly ResourceServerScopeType[] }
export interface UpdateResourceServerResponse { readonly ResourceServer: ResourceServerType }
export interface UpdateUserPoolClientRequest { readonly UserPoolId: string; readonly ClientId: string; readonly ClientName?: string; readonly RefreshTokenValidity?: number; readonly AccessTokenValidity?: number; readonly IdTokenValidity?: number; readonly TokenValidityUnits?: TokenValidityUnitsType; readonly ReadAttributes?: readonly string[]; readonly WriteAttributes?: readonly string[]; readonly ExplicitAuthFlows?: readonly ExplicitAuthFlowsType[]; readonly SupportedIdentityProviders?: readonly string[]; readonly CallbackURLs?: readonly string[]; readonly LogoutURLs?: readonly string[]; readonly DefaultRedirectURI?: string; readonly AllowedOAuthFlows?: readonly OAuthFlowType[]; readonly AllowedOAuthScopes?: readonly string[]; readonly AllowedOAuthFlowsUserPoolClient?: boolean; readonly AnalyticsConfiguration?: AnalyticsConfigurationType; readonly PreventUserExistenceErrors?: PreventUserExistenceErrorTypes; readonly EnableTokenRevocation?: boolean; readonly EnablePropagateAdditionalUserContextData?: boolean; readonly AuthSessionValidity?: number; readonly RefreshTokenRotation?: RefreshTokenRotationType; readonly PublishSecretsInAWSSecretsManager?: boolean }
export interface UpdateUserPoolClientResponse { readonly UserPoolClient?: UserPoolClientType }
export interface UpdateUserPoolRequest { readonly UserPoolId: string; readonly Policies?: UserPoolPolicyType; readonly DeletionProtection?: DeletionProtectionType; readonly LambdaConfig?: LambdaConfigType; readonly AutoVerifiedAttributes?: readonly VerifiedAttributeType[]; readonly SmsVerificationMessage?: string; readonly EmailVerificationMessage?: string; readonly EmailVerificationSubject?: string; readonly VerificationMessageTemplate?: VerificationMessageTemplateType; readonly SmsAuthenticationMessage?: string; readonly UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType; readonly MfaConfiguration?: UserPoolMfaType; readonly DeviceConfiguration?: DeviceConfigurationType; readonly EmailConfiguration?: EmailConfigurationType; readonly SmsConfiguration?: SmsConfigurationType; readonly UserPoolTags?: { readonly [key: string]: string }; readonly AdminCreateUserConfig?: AdminCreateUserConfigType; readonly UserPoolAddOns?: UserPoolAddOnsType; readonly DcrConfiguration?: DcrConfigurationType; readonly AccountRecoverySetting?: AccountRecoverySettingType; readonly PoolName?: string; readonly UserPoolTier?: UserPoolTierType; readonly KeyConfiguration?: KeyConfigurationType; readonly IssuerConfiguration?: IssuerConfigurationType; readonly AcrConfiguration?: { readonly [key: string]: AcrLevelConfigType } }
export interface UserAttributeUpdateSettingsType { readonly AttributesRequireVerificationBeforeUpdate?: readonly VerifiedAttributeType[] }
export interface UserContextDataType { readonly IpAddress?: string; readonly EncodedData?: string }
export interface UserPoolAddOnsType { readonly AdvancedSecurityMode: AdvancedSecurityModeType; readonly AdvancedSecurityAdditionalFlows?: AdvancedSecurityAdditionalFlowsType }
export interface UserPoolClientDescription { readonly ClientId?: string; readonly UserPoolId?: string; readonly ClientName?: string }
export interface UserPoolClientType { readonly UserPoolId?: string; readonly ClientName?: string; readonly ClientId?: string; readonly ClientSecret?: string; readonly ClientSecretArn?: string; readonly LastModifiedDate?: Date; readonly CreationDate?: Date; readonly RefreshTokenValidity?: number; readonly AccessTokenValidity?: number; readonly IdTokenValidity?: number; readonly TokenValidityUnits?: TokenValidityUnitsType; readonly ReadAttributes?: readonly string[]; readonly WriteAttributes?: readonly string[]; readonly ExplicitAuthFlows?: readonly ExplicitAuthFlowsType[]; readonly SupportedIdentityProviders?: readonly string[]; readonly CallbackURLs?: readonly string[]; readonly LogoutURLs?: readonly string[]; readonly DefaultRedirectURI?: string; readonly AllowedOAuthFlows?: readonly OAuthFlowType[]; readonly AllowedOAuthScopes?: readonly string[]; readonly AllowedOAuthFlowsUserPoolClient?: boolean; readonly AnalyticsConfiguration?: AnalyticsConfigurationType; readonly PreventUserExistenceErrors?: PreventUserExistenceErrorTypes; readonly EnableTokenRevocation?: boolean; readonly EnablePropagateAdditionalUserContextData?: boolean; readonly AuthSessionValidity?: number; readonly RefreshTokenRotation?: RefreshTokenRotationType; readonly ClientType?: ClientTypeType }
export interface UserPoolDescriptionType { readonly Id?: string; readonly Name?: string; readonly LambdaConfig?: LambdaConfigType; readonly Status?: StatusType; readonly LastModifiedDate?: Date; readonly CreationDate?: Date; readonly ReplicaRegions?: readonly string[] }
export type UserPoolMfaType = 'OFF' | 'ON' | 'OPTIONAL';
export interface UserPoolPolicyType { readonly PasswordPolicy?: PasswordPolicyType; readonly SignInPolicy?: SignInPolicyType }
export type UserPoolTierType = 'LITE' | 'ESSENTIALS' | 'PLUS';
export interface UserPoolType { readonly Id?: string; readonly Name?: string; readonly Policies?: UserPoolPolicyType; readonly DeletionProtection?: DeletionProtectionType; readonly LambdaConfig?: LambdaConfigType; readonly Status?: StatusType; readonly LastModifiedDate?: Date; readonly CreationDate?: Date; readonly SchemaAttributes?: readonly SchemaAttributeType[]; readonly AutoVerifiedAttributes?: readonly VerifiedAttributeType[]; readonly AliasAttributes?: readonly AliasAttributeType[]; readonly UsernameAttributes?: readonly UsernameAttributeType[]; readonly SmsVerificationMessage?: string; readonly EmailVerificationMessage?: string; readonly EmailVerificationSubject?: string; readonly VerificationMessageTemplate?: VerificationMessageTemplateType; readonly SmsAuthenticationMessage?: string; readonly UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType; readonly MfaConfiguration?: UserPoolMfaType; readonly DeviceConfiguration?: DeviceConfigurationType; readonly EstimatedNumberOfUsers?: number; readonly EmailConfiguration?: EmailConfigurationType; readonly SmsConfiguration?: SmsConfigurationType; readonly UserPoolTags?: { readonly [key: string]: string }; readonly SmsConfigurationFailure?: string; readonly EmailConfigurationFailure?: string; readonly Domain?: string; readonly CustomDomain?: string; readonly AdminCreateUserConfig?: AdminCreateUserConfigType; readonly UserPoolAddOns?: UserPoolAddOnsType; readonly DcrConfiguration?: DcrConfigurationType; readonly UsernameConfiguration?: UsernameConfigurationType; readonly Arn?: string; readonly AccountRecoverySetting?: AccountRecoverySettingType; readonly UserPoolTier?: UserPoolTierType; readonly KeyConfiguration?: KeyConfigurationType; readonly IssuerConfiguration?: IssuerConfigurationType; readonly AcrConfiguration?: { readonly [key: string]: AcrLevelConfigType } }
export type UserStatusType = 'UNCONFIRMED' | 'CONFIRMED' | 'ARCHIVED' | 'COMPROMISED' | 'UNKNOWN' | 'RESET_REQUIRED' | 'FORCE_CHANGE_PASSWORD' | 'EXTERNAL_PROVIDER';
export interface UserType { readonly Username?: string; readonly Attributes?: readonly AttributeType[]; readonly UserCreateDate?: Date; readonly UserLastModifiedDate?: Date; readonly Enabled?: boolean; readonly UserStatus?: UserStatusType; readonly MFAOptions?: readonly MFAOptionType[] }
export type UserVerificationType = 'required' | 'preferred';
export type UsernameAttributeType = 'phone_number' | 'email';
export interface UsernameConfigurationType { readonly CaseSensitive: boolean }
export interface VerificationMessageTemplateType { readonly SmsMessage?: string; readonly EmailMessage?: string; readonly EmailSubject?: string; readonly EmailMessageByLink?: string; readonly EmailSubjectByLink?: string; readonly DefaultEmailOption?: DefaultEmailOptionType }
export type VerifiedAttributeType = 'phone_number' | 'email';
export interface WebAuthnConfigurationType { readonly RelyingPartyId?: string; readonly UserVerification?: UserVerificationType; readonly FactorConfiguration?: WebAuthnFactorConfigurationType }
export type WebAuthnFactorConfigurationType = 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION';
