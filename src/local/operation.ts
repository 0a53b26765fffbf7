/** How a service of the embedded cloud is described: its operations as data, independent of the wire protocol. */
import type { Cloud, CloudBase, Scope } from './cloud.ts';
import type { InputShape } from './protocols/input-shapes.ts';
import type { Collection } from './storage/store.ts';

/** The request as it came, for operations that need more than their input. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface OperationContext extends Scope {
  readonly cloud: Cloud;
  readonly requestId: string;
  /** Access key of the caller; what it may do is checked before the operation (`authorization/guard-service.ts`). */
  readonly accessKeyId: string;
  readonly http: HttpRequest;
  /** State of this account and region. */
  collection<T>(name: string): Collection<T>;
  /** State of this account in all regions (IAM). */
  globalCollection<T>(name: string): Collection<T>;
}

/** Returned by an operation that decides its own status, headers or body (REST-JSON only). */
export class HttpResult {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
  constructor(status: number, headers: Record<string, string>, body: Buffer | string = '') {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

export interface OperationDefinition<Input, Output> {
  /** AWS's name: `CreateFunction`. */
  readonly name: string;
  /** REST-JSON only: method and path with labels, e.g. `PUT /2015-03-31/functions/{FunctionName}/code`. `{x+}` is greedy; one `?name=value` may follow. */
  readonly http?: string;
  /** REST-JSON only: success status, 200 unless given. */
  readonly status?: number;
  /** REST-JSON only: the body is not JSON; read it from `context.http.body`. */
  readonly rawBody?: boolean;
  /** The request by AWS's model, by which it is read; absent where the operation checks the types itself. */
  readonly model?: InputShape;
  /**
   * Input: for JSON, CBOR and Query the request's members; for REST-JSON the labels, the query (repeated names as arrays) and the members
   * of the JSON body in one object. Output: the response's members as they go over the wire (REST, JSON) or by
   * model name (Query; dates as `Date`). Throws `AwsError`.
   */
  run(input: Input, context: OperationContext): Output | Promise<Output>;
}

export type Operation = OperationDefinition<Record<string, unknown>, unknown>;

/** Gives an operation its own input type; what arrives over the wire is checked inside `run`. */
export function operation<Input, Output>(definition: OperationDefinition<Input, Output>): Operation {
  return definition as unknown as Operation;
}

/** How a service is spoken to. A service may list several (CloudWatch: JSON, CBOR and Query). */
export type Protocol =
  | {
      readonly type: 'rest-json' /** First path segments, for requests without a signature. */;
      readonly roots: readonly string[];
    }
  | {
      readonly type: 'json' /** `DynamoDB_20120810` in `X-Amz-Target: DynamoDB_20120810.GetItem` */;
      readonly target: string;
      readonly version: '1.0' | '1.1';
    }
  | { readonly type: 'cbor' /** `/service/<service>/operation/<Operation>` */; readonly service: string }
  | { readonly type: 'query'; readonly apiVersion: string; readonly namespace: string };

export interface ServiceDefinition {
  /** `lambda` */
  readonly id: string;
  /** Names in the credential scope of signatures. */
  readonly signingNames: readonly string[];
  readonly protocols: readonly Protocol[];
  readonly operations: readonly Operation[];
  /** Takes up what was under way when the cloud was last stopped, once it can be called. */
  open?(cloud: Cloud): void;
  /** Ends what the service holds outside of the store, once no request is under way. */
  close?(cloud: CloudBase): Promise<void>;
  /** Forgets what the service holds outside of the store. */
  reset?(cloud: CloudBase): Promise<void>;
}
