/**
 * The facts that checks read. A fact that costs a call is a function, and it is called once. A fact that the
 * credentials cannot read throws `UnreadableFact`. Without credentials there is no account. Without `--stage`, or
 * before the first deploy, there is no stage.
 */
import type { Evidence } from '../explain/evidence.ts';

export interface DoctorFacts {
  readonly machine: Machine;
  readonly project?: Project;
  readonly account?: Account;
  /** The stage of `--stage` if it is not deployed. */
  readonly notDeployed?: string;
  /** Why the stage of `--stage` could not be read, as a clause. */
  readonly hidden?: string;
  readonly stage?: Stage;
}

export interface Machine {
  /** In ms since the epoch. */
  readonly now: number;
  /** For example `v24.1.0`. */
  readonly node: string;
  readonly proxy: { readonly address?: string; readonly fault?: string };
  /** The endpoint that receives all calls instead of AWS. */
  readonly endpoint?: string;
  /** Why AWS could not be asked for the caller: the problem and the next step. */
  readonly unreachable?: { readonly code: string; readonly message: string; readonly hint?: string };
  /** An ARN. */
  readonly caller?: string;
  /** The ms by which this computer is ahead of AWS. It is negative if the computer is behind. */
  readonly ahead?: number;
  /** The regions of the environment and of the project or stage. */
  readonly region: { readonly environment?: string; readonly used?: string; readonly fault?: string };
  /** For example `3.14`; `undefined` if there is no python3, or if none is needed. */
  python(): Promise<string | undefined>;
}

export interface Project {
  readonly name: string;
  /** The problems in `apikit.yaml` and in the contract, each as `file:line message`. */
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly text: string }[];
  /** Lambda's runtime IDs by stage. */
  readonly runtimes: Readonly<Record<string, string>>;
}

export interface Account {
  readonly region: string;
  /** The role with which API Gateway writes logs. */
  logsRole(): Promise<string | undefined>;
  /** The use of quotas, the most used first. */
  quotas(): Promise<readonly { readonly what: string; readonly used: number; readonly limit: number }[]>;
  /** The concurrent calls that Lambda allows for all functions of the region. */
  concurrency(): Promise<number>;
}

export interface Stage {
  readonly name: string;
  readonly protected: boolean;
  /** The settings in apikit.yaml. */
  readonly wanted: {
    readonly retentionDays: number;
    readonly alarms: boolean;
    /** Whether the firewall of the stage only counts. */
    readonly countsOnly: boolean;
    /** The IDs of the queues that are told about skipped records of streams: `queue/failed`. */
    readonly failureQueues: readonly string[];
    readonly vpc: boolean;
  };
  /** Tables of which only the existence is known, by their names in apikit.yaml. */
  readonly listedTables: readonly string[];
  readonly evidence: Evidence;
  resources(): Promise<readonly FoundResource[]>;
  /** The settings that differ from apikit.yaml, such as `function timeout`, each once. */
  drift(): Promise<readonly string[]>;
  /** The names of keys that sent no request in this many days. */
  unusedKeys(days: number): Promise<readonly string[]>;
  /** On how many of the last 30 days a rule of the firewall counted a request. */
  daysWithCountedRequests(): Promise<number>;
  /** The log groups of the stage without retention. */
  endlessLogs(): Promise<readonly string[]>;
  /**
   * All policies of the function's role, whoever attached them. `managed` means that the policy is not an inline policy
   * of the role.
   */
  rolePolicies(): Promise<readonly { readonly name: string; readonly managed: boolean; readonly document: unknown }[]>;
  /** The end (ISO 8601) of the certificate with which API Gateway calls HTTP backends; `undefined` if it has none. */
  clientCertificateEnds(): Promise<string | undefined>;
  /** The faults of the custom domain, and whether each only takes time; `undefined` if the stage has none. */
  customDomain(): Promise<
    readonly { readonly says: string; readonly fix: string; readonly waits: boolean }[] | undefined
  >;
  /** Sentences about `function.vpc`: what does not exist, and what the functions do not reach. */
  network(): Promise<readonly string[]>;
  /** The calls of the last hour, the number of cold starts among them, and the duration of a start in ms. */
  coldStarts(): Promise<{ readonly calls: number; readonly cold: number; readonly ms: number }>;
  /** The requests of each key in the last day, and the number of their addresses. */
  keyPlaces(): Promise<readonly { readonly key: string; readonly requests: number; readonly places: number }[]>;
}

export interface FoundResource {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** AWS's state, or `present`, `missing` or `not ours`. */
  readonly state: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
