/**
 * The interfaces between the parts of the embedded cloud. Types only: services, gateway and function runtime share
 * these types and the store.
 */
import type { ApiDefinition, Authorizer, Method } from '../state/apis/model.ts';
import type { Collection, Store } from '../storage/store.ts';
import type { ChangeKind } from './state-delays.ts';

/** The location of a regional resource. Account-wide services (IAM) use the region `global`. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** The clock of the cloud. Tests pass in their own, so that they are deterministic. */
export interface CloudClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls back once after `milliseconds`; the returned function cancels it. The timer never keeps the process alive.
   */
  after(milliseconds: number, callback: () => void): () => void;
}

export interface CloudIds {
  uuid(): string;
  /** Returns `length` characters of `[a-z0-9]`, as in API Gateway's IDs. */
  short(length: number): string;
  /** Returns `length` characters of `[A-Z0-9]`, as in IAM's IDs. */
  upper(length: number): string;
}

export interface InvokeRequest {
  readonly scope: Scope;
  readonly functionName: string;
  /** A version or alias; `$LATEST` if absent. */
  readonly qualifier?: string;
  readonly payload: Uint8Array | string;
  /** Whether the caller has made the payload itself, as JSON, so that it does not need to be parsed as a check. */
  readonly isJson?: boolean;
  /**
   * The service that calls by permission of the resource policy, e.g. API Gateway for a method. If given, the policy of
   * exactly this qualifier must allow it, otherwise the call fails with `AccessDeniedException`. Absent: a direct call
   * with credentials.
   */
  readonly onBehalfOf?: { readonly service: string; readonly sourceArn: string };
  readonly traceId?: string;
  readonly clientContext?: string;
  /** The ID of the invocation; a new one if absent. */
  readonly requestId?: string;
}

export interface InvokeResult {
  readonly payload: Buffer;
  /** Present if the function failed; the payload is then the error document. */
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly executedVersion: string;
  readonly requestId: string;
  /** Returns the last 4 KB of log lines in base64, as `LogType: Tail` does. */
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
   * Appends events to a stream, and creates the stream and the group if needed. With `createGroup: false`, for a writer
   * that may not create groups, events for a missing group are dropped, as on AWS.
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

/** Records one value of a metric at the current time. */
export type Meter = (value: number) => void;

export interface MetricSink {
  /** Returns a meter that the caller keeps, because finding the metric costs more than recording a value. */
  meter(scope: Scope, metric: Metric): Meter;
}

/** The sequence numbers where a stream of a table begins, and where it ended if it is disabled. */
export interface TableStreamFacts {
  readonly from: string;
  readonly to?: string;
}

/** Reads the records of table streams. */
export interface StreamReader {
  /** Returns `undefined` if there is no such stream. */
  find(scope: Scope, arn: string): TableStreamFacts | undefined;
  /**
   * Returns the records after a sequence number, oldest first. `wire` is the record as DynamoDB and Lambda return it.
   */
  read(
    scope: Scope,
    arn: string,
    range: { readonly after: string; readonly limit: number },
  ): Promise<readonly { readonly sequence: string; readonly at: number; readonly wire: object }[]>;
  /** Returns the latest sequence number: every later record has a higher one. */
  latest(scope: Scope): Promise<string>;
}

export interface CloudOptions {
  /** The folder for state that survives a restart. Absent: everything stays in memory. */
  readonly dataDir?: string;
  /** The account ID, 12 digits. */
  readonly account: string;
  /** The region for requests that name none. */
  readonly defaultRegion: string;
  /**
   * The ARN of the role that writes API Gateway's logs in regions that set none. Absent: no role, as in a new account.
   */
  readonly logsRole?: string;
  /** Whether GetApiKeys leaves out tags. AWS may do that: no recording shows a key with tags in a listing. */
  readonly keysListedWithoutTags?: boolean;
  /**
   * Policies, as JSON, that together apply to callers without a session of a role. Absent: such callers may do
   * everything.
   */
  readonly callerPolicies?: readonly string[];
  /**
   * Real milliseconds that a table is CREATING or DELETING when state delays are off. The default is a short time,
   * because a client that does not wait for ACTIVE must fail here too.
   */
  readonly tableTransitionMs?: number;
  /** Simulates how long a call takes, in ms, by the memory of the function. Absent: the real time. */
  readonly callDuration?: (memory: number) => number;
  /** The maximum size of a log group in memory, about 16 MB by default. */
  readonly logGroupBytes?: number;
}

/** The parts of the cloud that all services build on. */
export interface CloudBase {
  readonly options: CloudOptions;
  readonly clock: CloudClock;
  readonly ids: CloudIds;
  readonly store: Store;
  /** Returns `http://127.0.0.1:4566`; it is known after the server has started to listen. */
  endpoint(): string;
  /**
   * Returns the state of one kind of resource in one account and region, e.g. `collection(scope, 'lambda.functions')`.
   */
  collection<T>(scope: Scope, name: string): Collection<T>;
  /** Returns the regions that hold any state, `global` included. */
  regions(): string[];
  /** Changes that are accepted but not visible yet. */
  readonly transitions: Transitions;
}

/** The functions of the data plane that API Gateway's control plane calls. */
export interface DataPlane {
  /** Returns the name of the part of a method that cannot be served, or `undefined`. */
  unsupported(method: Method): string | undefined;
  /** Runs a method in its current definition, deployed or not (TestInvokeMethod). */
  test(request: MethodTest): Promise<MethodTestResult>;
  /** Runs an authorizer in its current definition, deployed or not (TestInvokeAuthorizer). */
  testAuthorizer(request: AuthorizerTest): Promise<AuthorizerTestResult>;
}

/** The request that a test simulates. */
export interface TestRequest {
  readonly apiId: string;
  /** Names and values alternate, as in `rawHeaders`. */
  readonly headers: readonly string[];
  /** Path and query; the path of the resource, or `/`, if absent. */
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
  /** The status that the client would get; 0 if the authorizer allows the call. */
  readonly clientStatus: number;
  /** The lines of the log, each with its line end. */
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
  readonly principalId?: string;
  /** The policy as JSON. */
  readonly policy?: string;
  readonly claims?: Readonly<Record<string, string>>;
}

export interface MethodTestResult {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly body: string;
  /** The lines of the log, each with its line end. */
  readonly log: string;
  /** Milliseconds. */
  readonly latency: number;
}

/** The whole cloud, as operations use it. */
export interface Cloud extends CloudBase {
  /** Begins to answer for custom domains over TLS. Absent if only some services run. */
  readonly serveDomains?: () => Promise<void>;
  readonly functions: FunctionRuntime;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly dataPlane: DataPlane;
  readonly streams: StreamReader;
}

export interface Transitions {
  /**
   * Records that the resource with this key has just changed, and its previous state (absent: it did not exist).
   * Returns the milliseconds until the change is visible; returns 0 and records nothing if state delays are off.
   */
  begin(scope: Scope, kind: ChangeKind, key: string, before?: unknown): number;
  /** Returns how many milliseconds a change of this kind takes now; 0 if state delays are off. */
  takes(kind: ChangeKind): number;
  /** Whether such a change of the resource is in progress. */
  pending(scope: Scope, kind: ChangeKind, key: string): boolean;
  /**
   * Returns the visible state of the resource: its state before the oldest change in progress, or `current` without a
   * change.
   */
  effective<T>(scope: Scope, kind: ChangeKind, key: string, current: T): T | undefined;
  /** Drops the changes in progress of a deleted resource, whose name another resource takes. */
  forget(scope: Scope, kind: ChangeKind, key: string): void;
  /** Completes all changes now. */
  settle(): void;
}
