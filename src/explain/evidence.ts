/**
 * What causes may ask of the live stage. Each is read when it is first asked for, once, and nothing is ever written. What the
 * credentials may not read, or an emulator does not have, is thrown as `Unseen`.
 */

/** Something could not be looked at; the message says why, as a sentence. */
export class Unseen extends Error {}

export interface Evidence {
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  /** What apikit.yaml says of the stage, as far as causes want to know it. */
  readonly wanted: Wanted;
  /** Throws `NotDeployed`. */
  live(): Promise<Live>;
  /** Of the deployment that the stage serves, not of what was changed since. */
  operations(): Promise<readonly LiveOperation[]>;
  /** Whether the API may invoke the version of the function that the live release names; `undefined`: it is not known which. */
  mayInvoke(): Promise<boolean | undefined>;
  /** The version of the function that serves; `undefined`: it is gone, or it is not known which. */
  liveFunction(): Promise<LiveFunction | undefined>;
  /** The usage plans of the stage. */
  plans(): Promise<readonly LivePlan[]>;
  /** Ids of the keys in all plans of the stage. */
  keysInPlans(): Promise<readonly string[]>;
  /** Keys that have nothing left of the quota of their plan now: of which plan, and their names. */
  spentKeys(): Promise<readonly SpentKey[]>;
  /** The keys that bear the tags of the stage. */
  keys(): Promise<readonly LiveKey[]>;
  /** The tables of the stage that are there. */
  tables(): Promise<readonly LiveTable[]>;
  /** Sentences about secrets that apikit.yaml names and that do not exist. */
  missingSecrets(): Promise<readonly string[]>;
  /** Requests of the last hour that were answered with 4xx or 5xx, as the access log tells them. */
  failures(): Promise<readonly Failure[]>;
  /** The latest lines of the function's log that tell of a failure, newest first: what was printed, with any trace. */
  functionErrors(): Promise<readonly LoggedError[]>;
  /** Statements that the role should have and has not, as `statement: action`. */
  missingRights(): Promise<readonly string[]>;
}

export interface Wanted {
  readonly origins: readonly string[];
  readonly credentials: boolean;
  /** By their names in AWS. */
  readonly tables: Readonly<Record<string, string>>;
}

export interface Live {
  readonly api: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly release?: string;
  /** When the stage began to serve it, ISO 8601. */
  readonly since?: string;
  readonly endpointDisabled: boolean;
  readonly keySource: 'HEADER' | 'AUTHORIZER';
  readonly hasPolicy: boolean;
  readonly endpointType: string;
  readonly webAcl?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Requests per second, and how many at once: what applies where a method has none of its own. */
  readonly throttle: Throttle;
  /** By `GET /items`. */
  readonly methodThrottles: Readonly<Record<string, Throttle>>;
  readonly hasCache: boolean;
}

export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

export interface LiveOperation {
  /** Upper case; `ANY` for all. */
  readonly method: string;
  readonly path: string;
  readonly key: boolean;
  readonly authorizer?: { readonly name: string; readonly kind: string; readonly scopes: readonly string[] };
  /** ms */
  readonly timeout?: number;
  readonly integration?: string;
  readonly uri?: string;
}

export interface LiveFunction {
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB */
  readonly memory: number;
  /** AWS's word: `Active`, `Pending`, `Inactive`, `Failed`. */
  readonly state: string;
  readonly stateReason?: string;
  /** Calls at once that are set aside for it; 0: it is turned off. */
  readonly reserved?: number;
}

export interface LivePlan {
  readonly id: string;
  /** In apikit.yaml, or as AWS has it where that does not name it. */
  readonly name: string;
  readonly throttle?: Throttle;
  readonly quota?: { readonly limit: number; readonly period: string };
  /** Of single operations. */
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
  /** ISO 8601 */
  readonly createdAt: string;
  /** Until when it is to work, ISO 8601. */
  readonly endsAt?: string;
}

export interface LiveTable {
  readonly name: string;
  readonly status: string;
  /** Of a table with provisioned capacity, reads and writes a second. */
  readonly provisioned?: { readonly reads: number; readonly writes: number };
}

/** Requests that failed in the same way. */
export interface Failure {
  readonly status: number;
  readonly type?: string;
  /** `GET /items/{id}` */
  readonly operation?: string;
  readonly count: number;
  /** Of the latest: its time (ISO 8601) and its id. */
  readonly at: string;
  readonly requestId: string;
}

export interface LoggedError {
  /** ISO 8601 */
  readonly at: string;
  readonly text: string;
}
