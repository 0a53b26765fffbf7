/**
 * API Gateway's objects as they are stored, which is also their wire format unless noted. Types only: the control plane
 * (`services/apigateway/`) writes them, the data plane (`gateway/`) reads them. The docstring of each type names its
 * collection; keys are IDs unless noted.
 */

/** Collection `apigateway.restApis`. */
export interface RestApi {
  id: string;
  name: string;
  description?: string;
  version?: string;
  /** epoch seconds */
  createdDate: number;
  apiKeySource: 'HEADER' | 'AUTHORIZER';
  endpointConfiguration: { types: string[]; vpcEndpointIds?: string[]; ipAddressType?: string };
  binaryMediaTypes?: string[];
  minimumCompressionSize?: number;
  /** The IAM document as JSON text. */
  policy?: string;
  tags?: Record<string, string>;
  disableExecuteApiEndpoint: boolean;
  rootResourceId: string;
  warnings?: string[];
  /** TLS settings. They are stored and shown, but the embedded cloud speaks plain HTTP. */
  securityPolicy?: string;
  endpointAccessMode?: string;
}

/** The editable definition of one API. Collection `apigateway.definitions`, keyed by API id. */
export interface ApiDefinition {
  resources: Record<string, Resource>;
  models: Record<string, Model>;
  /** by id */
  requestValidators: Record<string, RequestValidator>;
  /** by id */
  authorizers: Record<string, Authorizer>;
  /** by type; only those that were set */
  gatewayResponses: Record<string, GatewayResponse>;
}

export interface Resource {
  id: string;
  parentId?: string;
  pathPart?: string;
  path: string;
  /** by HTTP method or `ANY` */
  resourceMethods?: Record<string, Method>;
}

export interface Method {
  httpMethod: string;
  authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  authorizerId?: string;
  authorizationScopes?: string[];
  apiKeyRequired: boolean;
  requestValidatorId?: string;
  operationName?: string;
  /** `method.request.header.X` → required */
  requestParameters?: Record<string, boolean>;
  /** content type → model name */
  requestModels?: Record<string, string>;
  methodResponses?: Record<string, MethodResponse>;
  methodIntegration?: Integration;
}

export interface MethodResponse {
  statusCode: string;
  responseParameters?: Record<string, boolean>;
  responseModels?: Record<string, string>;
}

export interface Integration {
  type: 'HTTP' | 'AWS' | 'MOCK' | 'HTTP_PROXY' | 'AWS_PROXY';
  httpMethod?: string;
  uri?: string;
  connectionType?: 'INTERNET' | 'VPC_LINK';
  connectionId?: string;
  credentials?: string;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  passthroughBehavior?: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  timeoutInMillis?: number;
  cacheNamespace?: string;
  cacheKeyParameters?: string[];
  tlsConfig?: { insecureSkipVerification?: boolean };
  responseTransferMode?: 'BUFFERED' | 'STREAM';
  integrationResponses?: Record<string, IntegrationResponse>;
}

export interface IntegrationResponse {
  statusCode: string;
  selectionPattern?: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string | null>;
  contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
}

export interface Model {
  id: string;
  name: string;
  description?: string;
  /** The JSON schema (draft 4) as text. */
  schema?: string;
  contentType: string;
}

export interface RequestValidator {
  id: string;
  name?: string;
  validateRequestBody: boolean;
  validateRequestParameters: boolean;
}

export interface Authorizer {
  id: string;
  name: string;
  type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS';
  providerARNs?: string[];
  authType?: string;
  authorizerUri?: string;
  authorizerCredentials?: string;
  identitySource?: string;
  identityValidationExpression?: string;
  authorizerResultTtlInSeconds?: number;
}

export interface GatewayResponse {
  responseType: string;
  statusCode?: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string>;
}

/** Collection `apigateway.vpcLinks`. */
export interface VpcLink {
  id: string;
  name: string;
  description?: string;
  /** The ARN of one network load balancer. */
  targetArns: string[];
  tags?: Record<string, string>;
}

/** An immutable snapshot. Collection `apigateway.deployments`, keyed `<apiId>/<deploymentId>`. */
export interface Deployment {
  id: string;
  description?: string;
  createdDate: number;
  /** The snapshot is not in responses. */
  snapshot: {
    api: Pick<RestApi, 'apiKeySource' | 'binaryMediaTypes' | 'minimumCompressionSize' | 'policy' | 'name'>;
    definition: ApiDefinition;
  };
}

export interface MethodSetting {
  metricsEnabled: boolean;
  loggingLevel: string;
  dataTraceEnabled: boolean;
  throttlingBurstLimit: number;
  throttlingRateLimit: number;
  cachingEnabled: boolean;
  cacheTtlInSeconds: number;
  cacheDataEncrypted: boolean;
  requireAuthorizationForCacheControl: boolean;
  unauthorizedCacheControlHeaderStrategy: string;
}

/** Collection `apigateway.stages`, keyed `<apiId>/<stageName>`. */
export interface Stage {
  stageName: string;
  deploymentId: string;
  description?: string;
  clientCertificateId?: string;
  cacheClusterEnabled: boolean;
  cacheClusterSize?: string;
  cacheClusterStatus: string;
  /** `*\/*` or `~1pets~1{id}/GET` → settings */
  methodSettings: Record<string, MethodSetting>;
  variables?: Record<string, string>;
  documentationVersion?: string;
  accessLogSettings?: { format?: string; destinationArn?: string };
  canarySettings?: {
    percentTraffic: number;
    deploymentId?: string;
    stageVariableOverrides?: Record<string, string>;
    useStageCache: boolean;
  };
  tracingEnabled: boolean;
  webAclArn?: string;
  /**
   * Whether the default endpoint of the API was disabled when the stage was last changed, which is when that takes
   * effect (docs/aws/custom-domains.md).
   */
  executeApiOff?: true;
  tags?: Record<string, string>;
  createdDate: number;
  lastUpdatedDate: number;
}

export interface ThrottleSettings {
  burstLimit?: number;
  rateLimit?: number;
}

/** Collection `apigateway.usagePlans`. */
export interface UsagePlan {
  id: string;
  name: string;
  description?: string;
  apiStages?: { apiId: string; stage: string; throttle?: Record<string, ThrottleSettings> }[];
  throttle?: ThrottleSettings;
  quota?: { limit: number; offset: number; period: 'DAY' | 'WEEK' | 'MONTH' };
  productCode?: string;
  tags?: Record<string, string>;
}

/** Collection `apigateway.apiKeys`. */
export interface ApiKey {
  id: string;
  value: string;
  name?: string;
  customerId?: string;
  description?: string;
  enabled: boolean;
  createdDate: number;
  lastUpdatedDate: number;
  stageKeys: string[];
  tags?: Record<string, string>;
}

/** The membership of a key in a plan. Collection `apigateway.usagePlanKeys`, keyed `<planId>/<keyId>`. */
export interface UsagePlanKey {
  planId: string;
  keyId: string;
}

/**
 * The requests of one key in one plan on one day (UTC). Collection `apigateway.usage`, keyed
 * `<planId>/<keyId>/<YYYY-MM-DD>`. The data plane writes it.
 */
export interface UsageCount {
  used: number;
  /** The requests that UpdateUsage has granted beyond the quota; negative if it has reduced the rest. */
  granted?: number;
}

/** The number of flushes of a stage's cache. Collection `apigateway.cacheFlushes`, keyed `<apiId>/<stageName>`. */
export interface CacheFlushes {
  count: number;
  /** The number of flushes of the authorizer cache. */
  authorizers?: number;
}

/** Collection `apigateway.documentationParts`, keyed `<apiId>/<id>`. */
export interface DocumentationPart {
  id: string;
  location: { type: string; path?: string; method?: string; statusCode?: string; name?: string };
  /** A JSON object as text. */
  properties: string;
}

/** Collection `apigateway.documentationVersions`, keyed `<apiId>/<version>`. */
export interface DocumentationVersion {
  version: string;
  createdDate: number;
  description?: string;
  /** The parts are not in responses. */
  parts: readonly DocumentationPart[];
}

/** Collection `apigateway.account`, key `account`. */
export interface Account {
  cloudwatchRoleArn?: string;
}

/** A custom domain. Collection `apigateway.domainNames`, keyed by name. */
export interface DomainName {
  domainName: string;
  /** The certificate of an edge-optimized domain, in us-east-1. */
  certificateArn?: string;
  /** epoch seconds */
  certificateUploadDate?: number;
  regionalCertificateArn?: string;
  regionalDomainName?: string;
  regionalHostedZoneId?: string;
  distributionDomainName?: string;
  distributionHostedZoneId?: string;
  endpointConfiguration: { types: string[]; ipAddressType: string };
  securityPolicy: string;
  endpointAccessMode?: string;
  mutualTlsAuthentication?: MutualTls;
  /** The file of the trust store, which API Gateway reads when the domain is changed, and not when the file is. */
  truststore?: string;
  ownershipVerificationCertificateArn?: string;
  routingMode: string;
  tags?: Record<string, string>;
}

export interface MutualTls {
  /** `s3://bucket/key` */
  truststoreUri: string;
  truststoreVersion?: string;
  truststoreWarnings?: string[];
}

/**
 * Collection `apigateway.basePathMappings`, keyed `<domain>/<basePath>`; the empty base path is `(none)`. API Gateway
 * v2 calls the same thing an API mapping.
 */
export interface BasePathMapping {
  /** The ID that only API Gateway v2 shows. */
  id: string;
  /** Several segments only if API Gateway v2 created the mapping. */
  basePath: string;
  /** Also the ID of an HTTP API. */
  restApiId: string;
  /** Absent: the first segment of the path after the base path names the stage. */
  stage?: string;
}
