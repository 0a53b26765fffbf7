/**
 * The context that all handlers of the gateway share, and the compiled deployment that handles it. Types only. The
 * compiled deployment consists of functions of an invocation, and an invocation refers to the deployment of its stage,
 * so both are in one file. A group of the invocation that is `undefined` is not set yet; each names the handler that
 * sets it.
 */
import type { IncomingMessage } from 'node:http';
import type { Cloud, Scope } from '../cloud/cloud.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Method, RestApi, Stage } from '../state/apis/model.ts';
import type { WebAcl } from '../state/firewall.ts';
import type { AuthorizationFacts } from './authorizers/authorization-facts.ts';
import type { AuthorizerCache } from './authorizers/authorizer-cache.ts';
import type { ClientResponse } from './client-response.ts';
import type { BodyCheck } from './deployment/request-models.ts';
import type { Router } from './deployment/router.ts';
import type { Verdict } from './firewall/applied.ts';
import type { GatewayError } from './gateway-error.ts';
import type { QueryParameters } from './http/query.ts';
import type { RequestHeaders } from './http/request-headers.ts';
import type { ThroughEndpoint } from './http/vpc-endpoint.ts';
import type { IntegrationFacts } from './integrations/integration-facts.ts';
import type { RegionState } from './region-state.ts';

/** The API that a request is for. The server reads it from the URL or the Host header. */
export interface GatewayTarget {
  /** Empty if a custom domain maps the path to no API. */
  readonly apiId: string;
  /** The raw path from the stage on, with the query: `/prod/items?x=1`. */
  readonly rawPath: string;
  /** How the request names the API: `<api>.execute-api.*` or a custom domain in Host, or the ID in the path. */
  readonly host: 'path' | 'host' | 'domain';
  /** The custom domain of the request, and the path that the client asked for, without the query. */
  readonly domain?: {
    readonly name: string;
    readonly path: string;
    /** The stage that the mapping names; absent if the path names it. */
    readonly stage?: string;
    /** The file with the certificates that clients are trusted by; absent without mutual TLS. */
    readonly truststore?: string;
  };
}

export interface Invocation {
  /**
   * Whether this is a call of TestInvokeMethod: it has no client and no stage of its own, and the gateway adds no
   * headers.
   */
  readonly isTest?: true;
  readonly http: IncomingMessage;
  readonly target: GatewayTarget;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** `x-amzn-RequestId`, `$context.requestId` */
  readonly requestId: string;
  /** `x-amz-apigw-id`, `$context.extendedRequestId` */
  readonly extendedRequestId: string;
  readonly headers: RequestHeaders;
  /** `undefined` if the request comes from the internet. */
  readonly through: ThroughEndpoint | undefined;
  /** The `X-Amzn-Trace-Id` for the function and the client. */
  readonly trace: { readonly full: string; readonly inEvent: string };
  /** The HTTP method; `X-HTTP-Method-Override` wins over the request line. */
  readonly httpMethod: string;
  readonly stageName: string;
  /** The path without the stage, still percent-encoded, starting with one slash. */
  readonly path: string;
  /** Extra slashes before the path. */
  readonly extraSlashes: string;
  readonly queryString: string;
  /** Empty if the request has no body. Set by `readBody`. */
  body: Buffer;
  /** Set by `chooseStage`. */
  stage: StageFacts | undefined;
  /** The decision of AWS WAF; absent if the stage has no web ACL. Set by `inspectRequest`. */
  firewall: FirewallFacts | undefined;
  /** Set by `route`. */
  route: RouteFacts | undefined;
  /** The caller, for methods with authorization. Set by `authorize`. */
  authorization: AuthorizationFacts | undefined;
  /** The valid API key of the caller and its plan. Set by `checkApiKey`. */
  key: KeyFacts | undefined;
  /** The query, parsed at first use; use `queryOf`. */
  query: QueryParameters | undefined;
  /** Whether the response came from the stage's cache; absent if the method is not cached. Set by `integrate`. */
  cache: 'hit' | 'miss' | undefined;
  /** Set by `integrate`. */
  integration: IntegrationFacts | undefined;
  /** The error for which the gateway itself answers. Set by the runner of the handlers. */
  error: GatewayError | undefined;
  /** Set when the response is sent. */
  outcome: ResponseFacts | undefined;
}

/** The response as it was sent. */
export interface ResponseFacts {
  readonly status: number;
  /** The length of the body in bytes. */
  readonly length: number;
  /** Milliseconds from the arrival of the request. */
  readonly latency: number;
}

export interface StageFacts {
  readonly state: RegionState;
  readonly scope: Scope;
  readonly api: RestApi;
  readonly stage: Stage;
  /** The stage's own deployment, or the canary's for a canary request. */
  readonly deployment: CompiledDeployment;
  /** Stage variables, with the canary's overrides for a canary request. */
  readonly variables: Readonly<Record<string, string>>;
  /** `undefined` if the stage has no canary. */
  readonly isCanary: boolean | undefined;
}

export interface FirewallFacts {
  readonly acl: WebAcl;
  readonly verdict: Verdict;
  /** Milliseconds. */
  readonly latency: number;
}

export interface RouteFacts {
  readonly method: CompiledMethod;
  /** Values are still percent-encoded (docs/aws/data-plane.md). */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The matched path: static segments as the resource writes them, without a slash at the end. */
  readonly path: string;
}

export interface KeyFacts {
  readonly id: string;
  readonly value: string;
  readonly planId: string;
}

/** A deployment compiled for serving (`deployment/compiled-deployment.ts`). */
export interface CompiledDeployment {
  readonly id: string;
  readonly binaryMediaTypes: readonly string[];
  /** The size in bytes. Absent: responses are not compressed. */
  readonly minimumCompressionSize: number | undefined;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  /** The resource policy of the API at the time of the deployment. */
  readonly policy: CompiledPolicy | undefined;
  readonly route: Router<CompiledMethod>;
  /** Returns the configuration of a gateway response, its own or the inherited one. */
  readonly configuredResponse: (type: string, status: number) => ConfiguredResponse | undefined;
}

export interface CompiledMethod {
  readonly resourceId: string;
  readonly resourcePath: string;
  /** The path as in the keys of method settings: `~1pets~1{id}`. */
  readonly settingPath: string;
  readonly authorizationType: Method['authorizationType'];
  /** Absent for methods without authorization. */
  readonly authorize: Authorize | undefined;
  readonly apiKeyRequired: boolean;
  readonly operationName: string | undefined;
  /** Parameters in the order in which missing ones are reported; empty if they are not validated. */
  readonly requiredParameters: readonly RequiredParameter[];
  /** Absent if bodies are not validated. */
  readonly checkBody: BodyCheck | undefined;
  readonly integrate: IntegrationRunner;
  readonly cacheKey: CacheKey;
}

/** Sets `invocation.authorization`. Throws `GatewayError`. */
export type Authorize = (
  invocation: Invocation,
  services: { readonly cloud: Cloud; readonly authorizerCache: AuthorizerCache },
) => void | Promise<void>;

/** Calls the integration. Throws `GatewayError`. */
export type IntegrationRunner = (invocation: Invocation, cloud: Cloud) => ClientResponse | Promise<ClientResponse>;

/** Returns the key under which the response is cached. */
export type CacheKey = (invocation: Invocation) => string;

/** A parameter of the request without which the gateway rejects it. */
export interface RequiredParameter {
  readonly name: string;
  readonly isMissing: (invocation: Invocation) => boolean;
}

/** A customised gateway response. */
export interface ConfiguredResponse {
  readonly status: number | undefined;
  readonly headers: readonly { readonly name: string; readonly value: ValueSource }[];
  /** Media type → template. Empty: the default body. */
  readonly templates: ReadonlyMap<string, Template>;
}

/** Returns `undefined` if the request or the context has no such value. */
export type ValueSource = (invocation: Invocation) => string | undefined;

/** Returns the text with the values of the request in place of its variables. */
export type Template = (invocation: Invocation) => string;
