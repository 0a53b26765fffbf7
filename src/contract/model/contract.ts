/** A contract that is read and checked, as plain data. Types only. */
import type { Problem } from '../../config/problem.ts';
import type { Json } from './json.ts';
import type { Operation } from './operations.ts';

/** A contract that the lint has passed. Plain data. */
export interface Contract {
  /** Relative to the project's folder; of a kept one what it is called in messages. */
  readonly file: string;
  /** Normalised: one document of the shape of OpenAPI 3.0, whatever the files were (ADR 9). */
  readonly document: Json;
  readonly version: string;
  readonly description?: string;
  readonly operations: readonly Operation[];
  /** What API Gateway will not do as the contract says. */
  readonly warnings: readonly Problem[];
  /** What is good to know, and needs nobody's attention. */
  readonly notes: readonly Problem[];
}
