/**
 * What checks look at. What costs a call is a function, called once; what the credentials may not read is thrown as `Unseen`. Without
 * credentials there is no account, and without `--stage`, or before the first deploy, no stage.
 */
import type { Evidence } from '../explain/evidence.ts';

export interface Facts {
  readonly machine: Machine;
  readonly project?: Project;
  readonly account?: Account;
  /** The stage that was named and is not deployed. */
  readonly notDeployed?: string;
  /** Why the stage that was named could not be looked at: a clause. */
  readonly hidden?: string;
  readonly stage?: Stage;
}

export interface Machine {
  /** ms since the epoch */
  readonly now: number;
  /** `v24.1.0` */
  readonly node: string;
  readonly proxy: { readonly address?: string; readonly fault?: string };
  /** Where every call goes instead of AWS. */
  readonly endpoint?: string;
  /** Why AWS could not be asked who calls: what happened, and what to do. */
  readonly unreachable?: { readonly code: string; readonly message: string; readonly hint?: string };
  /** ARN. */
  readonly caller?: string;
  /** ms that this computer is ahead of AWS; negative: behind. */
  readonly ahead?: number;
  /** Regions: of the environment, and of the project or stage. */
  readonly region: { readonly environment?: string; readonly used?: string; readonly fault?: string };
  /** `3.14`; `undefined`: there is no python3, or none is needed. */
  python(): Promise<string | undefined>;
}

export interface Project {
  readonly name: string;
  /** In `apikit.yaml` and in the contract, each as `file:line message`. */
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly text: string }[];
  /** Lambda's ids, by stage. */
  readonly runtimes: Readonly<Record<string, string>>;
}

export interface Account {
  readonly region: string;
  /** The role with which API Gateway writes logs. */
  logsRole(): Promise<string | undefined>;
  /** What is used of quotas, the nearest first. */
  quotas(): Promise<readonly { readonly what: string; readonly used: number; readonly limit: number }[]>;
  /** Calls at once that Lambda allows all functions of the region. */
  concurrency(): Promise<number>;
}

export interface Stage {
  readonly name: string;
  readonly protected: boolean;
  /** As apikit.yaml says. */
  readonly wanted: { readonly retentionDays: number; readonly alarms: boolean };
  /** The tables, by their names in apikit.yaml, of which nobody looked more than whether they exist. */
  readonly listedTables: readonly string[];
  readonly evidence: Evidence;
  resources(): Promise<readonly FoundResource[]>;
  /** What is not as apikit.yaml says: `function timeout`, each once. */
  drift(): Promise<readonly string[]>;
  /** Names of keys that sent no request in so many days. */
  unusedKeys(days: number): Promise<readonly string[]>;
  /** Groups of the stage that keep their lines for ever. */
  endlessLogs(): Promise<readonly string[]>;
  /** Policies of the function's role, whoever put them there. `managed`: it is not the role's own. */
  rolePolicies(): Promise<readonly { readonly name: string; readonly managed: boolean; readonly document: unknown }[]>;
  /** When the certificate ends with which API Gateway calls HTTP backends, ISO 8601; `undefined`: it has none. */
  clientCertificateEnds(): Promise<string | undefined>;
  /** Calls of the last hour, how many of them were cold starts, and how long a start took in ms. */
  coldStarts(): Promise<{ readonly calls: number; readonly cold: number; readonly ms: number }>;
  /** Of the last day: requests of each key, and from how many addresses they came. */
  keyPlaces(): Promise<readonly { readonly key: string; readonly requests: number; readonly places: number }[]>;
}

export interface FoundResource {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** AWS's word, `present`, `missing`, or `not ours`. */
  readonly state: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
