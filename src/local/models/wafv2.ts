// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AssociateWebACL: [AssociateWebACLRequest, void];
  CheckCapacity: [CheckCapacityRequest, CheckCapacityResponse];
  CreateIPSet: [CreateIPSetRequest, CreateIPSetResponse];
  CreateWebACL: [CreateWebACLRequest, CreateWebACLResponse];
  DeleteIPSet: [DeleteIPSetRequest, void];
  DeleteWebACL: [DeleteWebACLRequest, void];
  DescribeManagedRuleGroup: [DescribeManagedRuleGroupRequest, DescribeManagedRuleGroupResponse];
  DisassociateWebACL: [DisassociateWebACLRequest, void];
  GetIPSet: [GetIPSetRequest, GetIPSetResponse];
  GetSampledRequests: [GetSampledRequestsRequest, GetSampledRequestsResponse];
  GetWebACL: [GetWebACLRequest, GetWebACLResponse];
  GetWebACLForResource: [GetWebACLForResourceRequest, GetWebACLForResourceResponse];
  ListAvailableManagedRuleGroups: [ListAvailableManagedRuleGroupsRequest, ListAvailableManagedRuleGroupsResponse];
  ListIPSets: [ListIPSetsRequest, ListIPSetsResponse];
  ListResourcesForWebACL: [ListResourcesForWebACLRequest, ListResourcesForWebACLResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  ListWebACLs: [ListWebACLsRequest, ListWebACLsResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateIPSet: [UpdateIPSetRequest, UpdateIPSetResponse];
  UpdateWebACL: [UpdateWebACLRequest, UpdateWebACLResponse];
}

export interface AWSManagedRulesACFPRuleSet { readonly CreationPath: string; readonly RegistrationPagePath: string; readonly RequestInspection: RequestInspectionACFP; readonly ResponseInspection?: ResponseInspection; readonly EnableRegexInPath?: boolean }
export interface AWSManagedRulesAISecurityRuleSet { readonly BedrockGuardrails: BedrockGuardrails }
export interface AWSManagedRulesATPRuleSet { readonly LoginPath: string; readonly RequestInspection?: RequestInspection; readonly ResponseInspection?: ResponseInspection; readonly EnableRegexInPath?: boolean }
export interface AWSManagedRulesAntiDDoSRuleSet { readonly ClientSideActionConfig: ClientSideActionConfig; readonly SensitivityToBlock?: SensitivityToAct }
export interface AWSManagedRulesBotControlRuleSet { readonly InspectionLevel: InspectionLevel; readonly EnableMachineLearning?: boolean }
export interface AddressField { readonly Identifier: string }
export interface All {}
export interface AllQueryArguments {}
export interface AllowAction { readonly CustomRequestHandling?: CustomRequestHandling }
export interface AnalyticsConfig { readonly Mode: AnalyticsMode }
export type AnalyticsMode = 'CROSS_REGION' | 'DISABLED';
export interface AndStatement { readonly Statements: readonly Statement[] }
export interface ApplicationAttribute { readonly Name?: string; readonly Values?: readonly string[] }
export interface ApplicationConfig { readonly Attributes?: readonly ApplicationAttribute[] }
export interface AsnMatchStatement { readonly AsnList: readonly number[]; readonly ForwardedIPConfig?: ForwardedIPConfig }
export interface AssociateWebACLRequest { readonly WebACLArn: string; readonly ResourceArn: string }
export interface AssociationConfig { readonly RequestBody?: { readonly [key: string]: RequestBodyAssociatedResourceTypeConfig }; readonly ChallengeJavascriptSdkInjection?: { readonly [key: string]: ChallengeJavascriptSdkInjectionConfig } }
export interface BedrockGuardrails { readonly Disable?: DisableBedrockGuardrails; readonly ProtectRequestOnly?: BedrockGuardrailsRequestOnly; readonly ProtectRequestAndResponse?: BedrockGuardrailsRequestAndResponse }
export interface BedrockGuardrailsRequestAndResponse { readonly RoleArn: string }
export interface BedrockGuardrailsRequestOnly { readonly RoleArn: string }
export interface BlockAction { readonly CustomResponse?: CustomResponse }
export type BlockchainChain = 'BASE' | 'SOLANA' | 'BASE_SEPOLIA' | 'SOLANA_DEVNET';
export interface Body { readonly OversizeHandling?: OversizeHandling }
export type BodyParsingFallbackBehavior = 'MATCH' | 'NO_MATCH' | 'EVALUATE_AS_STRING';
export interface ByteMatchStatement { readonly SearchString: string; readonly FieldToMatch: FieldToMatch; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[]; readonly PositionalConstraint: PositionalConstraint }
export interface CaptchaAction { readonly CustomRequestHandling?: CustomRequestHandling }
export interface CaptchaConfig { readonly ImmunityTimeProperty?: ImmunityTimeProperty }
export interface CaptchaResponse { readonly ResponseCode?: number; readonly SolveTimestamp?: number; readonly FailureReason?: FailureReason }
export interface ChallengeAction { readonly CustomRequestHandling?: CustomRequestHandling }
export interface ChallengeConfig { readonly ImmunityTimeProperty?: ImmunityTimeProperty }
export interface ChallengeJavascriptSdkInjectionConfig {}
export interface ChallengeResponse { readonly ResponseCode?: number; readonly SolveTimestamp?: number; readonly FailureReason?: FailureReason }
export interface CheckCapacityRequest { readonly Scope: Scope; readonly Rules: readonly Rule[] }
export interface CheckCapacityResponse { readonly Capacity?: number }
export interface ClientSideAction { readonly UsageOfAction: UsageOfAction; readonly Sensitivity?: SensitivityToAct; readonly ExemptUriRegularExpressions?: readonly Regex[] }
export interface ClientSideActionConfig { readonly Challenge: ClientSideAction }
export type ComparisonOperator = 'EQ' | 'NE' | 'LE' | 'LT' | 'GE' | 'GT';
export type ConnectedAccountChain = 'BASE' | 'SOLANA';
export interface ConnectedAccountChainConfig { readonly Chain: ConnectedAccountChain; readonly Prices: readonly ConnectedAccountPrice[] }
export interface ConnectedAccountConfig { readonly ConnectedAccountArn: string; readonly PaymentNetworks: readonly ConnectedAccountChainConfig[] }
export interface ConnectedAccountPrice { readonly Amount: string; readonly Currency: CryptoCurrency }
export interface CookieMatchPattern { readonly All?: All; readonly IncludedCookies?: readonly string[]; readonly ExcludedCookies?: readonly string[] }
export interface Cookies { readonly MatchPattern: CookieMatchPattern; readonly MatchScope: MapMatchScope; readonly OversizeHandling: OversizeHandling }
export interface CountAction { readonly CustomRequestHandling?: CustomRequestHandling }
export type CountryCode = 'AF' | 'AX' | 'AL' | 'DZ' | 'AS' | 'AD' | 'AO' | 'AI' | 'AQ' | 'AG' | 'AR' | 'AM' | 'AW' | 'AU' | 'AT' | 'AZ' | 'BS' | 'BH' | 'BD' | 'BB' | 'BY' | 'BE' | 'BZ' | 'BJ' | 'BM' | 'BT' | 'BO' | 'BQ' | 'BA' | 'BW' | 'BV' | 'BR' | 'IO' | 'BN' | 'BG' | 'BF' | 'BI' | 'KH' | 'CM' | 'CA' | 'CV' | 'KY' | 'CF' | 'TD' | 'CL' | 'CN' | 'CX' | 'CC' | 'CO' | 'KM' | 'CG' | 'CD' | 'CK' | 'CR' | 'CI' | 'HR' | 'CU' | 'CW' | 'CY' | 'CZ' | 'DK' | 'DJ' | 'DM' | 'DO' | 'EC' | 'EG' | 'SV' | 'GQ' | 'ER' | 'EE' | 'ET' | 'FK' | 'FO' | 'FJ' | 'FI' | 'FR' | 'GF' | 'PF' | 'TF' | 'GA' | 'GM' | 'GE' | 'DE' | 'GH' | 'GI' | 'GR' | 'GL' | 'GD' | 'GP' | 'GU' | 'GT' | 'GG' | 'GN' | 'GW' | 'GY' | 'HT' | 'HM' | 'VA' | 'HN' | 'HK' | 'HU' | 'IS' | 'IN' | 'ID' | 'IR' | 'IQ' | 'IE' | 'IM' | 'IL' | 'IT' | 'JM' | 'JP' | 'JE' | 'JO' | 'KZ' | 'KE' | 'KI' | 'KP' | 'KR' | 'KW' | 'KG' | 'LA' | 'LV' | 'LB' | 'LS' | 'LR' | 'LY' | 'LI' | 'LT' | 'LU' | 'MO' | 'MK' | 'MG' | 'MW' | 'MY' | 'MV' | 'ML' | 'MT' | 'MH' | 'MQ' | 'MR' | 'MU' | 'YT' | 'MX' | 'FM' | 'MD' | 'MC' | 'MN' | 'ME' | 'MS' | 'MA' | 'MZ' | 'MM' | 'NA' | 'NR' | 'NP' | 'NL' | 'NC' | 'NZ' | 'NI' | 'NE' | 'NG' | 'NU' | 'NF' | 'MP' | 'NO' | 'OM' | 'PK' | 'PW' | 'PS' | 'PA' | 'PG' | 'PY' | 'PE' | 'PH' | 'PN' | 'PL' | 'PT' | 'PR' | 'QA' | 'RE' | 'RO' | 'RU' | 'RW' | 'BL' | 'SH' | 'KN' | 'LC' | 'MF' | 'PM' | 'VC' | 'WS' | 'SM' | 'ST' | 'SA' | 'SN' | 'RS' | 'SC' | 'SL' | 'SG' | 'SX' | 'SK' | 'SI' | 'SB' | 'SO' | 'ZA' | 'GS' | 'SS' | 'ES' | 'LK' | 'SD' | 'SR' | 'SJ' | 'SZ' | 'SE' | 'CH' | 'SY' | 'TW' | 'TJ' | 'TZ' | 'TH' | 'TL' | 'TG' | 'TK' | 'TO' | 'TT' | 'TN' | 'TR' | 'TM' | 'TC' | 'TV' | 'UG' | 'UA' | 'AE' | 'GB' | 'US' | 'UM' | 'UY' | 'UZ' | 'VU' | 'VE' | 'VN' | 'VG' | 'VI' | 'WF' | 'EH' | 'YE' | 'ZM' | 'ZW' | 'XK';
export interface CreateIPSetRequest { readonly Name: string; readonly Scope: Scope; readonly Description?: string; readonly IPAddressVersion: IPAddressVersion; readonly Addresses: readonly string[]; readonly Tags?: readonly Tag[] }
export interface CreateIPSetResponse { readonly Summary?: IPSetSummary }
export interface CreateWebACLRequest { readonly Name: string; readonly Scope: Scope; readonly DefaultAction: DefaultAction; readonly Description?: string; readonly Rules?: readonly Rule[]; readonly VisibilityConfig: VisibilityConfig; readonly DataProtectionConfig?: DataProtectionConfig; readonly Tags?: readonly Tag[]; readonly CustomResponseBodies?: { readonly [key: string]: CustomResponseBody }; readonly CaptchaConfig?: CaptchaConfig; readonly ChallengeConfig?: ChallengeConfig; readonly TokenDomains?: readonly string[]; readonly AssociationConfig?: AssociationConfig; readonly OnSourceDDoSProtectionConfig?: OnSourceDDoSProtectionConfig; readonly ApplicationConfig?: ApplicationConfig; readonly MonetizationConfig?: MonetizationConfig; readonly AnalyticsConfig?: AnalyticsConfig }
export interface CreateWebACLResponse { readonly Summary?: WebACLSummary }
export interface CryptoConfig { readonly PaymentNetworks: readonly PaymentNetwork[] }
export type CryptoCurrency = 'USDC';
export type CurrencyMode = 'REAL' | 'TEST';
export interface CustomHTTPHeader { readonly Name: string; readonly Value: string }
export interface CustomRequestHandling { readonly InsertHeaders: readonly CustomHTTPHeader[] }
export interface CustomResponse { readonly ResponseCode: number; readonly CustomResponseBodyKey?: string; readonly ResponseHeaders?: readonly CustomHTTPHeader[] }
export interface CustomResponseBody { readonly ContentType: ResponseContentType; readonly Content: string }
export interface DataProtection { readonly Field: FieldToProtect; readonly Action: DataProtectionAction; readonly ExcludeRuleMatchDetails?: boolean; readonly ExcludeRateBasedDetails?: boolean }
export type DataProtectionAction = 'SUBSTITUTION' | 'HASH';
export interface DataProtectionConfig { readonly DataProtections: readonly DataProtection[] }
export interface DefaultAction { readonly Block?: BlockAction; readonly Allow?: AllowAction }
export interface DeleteIPSetRequest { readonly Name: string; readonly Scope: Scope; readonly Id: string; readonly LockToken: string }
export interface DeleteWebACLRequest { readonly Name: string; readonly Scope: Scope; readonly Id: string; readonly LockToken: string }
export interface DescribeManagedRuleGroupRequest { readonly VendorName: string; readonly Name: string; readonly Scope: Scope; readonly VersionName?: string }
export interface DescribeManagedRuleGroupResponse { readonly VersionName?: string; readonly SnsTopicArn?: string; readonly Capacity?: number; readonly Rules?: readonly RuleSummary[]; readonly LabelNamespace?: string; readonly AvailableLabels?: readonly LabelSummary[]; readonly ConsumedLabels?: readonly LabelSummary[] }
export interface DisableBedrockGuardrails {}
export interface DisassociateWebACLRequest { readonly ResourceArn: string }
export interface EmailField { readonly Identifier: string }
export interface ExcludedRule { readonly Name: string }
export type FailureReason = 'TOKEN_MISSING' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'TOKEN_DOMAIN_MISMATCH';
export type FallbackBehavior = 'MATCH' | 'NO_MATCH';
export interface FieldToMatch { readonly SingleHeader?: SingleHeader; readonly SingleQueryArgument?: SingleQueryArgument; readonly AllQueryArguments?: AllQueryArguments; readonly UriPath?: UriPath; readonly QueryString?: QueryString; readonly Body?: Body; readonly Method?: Method; readonly JsonBody?: JsonBody; readonly Headers?: Headers; readonly Cookies?: Cookies; readonly HeaderOrder?: HeaderOrder; readonly JA3Fingerprint?: JA3Fingerprint; readonly JA4Fingerprint?: JA4Fingerprint; readonly UriFragment?: UriFragment }
export interface FieldToProtect { readonly FieldType: FieldToProtectType; readonly FieldKeys?: readonly string[] }
export type FieldToProtectType = 'SINGLE_HEADER' | 'SINGLE_COOKIE' | 'SINGLE_QUERY_ARGUMENT' | 'QUERY_STRING' | 'BODY';
export interface FirewallManagerRuleGroup { readonly Name: string; readonly Priority: number; readonly FirewallManagerStatement: FirewallManagerStatement; readonly OverrideAction: OverrideAction; readonly VisibilityConfig: VisibilityConfig }
export interface FirewallManagerStatement { readonly ManagedRuleGroupStatement?: ManagedRuleGroupStatement; readonly RuleGroupReferenceStatement?: RuleGroupReferenceStatement }
export interface ForwardedIPConfig { readonly HeaderName: string; readonly FallbackBehavior: FallbackBehavior }
export type ForwardedIPPosition = 'FIRST' | 'LAST' | 'ANY';
export interface GeoMatchStatement { readonly CountryCodes?: readonly CountryCode[]; readonly ForwardedIPConfig?: ForwardedIPConfig }
export interface GetIPSetRequest { readonly Name: string; readonly Scope: Scope; readonly Id: string }
export interface GetIPSetResponse { readonly IPSet?: IPSet; readonly LockToken?: string }
export interface GetSampledRequestsRequest { readonly WebAclArn: string; readonly RuleMetricName: string; readonly Scope: Scope; readonly TimeWindow: TimeWindow; readonly MaxItems: number }
export interface GetSampledRequestsResponse { readonly SampledRequests?: readonly SampledHTTPRequest[]; readonly PopulationSize?: number; readonly TimeWindow?: TimeWindow }
export interface GetWebACLForResourceRequest { readonly ResourceArn: string }
export interface GetWebACLForResourceResponse { readonly WebACL?: WebACL }
export interface GetWebACLRequest { readonly Name?: string; readonly Scope?: Scope; readonly Id?: string; readonly ARN?: string }
export interface GetWebACLResponse { readonly WebACL?: WebACL; readonly LockToken?: string; readonly ApplicationIntegrationURL?: string }
export interface HTTPHeader { readonly Name?: string; readonly Value?: string }
export interface HTTPRequest { readonly ClientIP?: string; readonly Country?: string; readonly URI?: string; readonly Method?: string; readonly HTTPVersion?: string; readonly Headers?: readonly HTTPHeader[] }
export interface HeaderMatchPattern { readonly All?: All; readonly IncludedHeaders?: readonly string[]; readonly ExcludedHeaders?: readonly string[] }
export interface HeaderOrder { readonly OversizeHandling: OversizeHandling }
export interface Headers { readonly MatchPattern: HeaderMatchPattern; readonly MatchScope: MapMatchScope; readonly OversizeHandling: OversizeHandling }
export type IPAddressVersion = 'IPV4' | 'IPV6';
export interface IPSet { readonly Name: string; readonly Id: string; readonly ARN: string; readonly Description?: string; readonly IPAddressVersion: IPAddressVersion; readonly Addresses: readonly string[] }
export interface IPSetForwardedIPConfig { readonly HeaderName: string; readonly FallbackBehavior: FallbackBehavior; readonly Position: ForwardedIPPosition }
export interface IPSetReferenceStatement { readonly ARN: string; readonly IPSetForwardedIPConfig?: IPSetForwardedIPConfig }
export interface IPSetSummary { readonly Name?: string; readonly Id?: string; readonly Description?: string; readonly LockToken?: string; readonly ARN?: string }
export interface ImmunityTimeProperty { readonly ImmunityTime: number }
export type InspectionLevel = 'COMMON' | 'TARGETED';
export interface JA3Fingerprint { readonly FallbackBehavior: FallbackBehavior }
export interface JA4Fingerprint { readonly FallbackBehavior: FallbackBehavior }
export interface JsonBody { readonly MatchPattern: JsonMatchPattern; readonly MatchScope: JsonMatchScope; readonly InvalidFallbackBehavior?: BodyParsingFallbackBehavior; readonly OversizeHandling?: OversizeHandling }
export interface JsonMatchPattern { readonly All?: All; readonly IncludedPaths?: readonly string[] }
export type JsonMatchScope = 'ALL' | 'KEY' | 'VALUE';
export interface Label { readonly Name: string }
export type LabelMatchScope = 'LABEL' | 'NAMESPACE';
export interface LabelMatchStatement { readonly Scope: LabelMatchScope; readonly Key: string }
export interface LabelSummary { readonly Name?: string }
export interface ListAvailableManagedRuleGroupsRequest { readonly Scope: Scope; readonly NextMarker?: string; readonly Limit?: number }
export interface ListAvailableManagedRuleGroupsResponse { readonly NextMarker?: string; readonly ManagedRuleGroups?: readonly ManagedRuleGroupSummary[] }
export interface ListIPSetsRequest { readonly Scope: Scope; readonly NextMarker?: string; readonly Limit?: number }
export interface ListIPSetsResponse { readonly NextMarker?: string; readonly IPSets?: readonly IPSetSummary[] }
export interface ListResourcesForWebACLRequest { readonly WebACLArn: string; readonly ResourceType?: ResourceType }
export interface ListResourcesForWebACLResponse { readonly ResourceArns?: readonly string[] }
export interface ListTagsForResourceRequest { readonly NextMarker?: string; readonly Limit?: number; readonly ResourceARN: string }
export interface ListTagsForResourceResponse { readonly NextMarker?: string; readonly TagInfoForResource?: TagInfoForResource }
export interface ListWebACLsRequest { readonly Scope: Scope; readonly NextMarker?: string; readonly Limit?: number }
export interface ListWebACLsResponse { readonly NextMarker?: string; readonly WebACLs?: readonly WebACLSummary[] }
export type LowReputationMode = 'ACTIVE_UNDER_DDOS' | 'ALWAYS_ON';
export interface ManagedRuleGroupConfig { readonly LoginPath?: string; readonly PayloadType?: PayloadType; readonly UsernameField?: UsernameField; readonly PasswordField?: PasswordField; readonly AWSManagedRulesBotControlRuleSet?: AWSManagedRulesBotControlRuleSet; readonly AWSManagedRulesATPRuleSet?: AWSManagedRulesATPRuleSet; readonly AWSManagedRulesACFPRuleSet?: AWSManagedRulesACFPRuleSet; readonly AWSManagedRulesAntiDDoSRuleSet?: AWSManagedRulesAntiDDoSRuleSet; readonly AWSManagedRulesAISecurityRuleSet?: AWSManagedRulesAISecurityRuleSet }
export interface ManagedRuleGroupStatement { readonly VendorName: string; readonly Name: string; readonly Version?: string; readonly ExcludedRules?: readonly ExcludedRule[]; readonly ScopeDownStatement?: Statement; readonly ManagedRuleGroupConfigs?: readonly ManagedRuleGroupConfig[]; readonly RuleActionOverrides?: readonly RuleActionOverride[] }
export interface ManagedRuleGroupSummary { readonly VendorName?: string; readonly Name?: string; readonly VersioningSupported?: boolean; readonly Description?: string }
export type MapMatchScope = 'ALL' | 'KEY' | 'VALUE';
export interface Method {}
export interface MonetizationConfig { readonly CryptoConfig?: CryptoConfig; readonly ConnectedAccountConfigs?: readonly ConnectedAccountConfig[]; readonly CurrencyMode?: CurrencyMode }
export interface MonetizeAction { readonly PriceMultiplier?: string }
export interface NoneAction {}
export interface NotStatement { readonly Statement: Statement }
export interface OnSourceDDoSProtectionConfig { readonly ALBLowReputationMode: LowReputationMode }
export interface OrStatement { readonly Statements: readonly Statement[] }
export interface OverrideAction { readonly Count?: CountAction; readonly None?: NoneAction }
export type OversizeHandling = 'CONTINUE' | 'MATCH' | 'NO_MATCH';
export interface PasswordField { readonly Identifier: string }
export type PayloadType = 'JSON' | 'FORM_ENCODED';
export interface PaymentNetwork { readonly Chain: BlockchainChain; readonly WalletAddress: string; readonly Prices: readonly Price[] }
export interface PhoneNumberField { readonly Identifier: string }
export type PositionalConstraint = 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';
export interface PreParseTextTransformation { readonly Priority: number; readonly Type: PreParseTextTransformationType }
export type PreParseTextTransformationType = 'NONE' | 'URL_DECODE' | 'URL_DECODE_UNI' | 'COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA' | 'REPLACE_SEMICOLONS_WITH_AMPERSANDS';
export interface Price { readonly Amount: string; readonly Currency: CryptoCurrency }
export interface QueryString {}
export interface RateBasedStatement { readonly Limit: number; readonly EvaluationWindowSec?: number; readonly AggregateKeyType: RateBasedStatementAggregateKeyType; readonly ScopeDownStatement?: Statement; readonly ForwardedIPConfig?: ForwardedIPConfig; readonly CustomKeys?: readonly RateBasedStatementCustomKey[] }
export type RateBasedStatementAggregateKeyType = 'IP' | 'FORWARDED_IP' | 'CUSTOM_KEYS' | 'CONSTANT';
export interface RateBasedStatementCustomKey { readonly Header?: RateLimitHeader; readonly Cookie?: RateLimitCookie; readonly QueryArgument?: RateLimitQueryArgument; readonly QueryString?: RateLimitQueryString; readonly HTTPMethod?: RateLimitHTTPMethod; readonly ForwardedIP?: RateLimitForwardedIP; readonly IP?: RateLimitIP; readonly LabelNamespace?: RateLimitLabelNamespace; readonly UriPath?: RateLimitUriPath; readonly JA3Fingerprint?: RateLimitJA3Fingerprint; readonly JA4Fingerprint?: RateLimitJA4Fingerprint; readonly ASN?: RateLimitAsn }
export interface RateLimitAsn {}
export interface RateLimitCookie { readonly Name: string; readonly TextTransformations: readonly TextTransformation[] }
export interface RateLimitForwardedIP {}
export interface RateLimitHTTPMethod {}
export interface RateLimitHeader { readonly Name: string; readonly TextTransformations: readonly TextTransformation[] }
export interface RateLimitIP {}
export interface RateLimitJA3Fingerprint { readonly FallbackBehavior: FallbackBehavior }
export interface RateLimitJA4Fingerprint { readonly FallbackBehavior: FallbackBehavior }
export interface RateLimitLabelNamespace { readonly Namespace: string }
export interface RateLimitQueryArgument { readonly Name: string; readonly TextTransformations: readonly TextTransformation[] }
export interface RateLimitQueryString { readonly TextTransformations: readonly TextTransformation[] }
export interface RateLimitUriPath { readonly TextTransformations: readonly TextTransformation[] }
export interface Regex { readonly RegexString?: string }
export interface RegexMatchStatement { readonly RegexString: string; readonly FieldToMatch: FieldToMatch; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[] }
export interface RegexPatternSetReferenceStatement { readonly ARN: string; readonly FieldToMatch: FieldToMatch; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[] }
export interface RequestBodyAssociatedResourceTypeConfig { readonly DefaultSizeInspectionLimit: SizeInspectionLimit }
export interface RequestInspection { readonly PayloadType: PayloadType; readonly UsernameField: UsernameField; readonly PasswordField: PasswordField }
export interface RequestInspectionACFP { readonly PayloadType: PayloadType; readonly UsernameField?: UsernameField; readonly PasswordField?: PasswordField; readonly EmailField?: EmailField; readonly PhoneNumberFields?: readonly PhoneNumberField[]; readonly AddressFields?: readonly AddressField[] }
export type ResourceType = 'APPLICATION_LOAD_BALANCER' | 'API_GATEWAY' | 'APPSYNC' | 'COGNITO_USER_POOL' | 'APP_RUNNER_SERVICE' | 'VERIFIED_ACCESS_INSTANCE' | 'AMPLIFY' | 'AGENTCORE_GATEWAY';
export type ResponseContentType = 'TEXT_PLAIN' | 'TEXT_HTML' | 'APPLICATION_JSON';
export interface ResponseInspection { readonly StatusCode?: ResponseInspectionStatusCode; readonly Header?: ResponseInspectionHeader; readonly BodyContains?: ResponseInspectionBodyContains; readonly Json?: ResponseInspectionJson }
export interface ResponseInspectionBodyContains { readonly SuccessStrings: readonly string[]; readonly FailureStrings: readonly string[] }
export interface ResponseInspectionHeader { readonly Name: string; readonly SuccessValues: readonly string[]; readonly FailureValues: readonly string[] }
export interface ResponseInspectionJson { readonly Identifier: string; readonly SuccessValues: readonly string[]; readonly FailureValues: readonly string[] }
export interface ResponseInspectionStatusCode { readonly SuccessCodes: readonly number[]; readonly FailureCodes: readonly number[] }
export interface Rule { readonly Name: string; readonly Priority: number; readonly Statement: Statement; readonly Action?: RuleAction; readonly OverrideAction?: OverrideAction; readonly RuleLabels?: readonly Label[]; readonly VisibilityConfig: VisibilityConfig; readonly CaptchaConfig?: CaptchaConfig; readonly ChallengeConfig?: ChallengeConfig }
export interface RuleAction { readonly Block?: BlockAction; readonly Allow?: AllowAction; readonly Count?: CountAction; readonly Captcha?: CaptchaAction; readonly Challenge?: ChallengeAction; readonly Monetize?: MonetizeAction }
export interface RuleActionOverride { readonly Name: string; readonly ActionToUse: RuleAction }
export interface RuleGroupReferenceStatement { readonly ARN: string; readonly ExcludedRules?: readonly ExcludedRule[]; readonly RuleActionOverrides?: readonly RuleActionOverride[] }
export interface RuleSummary { readonly Name?: string; readonly Action?: RuleAction }
export interface SampledHTTPRequest { readonly Request: HTTPRequest; readonly Weight: number; readonly Timestamp?: Date; readonly Action?: string; readonly RuleNameWithinRuleGroup?: string; readonly RequestHeadersInserted?: readonly HTTPHeader[]; readonly ResponseCodeSent?: number; readonly Labels?: readonly Label[]; readonly CaptchaResponse?: CaptchaResponse; readonly ChallengeResponse?: ChallengeResponse; readonly OverriddenAction?: string }
export type Scope = 'CLOUDFRONT' | 'REGIONAL';
export type SensitivityLevel = 'LOW' | 'HIGH';
export type SensitivityToAct = 'LOW' | 'MEDIUM' | 'HIGH';
export interface SingleHeader { readonly Name: string }
export interface SingleQueryArgument { readonly Name: string }
export interface SizeConstraintStatement { readonly FieldToMatch: FieldToMatch; readonly ComparisonOperator: ComparisonOperator; readonly Size: number; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[] }
export type SizeInspectionLimit = 'KB_8' | 'KB_16' | 'KB_32' | 'KB_48' | 'KB_64';
export interface SqliMatchStatement { readonly FieldToMatch: FieldToMatch; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[]; readonly SensitivityLevel?: SensitivityLevel }
export interface Statement { readonly ByteMatchStatement?: ByteMatchStatement; readonly SqliMatchStatement?: SqliMatchStatement; readonly XssMatchStatement?: XssMatchStatement; readonly SizeConstraintStatement?: SizeConstraintStatement; readonly GeoMatchStatement?: GeoMatchStatement; readonly RuleGroupReferenceStatement?: RuleGroupReferenceStatement; readonly IPSetReferenceStatement?: IPSetReferenceStatement; readonly RegexPatternSetReferenceStatement?: RegexPatternSetReferenceStatement; readonly RateBasedStatement?: RateBasedStatement; readonly AndStatement?: AndStatement; readonly OrStatement?: OrStatement; readonly NotStatement?: NotStatement; readonly ManagedRuleGroupStatement?: ManagedRuleGroupStatement; readonly LabelMatchStatement?: LabelMatchStatement; readonly RegexMatchStatement?: RegexMatchStatement; readonly AsnMatchStatement?: AsnMatchStatement }
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagInfoForResource { readonly ResourceARN?: string; readonly TagList?: readonly Tag[] }
export interface TagResourceRequest { readonly ResourceARN: string; readonly Tags: readonly Tag[] }
export interface TextTransformation { readonly Priority: number; readonly Type: TextTransformationType }
export type TextTransformationType = 'NONE' | 'COMPRESS_WHITE_SPACE' | 'HTML_ENTITY_DECODE' | 'LOWERCASE' | 'CMD_LINE' | 'URL_DECODE' | 'BASE64_DECODE' | 'HEX_DECODE' | 'MD5' | 'REPLACE_COMMENTS' | 'ESCAPE_SEQ_DECODE' | 'SQL_HEX_DECODE' | 'CSS_DECODE' | 'JS_DECODE' | 'NORMALIZE_PATH' | 'NORMALIZE_PATH_WIN' | 'REMOVE_NULLS' | 'REPLACE_NULLS' | 'BASE64_DECODE_EXT' | 'URL_DECODE_UNI' | 'UTF8_TO_UNICODE' | 'REMOVE_WHITESPACE' | 'TRIM' | 'TRIM_LEFT' | 'TRIM_RIGHT' | 'REMOVE_COMMENTS_CHAR' | 'UPPERCASE' | 'CMD_LINE_WIN' | 'CMD_LINE_UNIX' | 'JS_DECODE_EXT' | 'SHA256';
export interface TimeWindow { readonly StartTime: Date; readonly EndTime: Date }
export interface UntagResourceRequest { readonly ResourceARN: string; readonly TagKeys: readonly string[] }
export interface UpdateIPSetRequest { readonly Name: string; readonly Scope: Scope; readonly Id: string; readonly Description?: string; readonly Addresses: readonly string[]; readonly LockToken: string }
export interface UpdateIPSetResponse { readonly NextLockToken?: string }
export interface UpdateWebACLRequest { readonly Name: string; readonly Scope: Scope; readonly Id: string; readonly DefaultAction: DefaultAction; readonly Description?: string; readonly Rules?: readonly Rule[]; readonly VisibilityConfig: VisibilityConfig; readonly DataProtectionConfig?: DataProtectionConfig; readonly LockToken: string; readonly CustomResponseBodies?: { readonly [key: string]: CustomResponseBody }; readonly CaptchaConfig?: CaptchaConfig; readonly ChallengeConfig?: ChallengeConfig; readonly TokenDomains?: readonly string[]; readonly AssociationConfig?: AssociationConfig; readonly OnSourceDDoSProtectionConfig?: OnSourceDDoSProtectionConfig; readonly ApplicationConfig?: ApplicationConfig; readonly MonetizationConfig?: MonetizationConfig; readonly AnalyticsConfig?: AnalyticsConfig }
export interface UpdateWebACLResponse { readonly NextLockToken?: string }
export interface UriFragment { readonly FallbackBehavior?: FallbackBehavior }
export interface UriPath {}
export type UsageOfAction = 'ENABLED' | 'DISABLED';
export interface UsernameField { readonly Identifier: string }
export interface VisibilityConfig { readonly SampledRequestsEnabled: boolean; readonly CloudWatchMetricsEnabled: boolean; readonly MetricName: string }
export interface WebACL { readonly Name: string; readonly Id: string; readonly ARN: string; readonly DefaultAction: DefaultAction; readonly Description?: string; readonly Rules?: readonly Rule[]; readonly VisibilityConfig: VisibilityConfig; readonly DataProtectionConfig?: DataProtectionConfig; readonly Capacity?: number; readonly PreProcessFirewallManagerRuleGroups?: readonly FirewallManagerRuleGroup[]; readonly PostProcessFirewallManagerRuleGroups?: readonly FirewallManagerRuleGroup[]; readonly ManagedByFirewallManager?: boolean; readonly LabelNamespace?: string; readonly CustomResponseBodies?: { readonly [key: string]: CustomResponseBody }; readonly CaptchaConfig?: CaptchaConfig; readonly ChallengeConfig?: ChallengeConfig; readonly TokenDomains?: readonly string[]; readonly AssociationConfig?: AssociationConfig; readonly RetrofittedByFirewallManager?: boolean; readonly OnSourceDDoSProtectionConfig?: OnSourceDDoSProtectionConfig; readonly ApplicationConfig?: ApplicationConfig; readonly MonetizationConfig?: MonetizationConfig; readonly AnalyticsConfig?: AnalyticsConfig }
export interface WebACLSummary { readonly Name?: string; readonly Id?: string; readonly Description?: string; readonly LockToken?: string; readonly ARN?: string }
export interface XssMatchStatement { readonly FieldToMatch: FieldToMatch; readonly TextTransformations: readonly TextTransformation[]; readonly PreParseTextTransformations?: readonly PreParseTextTransformation[] }
