/** A contract that was read and checked, as plain data. Types only. */
import type { Problem } from '../../config/problem.ts';
import type { ProblemAt } from '../rules/report.ts';
import type { ApiDocument } from './api-document.ts';

/** A contract that the lint has accepted. */
export interface Contract extends ApiDocument {
  /** The name relative to the project's folder. For a stored contract, the name that messages use. */
  readonly file: string;
  /** The names of all its files. The first is `file`. */
  readonly files: readonly string[];
  readonly version: string;
  readonly description?: string;
  /** Differences between the contract and what API Gateway will do. */
  readonly warnings: readonly Problem[];
  /** Information that requires no action. */
  readonly notes: readonly Problem[];
}

/** A contract with the places of its parts in its files. They hold the syntax trees of these files. */
export interface LocatedContract extends Contract {
  readonly problem: ProblemAt;
}
