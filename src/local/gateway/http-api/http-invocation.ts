/**
 * The context that all handlers of a request to an HTTP API share, and the compiled deployment that handles it. Types
 * only. A group that is `undefined` is not set yet; each names the handler that sets it.
 */
import type { IncomingMessage } from 'node:http';
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import type { HttpApi, HttpRoute, HttpStage } from '../../state/http-apis/model.ts';
import type { SignedCaller } from '../authorizers/authorization-facts.ts';
import type { AuthorizerCache } from '../authorizers/authorizer-cache.ts';
import type { RequestHeaders } from '../http/request-headers.ts';
import type { GatewayTarget } from '../invocation.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import type { HttpAuthorizerAnswer } from './authorizers/authorizer-answer.ts';
import type { IssuerKeyCache } from './authorizers/issuer-key-cache.ts';
import type { FindHttpApi } from './find-http-api.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { HttpApiError } from './http-api-error.ts';
import type { HttpRouter } from './http-router.ts';

export interface HttpInvocation {
  readonly http: IncomingMessage;
  readonly target: GatewayTarget;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** `apigw-requestid`, `$context.requestId` */
  readonly requestId: string;
  readonly headers: RequestHeaders;
  /** The `X-Amzn-Trace-Id` for the function. */
  readonly trace: { readonly full: string; readonly inEvent: string };
  readonly httpMethod: string;
  /** The path of the request with the stage, still percent-encoded. */
  readonly rawPath: string;
  /** The path of the request as functions see it; absent if it cannot be decoded, which `refusePath` refuses. */
  readonly decodedPath: string | undefined;
  readonly queryString: string;
  /** Empty if the request has no body. Set by `readBody`. */
  body: Buffer;
  /** Empty until `chooseStage` sets it. */
  stageName: string;
  /** The path without the stage, still percent-encoded. Set by `chooseStage`. */
  path: string;
  /** Set by `chooseStage`. */
  stage: HttpStageFacts | undefined;
  /** Set by `chooseRoute`. */
  route: HttpRouteFacts | undefined;
  /** The caller, for routes with authorization. Set by `authorizeHttp`. */
  authorization: HttpAuthorization | undefined;
  /** Set by the integration. */
  integration: HttpIntegrationFacts | undefined;
  /** The error for which the gateway itself answers. Set by the runner of the handlers. */
  error: HttpApiError | undefined;
  /** Set when the response is sent. */
  outcome: { readonly status: number; readonly length: number; readonly latency: number } | undefined;
}

export interface HttpStageFacts {
  readonly scope: Scope;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly deployment: CompiledHttpDeployment;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HttpRouteFacts {
  readonly route: CompiledRoute;
  /** Percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The kind of authorization decides which members are set. */
export interface HttpAuthorization {
  /** The claims of a token as text, and its scopes if the route requires some. */
  readonly jwt?: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
  /** Set by a Lambda authorizer. */
  readonly lambda?: { readonly principalId?: string; readonly context: Readonly<Record<string, unknown>> };
  /** The caller of a verified signature. */
  readonly caller?: SignedCaller;
  /** The call of a Lambda authorizer's function; absent if its answer was cached. */
  readonly call?: { latency: number; serviceStatus: number | undefined; requestId: string | undefined };
  /** `$context.authorizer.error` */
  readonly error?: string;
}

export interface HttpIntegrationFacts {
  /** Milliseconds that the backend took. */
  latency: number;
  /** The status of Lambda itself, 200 unless the call failed; of an HTTP backend, its status. */
  serviceStatus: number | undefined;
  /** The status from the backend: the function's `statusCode`. */
  status: number | undefined;
  /** The request ID of the function's invocation. */
  requestId: string | undefined;
  /** `$context.integrationErrorMessage` */
  error: string | undefined;
}

/** A deployment compiled for serving (`compiled-http-deployment.ts`). */
export interface CompiledHttpDeployment {
  readonly route: HttpRouter<CompiledRoute>;
  readonly cors: CorsRules | undefined;
}

export interface CorsRules {
  /** The answer to a preflight request; an origin that is not allowed gets no headers. */
  preflight(invocation: HttpInvocation): HttpAnswer;
  /** Replaces the CORS headers of a response: those of the integration are ignored. */
  withHeaders(invocation: HttpInvocation, answer: HttpAnswer): HttpAnswer;
}

export interface CompiledRoute {
  readonly key: string;
  /** The path of the route key; `$default` for that route. */
  readonly resourcePath: string;
  readonly settings: HttpRoute;
  /** Absent for routes without authorization. */
  readonly authorize: AuthorizeHttp | undefined;
  readonly integrate: HttpIntegrationRunner;
}

/** Calls the integration. Throws `HttpApiError`. */
export type HttpIntegrationRunner = (invocation: HttpInvocation, cloud: Cloud) => HttpAnswer | Promise<HttpAnswer>;

/** Sets `invocation.authorization`. Throws `HttpApiError`. */
export type AuthorizeHttp = (invocation: HttpInvocation, services: HttpServices) => void | Promise<void>;

/** The parts of the gateway that handlers may use besides the invocation. */
export interface HttpServices {
  readonly cloud: Cloud;
  readonly findHttpApi: FindHttpApi;
  /** All throttling buckets, by what they count. */
  readonly buckets: Map<string, TokenBucket>;
  readonly authorizerCache: AuthorizerCache<HttpAuthorizerAnswer>;
  readonly issuers: IssuerKeyCache;
}

/** One step of a request: fills in its part, throws an `HttpApiError`, or ends the request with an answer. */
export type HttpHandler = (
  invocation: HttpInvocation,
  services: HttpServices,
) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;
