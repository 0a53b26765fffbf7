/**
 * The facts about the live stage that causes can read. Each fact is read once, at its first use, and nothing is
 * written. Facts that the credentials cannot read, or that an emulator does not have, throw `UnreadableFact`.
 */

/** A fact could not be read. The message says why, as a sentence. */
export class UnreadableFact extends Error {}

export interface Evidence {
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  /** The settings of the stage in apikit.yaml that causes need. */
  readonly wanted: WantedSettings;
  /** Throws `NotDeployed`. */
  live(): Promise<Live>;
  /** The operations of the deployment that the stage serves, without later changes. */
  operations(): Promise<readonly LiveOperation[]>;
  /**
   * Whether the API is allowed to invoke the function version of the live release. Returns `undefined` if the version
   * is not known.
   */
  mayInvoke(): Promise<boolean | undefined>;
  /** The version of the function that serves requests; `undefined` if it does not exist or is not known. */
  liveFunction(): Promise<LiveFunction | undefined>;
  /** The usage plans of the stage. */
  plans(): Promise<readonly LivePlan[]>;
  /** The IDs of the keys in all plans of the stage. */
  keysInPlans(): Promise<readonly string[]>;
  /** The keys that have used up the quota of their plan. */
  spentKeys(): Promise<readonly SpentKey[]>;
  /** The keys with the tags of the stage. */
  keys(): Promise<readonly LiveKey[]>;
  /** The existing tables of the stage. */
  tables(): Promise<readonly LiveTable[]>;
  /** Sentences about secrets that apikit.yaml names and that do not exist. */
  missingSecrets(): Promise<readonly string[]>;
  /** Requests of the last hour with a 4XX or 5XX status, from the access log. */
  failures(): Promise<readonly Failure[]>;
  /** The latest failures in the function's log, newest first, with their stack traces. */
  functionErrors(): Promise<readonly LoggedError[]>;
  /** The requests of the last three hours that the firewall blocked or counted, newest first. */
  filtered(): Promise<readonly FilteredRequest[]>;
  /** Permissions that the role should have but lacks, as `statement: action`. */
  missingRights(): Promise<readonly string[]>;
}

/** A request to which a rule of the firewall applied. */
export interface FilteredRequest {
  readonly rule: string;
  /** The rule inside of a rule group. */
  readonly within?: string;
  /** Whether the rule only counted it. */
  readonly counted: boolean;
  readonly address: string;
  /** For example `POST /prod/items`. */
  readonly request: string;
}

export interface WantedSettings {
  readonly origins: readonly string[];
  readonly credentials: boolean;
  /** The names in AWS. */
  readonly tables: Readonly<Record<string, string>>;
}

export interface Live {
  readonly api: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly release?: string;
  /** The time at which the stage began to serve the release, in ISO 8601. */
  readonly since?: string;
  readonly endpointDisabled: boolean;
  readonly keySource: 'HEADER' | 'AUTHORIZER';
  readonly hasPolicy: boolean;
  readonly endpointType: string;
  readonly webAcl?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Requests per second and burst for methods without a limit of their own. */
  readonly throttle: Throttle;
  /** The keys are operations such as `GET /items`. */
  readonly methodThrottles: Readonly<Record<string, Throttle>>;
  readonly hasCache: boolean;
}

export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

export interface LiveOperation {
  /** In upper case; `ANY` for all methods. */
  readonly method: string;
  readonly path: string;
  readonly key: boolean;
  readonly authorizer?: { readonly name: string; readonly kind: string; readonly scopes: readonly string[] };
  /** In ms. */
  readonly timeout?: number;
  readonly integration?: string;
  readonly uri?: string;
}

export interface LiveFunction {
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  /** In seconds. */
  readonly timeout: number;
  /** In MB. */
  readonly memory: number;
  /** AWS's state: `Active`, `Pending`, `Inactive`, `Failed`. */
  readonly state: string;
  readonly stateReason?: string;
  /** The reserved concurrency; 0 means that the function is turned off. */
  readonly reserved?: number;
}

export interface LivePlan {
  readonly id: string;
  /** The name in apikit.yaml, or AWS's name if apikit.yaml does not have the plan. */
  readonly name: string;
  readonly throttle?: Throttle;
  readonly quota?: { readonly limit: number; readonly period: string };
  /** The throttles of single operations. */
  readonly operations: Readonly<Record<string, Throttle>>;
}

export interface SpentKey {
  readonly key: string;
  readonly plan: string;
}

export interface LiveKey {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The time at which the key should stop working, in ISO 8601. */
  readonly endsAt?: string;
}

export interface LiveTable {
  readonly name: string;
  readonly status: string;
  /** The reads and writes per second of a table with provisioned capacity. */
  readonly provisioned?: { readonly reads: number; readonly writes: number };
}

/** Requests that failed in the same way. */
export interface Failure {
  readonly status: number;
  readonly type?: string;
  /** For example `GET /items/{id}`. */
  readonly operation?: string;
  readonly count: number;
  /** The time (ISO 8601) and ID of the latest request. */
  readonly at: string;
  readonly requestId: string;
}

export interface LoggedError {
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
}
