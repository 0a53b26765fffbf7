/** Describes a service of the embedded cloud: its operations as data, independent of the wire protocol. */
import type { Collection } from '../storage/store.ts';
import type { AwsError } from './aws-error.ts';
import type { Cloud, CloudBase, Scope } from './cloud.ts';
import type { OperationModel } from './operation-model.ts';

/** The original request, for operations that need more than their input. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly url: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** The service that the request is for, if it has no signature that says so. */
  readonly service?: string;
  /** The body of an upload to S3, which is in a file. `body` is then empty. */
  readonly content?: ReceivedContent;
  /** The access key ID whose signature the form of a browser has, which was verified with the form. */
  readonly signer?: string;
  /** Whether a page in a browser may have sent the request. S3 then accepts it only if it has a verified signature. */
  readonly fromPage?: true;
}

/** A body in a file, which ends with the request. */
export interface ReceivedContent {
  /** The name of the file in the folder of S3. */
  readonly file: string;
  readonly size: number;
  /** In hex. */
  readonly md5: string;
  /** In hex; computed only if the request has a hash to compare. */
  readonly sha256?: string;
  /** The checksums that the request names, as computed, in base64, by algorithm: `CRC32`. */
  readonly checksums: Readonly<Record<string, string>>;
  /** The checksums as the client sent them, in a header or after the body. */
  readonly sent: Readonly<Record<string, string>>;
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

/** The result of an operation of API Gateway that sets its own status, headers or body (REST-JSON only). */
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
   * API Gateway only, whose operations write their responses themselves: method and path with labels, e.g. `PUT
   * /restapis/{id}/stages/{name}`. `{x+}` is greedy; one `?name=value` may follow.
   */
  readonly http?: string;
  /** API Gateway only: the success status, 200 by default. */
  readonly status?: number;
  /** API Gateway only: the body is not JSON; read it from `context.http.body`. */
  readonly rawBody?: boolean;
  /** The operation is refused by name. Its request is not checked. */
  readonly refused?: true;
  /** Loads AWS's model of the operation; absent if the service checks its requests itself. */
  readonly model?: () => Promise<OperationModel>;
  /**
   * The input has the members of the request by their names, and the output those of the response, whatever the
   * protocol: `local/models/<service>.ts` has their types. The output of API Gateway and DynamoDB is the body as it is
   * sent. Throws `AwsError`.
   */
  run(input: Input, context: OperationContext): Output | Promise<Output>;
}

export type Operation = OperationDefinition<Record<string, unknown>, unknown>;

/** Declares an operation of API Gateway or DynamoDB, which write their responses themselves. */
export function operation<Input, Output>(definition: OperationDefinition<Input, Output>): Operation {
  return definition as unknown as Operation;
}

/**
 * Returns the function with which a service declares its operations: `operation('PutParameter', run)`. The types of
 * input and output, by the name of the operation, are those of AWS's model (`local/models/<service>.ts`).
 */
export function operationOf<
  Operations extends Readonly<Record<keyof Operations, readonly [input: unknown, output: unknown]>>,
>() {
  return <Name extends keyof Operations & string>(
    name: Name,
    run: (input: Operations[Name][0], context: OperationContext) => Operations[Name][1] | Promise<Operations[Name][1]>,
  ): Operation => ({ name, run: run as Operation['run'] });
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
      /** Whether responses have the CRC-32 of their body in a header. */
      readonly hasChecksum?: true;
    }
  | { readonly type: 'cbor' /** `/service/<service>/operation/<Operation>` */; readonly service: string }
  | { readonly type: 'query'; readonly apiVersion: string; readonly namespace: string }
  | { readonly type: 'ec2' /** EC2's variant of Query. */; readonly apiVersion: string; readonly namespace: string }
  | {
      readonly type: 'rest-xml' /** First path segments, for requests without a signature. */;
      readonly roots: readonly string[];
      /** The XML namespace of requests and responses. */
      readonly namespace: string;
      /** The names of the documents of responses that are not `<operation>Response`, by operation: S3. */
      readonly documents?: Readonly<Record<string, string>>;
      /** Errors have no envelope: S3. */
      readonly bareErrors?: true;
      /** The error for a body that is not the XML of the operation. */
      readonly malformed: () => AwsError;
      /** The error for a request without the body that its operation needs. */
      readonly missingBody?: () => AwsError;
      /** The errors for members outside of the body that break the model, by their paths: S3. */
      readonly parameterErrors?: Readonly<Record<string, (value: string) => AwsError>>;
    };

export interface RouteFound {
  /** The name of the operation. */
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ServiceDefinition {
  /** `lambda` */
  readonly id: string;
  /** The names of the service in the credential scope of signatures. */
  readonly signingNames: readonly string[];
  readonly protocols: readonly Protocol[];
  readonly operations: readonly Operation[];
  /** The code of the service's error for a request that breaks a constraint of AWS's model (`ValidationException`). */
  readonly constraintError: string;
  /**
   * AWS's own model has the body of each operation as one member (`putMethodInput`), and its lists can contain null:
   * API Gateway. Errors name the members of the body as `putMethodInput.authorizationType`.
   */
  readonly bodyIsMember?: true;
  /** The Java package in the errors of a service whose deserializer has words of its own: DynamoDB. */
  readonly javaPackage?: string;
  /**
   * Checks the types in a value that the tables leave out (type `document`), when the request is read. `isMember`: it
   * is a member of a structure. Throws SerializationException.
   */
  checkDocument?(value: unknown, isMember: boolean): void;
  /**
   * Finds the operation of a request, and its labels, where the routes of the model are not enough: S3. `routes` has
   * the models of all operations, by name.
   */
  route?(http: HttpRequest, models: ReadonlyMap<string, OperationModel>): RouteFound | undefined;
  /** The responses are sent as the operations return them, because a check of each item takes too long: DynamoDB. */
  readonly writesResponses?: true;
  /** Continues the work that was in progress when the cloud last stopped. Called when the cloud can take calls. */
  open?(cloud: Cloud): void;
  /** Ends everything that the service holds outside the store. Called when no request is in progress. */
  close?(cloud: CloudBase): Promise<void>;
  /** Drops everything that the service holds outside the store. */
  reset?(cloud: CloudBase): Promise<void>;
}
