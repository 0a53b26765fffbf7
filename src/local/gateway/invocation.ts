/**
 * The context that all handlers of the gateway share: everything known about a request so far. Types only. A group that
 * is `undefined` is not set yet; each names the handler that sets it.
 */
import type { IncomingMessage } from 'node:http';
import type { Scope } from '../cloud/cloud.ts';
import type { Authorizer, RestApi, Stage } from '../state/apis/model.ts';
import type { CompiledDeployment, CompiledMethod } from './deployment/compiled-deployment.ts';
import type { GatewayError } from './gateway-error.ts';
import type { QueryParameters } from './http/query.ts';
import type { RequestHeaders } from './http/request-headers.ts';
import type { RegionState } from './region-state.ts';

/** The API that a request is for. The server reads it from the URL or the Host header. */
export interface GatewayTarget {
  readonly apiId: string;
  /** The raw path from the stage on, with the query: `/prod/items?x=1`. */
  readonly rawPath: string;
  /** How the request names the API: `<api>.execute-api.*` in Host, or the ID in the path. */
  readonly host: 'path' | 'host';
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
  outcome: Outcome | undefined;
}

export interface Outcome {
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

export interface RouteFacts {
  readonly method: CompiledMethod;
  /** Values are still percent-encoded (docs/aws/data-plane.md). */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The matched path: static segments as the resource writes them, without a slash at the end. */
  readonly path: string;
}

/** The result of the method's authorization; which members are set depends on its type. */
export interface AuthorizationFacts {
  /** Set by a Lambda authorizer; the values of the context are text, as the function and the logs see them. */
  readonly principalId?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** The claims of a verified Cognito token, as text. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Set by a Lambda authorizer: the API key, if the API's key source is AUTHORIZER. */
  readonly usageIdentifierKey?: string;
  /** The caller of a verified signature (AWS_IAM). */
  readonly caller?: SignedCaller;
  /** Milliseconds that the authorizer's function took; absent if it was not called. */
  readonly latency?: number;
  /** The call of a Lambda authorizer's function; absent if its response was cached. */
  readonly call?: AuthorizerCall;
}

export interface AuthorizerCall {
  readonly authorizer: Authorizer;
  /** The values of the identity sources. */
  readonly identity: string;
  /** The event, as JSON. */
  readonly sent: string;
  received: Buffer | undefined;
  /** The status of Lambda itself: 200 unless the call as such failed. */
  serviceStatus: number | undefined;
  /** The request ID of the function's invocation. */
  requestId: string | undefined;
  /** Milliseconds. */
  latency: number;
}

/** The `requestContext.identity` of a signed call. */
export interface SignedCaller {
  readonly accountId: string;
  readonly accessKey: string;
  /** `AROA…:session` or `AIDA…`; `caller` and `user` are equal for roles and users. */
  readonly userId: string;
  readonly userArn: string;
}

export interface KeyFacts {
  readonly id: string;
  readonly value: string;
  readonly planId: string;
}

export interface IntegrationFacts {
  /** Milliseconds that the backend took. */
  latency: number;
  /** The status of the integration service: Lambda's own, 200 unless the call itself failed. */
  serviceStatus: number | undefined;
  /** The status from the backend: the function's `statusCode`. */
  status: number | undefined;
  /** The request ID of the function's invocation. */
  requestId: string | undefined;
  /** The reason why the integration failed, in AWS's words where known. */
  error: string | undefined;
  /** The request to the backend and its response, for the execution log. */
  readonly sent: { readonly uri: string; readonly body: Buffer | string };
  received: Buffer | undefined;
}

/** A response for the client. */
export interface Answer {
  readonly status: number;
  /** Lower-case name → original name and values. `Content-Type` is added if absent. */
  readonly headers: AnswerHeaders;
  readonly body: Buffer | string;
  /**
   * Responses of Lambda and HTTP integrations have the trace ID; those of MOCK and gateway errors do not
   * (docs/aws/data-plane.md).
   */
  readonly traced: boolean;
}

export type AnswerHeaders = Map<string, { readonly name: string; readonly values: readonly string[] }>;
