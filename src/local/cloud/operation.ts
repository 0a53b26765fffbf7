/** Describes a service of the embedded cloud: its operations as data, independent of the wire protocol. */
import type { Collection } from '../storage/store.ts';
import type { Cloud, CloudBase, Scope } from './cloud.ts';
import type { RequestModel } from './request-model.ts';

/** The original request, for operations that need more than their input. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly url: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface OperationContext extends Scope {
  readonly cloud: Cloud;
  readonly requestId: string;
  /**
   * The access key ID of the caller. Its permissions are checked before the operation
   * (`local/permissions/guard-service.ts`).
   */
  readonly accessKeyId: string;
  readonly http: HttpRequest;
  /** Returns state of this account and region. */
  collection<T>(name: string): Collection<T>;
  /** Returns state of this account in all regions (IAM). */
  globalCollection<T>(name: string): Collection<T>;
}

/** The result of an operation that sets its own status, headers or body (REST-JSON only). */
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
  /** The name on AWS: `CreateFunction`. */
  readonly name: string;
  /**
   * REST-JSON only: method and path with labels, e.g. `PUT /2015-03-31/functions/{FunctionName}/code`. `{x+}` is
   * greedy; one `?name=value` may follow.
   */
  readonly http?: string;
  /** REST-JSON only: the success status, 200 by default. */
  readonly status?: number;
  /** REST-JSON only: the body is not JSON; read it from `context.http.body`. */
  readonly rawBody?: boolean;
  /** The operation is refused by name. Its request is not checked. */
  readonly refused?: true;
  /** Loads AWS's model of the request; absent if the service checks its requests itself. */
  readonly model?: () => Promise<RequestModel>;
  /**
   * The input: for JSON, CBOR and Query the members of the request; for REST-JSON one object with the labels, the query
   * (repeated names as arrays) and the members of the JSON body. The output: the members of the response in wire format
   * (REST, JSON) or by model name (Query; dates as `Date`). Throws `AwsError`.
   */
  run(input: Input, context: OperationContext): Output | Promise<Output>;
}

export type Operation = OperationDefinition<Record<string, unknown>, unknown>;

/** Gives an operation its own input type. The model checks what arrives; without a model, `run` does. */
export function operation<Input, Output>(definition: OperationDefinition<Input, Output>): Operation {
  return definition as unknown as Operation;
}

/** The protocol of a service. A service can have several (CloudWatch: JSON, CBOR and Query). */
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
  /** The names of the service in the credential scope of signatures. */
  readonly signingNames: readonly string[];
  readonly protocols: readonly Protocol[];
  readonly operations: readonly Operation[];
  /**
   * The code of the service's error for a request that breaks a constraint of AWS's model (`ValidationException`).
   * Absent: the service checks its requests itself, and has no model in `local/models`.
   */
  readonly constraintError?: string;
  /**
   * AWS's own model has the body of each operation as one member (`putMethodInput`), and its lists can contain null:
   * API Gateway. Errors name the members of the body as `putMethodInput.authorizationType`.
   */
  readonly bodyIsMember?: true;
  /** Continues the work that was in progress when the cloud last stopped. Called when the cloud can take calls. */
  open?(cloud: Cloud): void;
  /** Ends everything that the service holds outside the store. Called when no request is in progress. */
  close?(cloud: CloudBase): Promise<void>;
  /** Drops everything that the service holds outside the store. */
  reset?(cloud: CloudBase): Promise<void>;
}
