/** What `doctor` looks for, one file a thing in `checks/`, and what it finds. Plain data. */
import type { Facts } from './facts.ts';

export type Area = 'machine' | 'account' | 'project' | 'stage';

export interface Check {
  readonly id: string;
  readonly area: Area;
  /** Says what it looked at where nothing is wrong, as a noun: `Node.js 24`. */
  look(facts: Facts): Promise<Looked> | Looked;
}

export interface Looked {
  readonly findings: readonly Finding[];
  /** What is in order, for whoever wants to see it. */
  readonly fine?: string;
}

export interface Finding {
  /** `error`: it fails, or loses data. `warning`: it will be regretted. `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note';
  /** What is so, as a sentence. */
  readonly says: string;
  /** What comes of it, as a sentence. */
  readonly why: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** The command that does it, or shows more. */
  readonly command?: string;
  /** What `--fix` may do by itself, because nothing can be lost by it. */
  readonly repair?: Repair;
}

/** How long a log group keeps its lines. */
export interface Repair {
  readonly logGroup: string;
  readonly retentionDays: number;
}

export const found = (...findings: Finding[]): Looked => ({ findings });
export const fine = (what: string): Looked => ({ findings: [], fine: what });
/** Nothing to look at here. */
export const NOTHING: Looked = { findings: [] };
