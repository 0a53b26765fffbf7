/**
 * What the parts of the embedded cloud know of each other: types only. Services, gateway and function runtime meet
 * here and in the store; none imports another's code.
 */
import type { Transitions } from './adversity/transitions.ts';
import type { ApiDefinition, Authorizer, Method } from './services/apigateway/model.ts';
import type { Collection, Store } from './storage/store.ts';

/** Where a regional thing lives. Account-wide services (IAM) use the region `global`. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** The cloud's own clock and ids, injectable so that tests are deterministic. */
export interface CloudClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `milliseconds`; the returned function cancels. Never keeps the process alive. */
  after(milliseconds: number, callback: () => void): () => void;
}

export interface CloudIds {
  uuid(): string;
  /** `length` characters of `[a-z0-9]`, as API Gateway's ids are. */
  short(length: number): string;
  /** `length` characters of `[A-Z0-9]`, as IAM's ids are. */
  upper(length: number): string;
}

export interface InvokeRequest {
  readonly scope: Scope;
  readonly functionName: string;
  /** Version or alias; `$LATEST` when absent. */
  readonly qualifier?: string;
  readonly payload: Uint8Array | string;
  /** The caller has made the payload itself, as JSON, so that it need not be read to be sure of it. */
  readonly isJson?: boolean;
  /**
   * Who calls through the resource policy, e.g. API Gateway on behalf of a method. When given, the policy of exactly
   * this qualifier must allow it, else `AccessDeniedException`. Absent: a direct call with credentials.
   */
  readonly onBehalfOf?: { readonly service: string; readonly sourceArn: string };
  readonly traceId?: string;
  readonly clientContext?: string;
}

export interface InvokeResult {
  readonly payload: Buffer;
  /** Present when the function failed; the payload is then the error document. */
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly executedVersion: string;
  readonly requestId: string;
  /** The last 4 KB of log lines, base64, as `LogType: Tail` returns them. */
  readonly logTail: () => string;
}

export interface FunctionRuntime {
  /** Throws `AwsError`: ResourceNotFoundException, AccessDeniedException, TooManyRequestsException, … */
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  /** Ends the processes of a function (code or configuration changed, function deleted). */
  retire(scope: Scope, functionName: string): void;
  close(): Promise<void>;
}

export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface LogSink {
  /**
   * Appends events to a stream, creating the stream, and the group too. With `createGroup: false`, which is for a writer that
   * may not create groups, events for a missing group are dropped, as on AWS.
   */
  write(
    scope: Scope,
    target: { group: string; stream: string; createGroup?: boolean },
    events: readonly LogEvent[],
  ): void;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes' | 'None';
}

/** Records one value of a metric, now. */
export type Meter = (value: number) => void;

export interface MetricSink {
  /** Worth keeping: finding the metric costs more than recording a value of it. */
  meter(scope: Scope, metric: Metric): Meter;
}

/** Where a stream of a table begins, and where it ended if it did: sequence numbers. */
export interface TableStreamFacts {
  readonly from: string;
  readonly to?: string;
}

/** Reads what streams of tables tell. */
export interface StreamReader {
  /** `undefined`: there is no such stream. */
  find(scope: Scope, arn: string): TableStreamFacts | undefined;
  /** Oldest first, after a sequence number. `wire`: the record as DynamoDB and Lambda give it. */
  read(
    scope: Scope,
    arn: string,
    range: { readonly after: string; readonly limit: number },
  ): Promise<readonly { readonly sequence: string; readonly at: number; readonly wire: object }[]>;
  /** The number after which everything is that is written from now on. */
  latest(scope: Scope): Promise<string>;
}

export interface CloudOptions {
  /** Folder for state that survives restarts; absent: everything stays in memory. */
  readonly dataDir?: string;
  /** 12 digits. */
  readonly account: string;
  /** Used when a request names none. */
  readonly defaultRegion: string;
  /** ARN of the role that writes API Gateway's logs in regions that set none; absent: none, as in a new account. */
  readonly logsRole?: string;
  /** GetApiKeys leaves out tags, as AWS may: no recording shows a key with tags in a listing. */
  readonly keysListedWithoutTags?: boolean;
  /** Policies, as JSON, of whoever calls without a role's session: together they say what such a caller may. Absent: everything. */
  readonly callerPolicies?: readonly string[];
  /**
   * Real milliseconds that a table is CREATING or DELETING when state delays are off; a short while unless given, since
   * a client that does not wait for ACTIVE must fail here too.
   */
  readonly tableTransitionMs?: number;
  /** How much of a log group is kept in memory; some 16 MB unless given. */
  readonly logGroupBytes?: number;
}

/** What every part is built from. */
export interface CloudBase {
  readonly options: CloudOptions;
  readonly clock: CloudClock;
  readonly ids: CloudIds;
  readonly store: Store;
  /** `http://127.0.0.1:4566`; known once the server listens. */
  endpoint(): string;
  /** State of one kind of thing in one account and region, e.g. `collection(scope, 'lambda.functions')`. */
  collection<T>(scope: Scope, name: string): Collection<T>;
  /** Regions that hold anything, `global` included. */
  regions(): string[];
  /** Changes that are accepted and not yet true. */
  readonly transitions: Transitions;
}

/** What API Gateway's control plane asks of the data plane. */
export interface DataPlane {
  /** What of a method cannot be served, by name; `undefined` when all of it can. */
  unsupported(method: Method): string | undefined;
  /** Runs a method as it is defined now, deployed or not (TestInvokeMethod). */
  test(request: MethodTest): Promise<MethodTestResult>;
  /** Asks an authorizer as it is defined now, deployed or not (TestInvokeAuthorizer). */
  testAuthorizer(request: AuthorizerTest): Promise<AuthorizerTestResult>;
}

/** The call that a test makes up. */
export interface TestRequest {
  readonly apiId: string;
  /** Names and values one after the other, as `rawHeaders` has them. */
  readonly headers: readonly string[];
  /** Path and query; that of the resource, or the root, when absent. */
  readonly path?: string;
  readonly body: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

export interface MethodTest extends TestRequest {
  readonly definition: ApiDefinition;
  readonly resourceId: string;
  readonly httpMethod: string;
}

export interface AuthorizerTest extends TestRequest {
  readonly authorizer: Authorizer;
}

export interface AuthorizerTestResult {
  /** What the client would have been answered; 0 when the authorizer had nothing against it. */
  readonly clientStatus: number;
  /** Lines, each with its end. */
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly principalId?: string;
  /** JSON. */
  readonly policy?: string;
  readonly claims?: Readonly<Record<string, string>>;
}

export interface MethodTestResult {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly body: string;
  /** Lines, each with its end. */
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
}

/** The whole cloud, as operations see it. */
export interface Cloud extends CloudBase {
  readonly functions: FunctionRuntime;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly dataPlane: DataPlane;
  readonly streams: StreamReader;
}
