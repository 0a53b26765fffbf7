/**
 * The one context that travels through the gateway's handlers: what is known of a call so far. Types only. A group that
 * is `undefined` has not been reached yet; each names the handler that sets it.
 */
import type { IncomingMessage } from 'node:http';
import type { Scope } from '../cloud.ts';
import type { Authorizer, RestApi, Stage } from '../services/apigateway/model.ts';
import type { CompiledDeployment, CompiledMethod } from './deployment/compiled-deployment.ts';
import type { GatewayError } from './gateway-error.ts';
import type { QueryParameters } from './http/query.ts';
import type { RequestHeaders } from './http/request-headers.ts';
import type { RegionState } from './region-state.ts';

/** Which API a request is for, as the server cut it out of the URL or the Host header. */
export interface GatewayTarget {
  readonly apiId: string;
  /** From the stage on, undecoded, with the query: `/prod/items?x=1`. */
  readonly rawPath: string;
  /** How the API was addressed: `<api>.execute-api.*` in Host, or its id in the path. */
  readonly host: 'path' | 'host';
}

export interface Invocation {
  /** A call of TestInvokeMethod: no client, no stage of its own, nothing added to its headers. */
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
  /** `X-Amzn-Trace-Id` for the function and the client. */
  readonly trace: { readonly full: string; readonly inEvent: string };
  /** Method asked for; `X-HTTP-Method-Override` wins over the request line. */
  readonly httpMethod: string;
  readonly stageName: string;
  /** Without the stage, still percent-encoded, starting with one slash. */
  readonly path: string;
  /** Those that were too many before the path. */
  readonly extraSlashes: string;
  readonly queryString: string;
  /** Empty when there was none. Set by `readBody`. */
  body: Buffer;
  /** Set by `chooseStage`. */
  stage: StageFacts | undefined;
  /** Set by `route`. */
  route: RouteFacts | undefined;
  /** Who calls, for methods with authorization. Set by `authorize`. */
  authorization: AuthorizationFacts | undefined;
  /** The valid key of the caller and its plan. Set by `checkApiKey`. */
  key: KeyFacts | undefined;
  /** Parsed when first asked for; use `queryOf`. */
  query: QueryParameters | undefined;
  /** Whether the stage's cache had the answer; absent where nothing is cached. Set by `integrate`. */
  cache: 'hit' | 'miss' | undefined;
  /** Set by `integrate`. */
  integration: IntegrationFacts | undefined;
  /** What made the gateway answer by itself. Set by the runner of the handlers. */
  error: GatewayError | undefined;
  /** Known once the answer is on its way. */
  outcome: Outcome | undefined;
}

export interface Outcome {
  readonly status: number;
  /** Bytes of the body. */
  readonly length: number;
  /** Milliseconds from the arrival of the request. */
  readonly latency: number;
}

export interface StageFacts {
  readonly state: RegionState;
  readonly scope: Scope;
  readonly api: RestApi;
  readonly stage: Stage;
  /** The stage's own deployment or, for a canary request, the canary's. */
  readonly deployment: CompiledDeployment;
  /** With the canary's overrides for a canary request. */
  readonly variables: Readonly<Record<string, string>>;
  /** `undefined` while the stage has no canary. */
  readonly isCanary: boolean | undefined;
}

export interface RouteFacts {
  readonly method: CompiledMethod;
  /** Still percent-encoded (docs/aws/data-plane.md). */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** As the router found it: static segments as the resource writes them, no slash at the end. */
  readonly path: string;
}

/** What the method's authorization found out; which groups are there depends on its type. */
export interface AuthorizationFacts {
  /** From a Lambda authorizer's answer; the context's values as the function and the logs see them: text. */
  readonly principalId?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Of a verified Cognito token, as text. */
  readonly claims?: Readonly<Record<string, string>>;
  /** From a Lambda authorizer: the API key when the API's key source is AUTHORIZER. */
  readonly usageIdentifierKey?: string;
  /** Of a verified signature (AWS_IAM). */
  readonly caller?: SignedCaller;
  /** Milliseconds that the authorizer's function took; absent when nothing was called. */
  readonly latency?: number;
  /** The call of a Lambda authorizer's function; absent when its answer was cached. */
  readonly call?: AuthorizerCall;
}

export interface AuthorizerCall {
  readonly authorizer: Authorizer;
  /** Values of the identity sources. */
  readonly identity: string;
  /** The event, as JSON. */
  readonly sent: string;
  received: Buffer | undefined;
  /** Status of Lambda itself: 200 unless the call as such failed. */
  serviceStatus: number | undefined;
  /** Request id of the function's invocation. */
  requestId: string | undefined;
  /** Milliseconds. */
  latency: number;
}

/** `requestContext.identity` of a signed call. */
export interface SignedCaller {
  readonly accountId: string;
  readonly accessKey: string;
  /** `AROA…:session` or `AIDA…`; `caller` and `user` are the same for roles and users. */
  readonly userId: string;
  readonly userArn: string;
}

export interface KeyFacts {
  readonly id: string;
  readonly value: string;
  readonly planId: string;
}

export interface IntegrationFacts {
  /** Milliseconds the backend took. */
  latency: number;
  /** Status of the integration service: Lambda's own, 200 unless the call itself failed. */
  serviceStatus: number | undefined;
  /** Status from the backend: the function's `statusCode`. */
  status: number | undefined;
  /** Request id of the function's invocation. */
  requestId: string | undefined;
  /** Why the integration failed, in AWS's words where known. */
  error: string | undefined;
  /** What went to the backend and came back, for the execution log. */
  readonly sent: { readonly uri: string; readonly body: Buffer | string };
  received: Buffer | undefined;
}

/** An answer on its way to the client. */
export interface Answer {
  readonly status: number;
  /** Lower-case name → name as written and values. `Content-Type` is added when absent. */
  readonly headers: AnswerHeaders;
  readonly body: Buffer | string;
  /** Lambda and HTTP integrations answer with the trace id; MOCK and gateway errors do not (docs/aws/data-plane.md). */
  readonly traced: boolean;
}

export type AnswerHeaders = Map<string, { readonly name: string; readonly values: readonly string[] }>;
