/** A contract that was read and checked, as plain data. Types only. */
import type { Problem } from '../../config/problem.ts';
import type { Json } from './json.ts';
import type { Operation } from './operations.ts';

/** A contract that the lint has accepted. */
export interface Contract {
  /** The name relative to the project's folder. For a stored contract, the name that messages use. */
  readonly file: string;
  /** Normalised: one document in the form of OpenAPI 3.0, whatever the version of the files is (ADR 9). */
  readonly document: Json;
  readonly version: string;
  readonly description?: string;
  readonly operations: readonly Operation[];
  /** Differences between the contract and what API Gateway will do. */
  readonly warnings: readonly Problem[];
  /** Information that requires no action. */
  readonly notes: readonly Problem[];
}
