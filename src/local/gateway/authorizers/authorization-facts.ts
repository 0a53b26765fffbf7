/** The result of a method's authorization. Types only. */
import type { Authorizer } from '../../state/apis/model.ts';

/** The type of the authorization decides which members are set. */
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

/** A call of a Lambda authorizer's function. */
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
