/** A document and the operations that it describes. Pure. */
import type { Json } from './json.ts';
import { type Operation, operationsOf } from './operations.ts';

export interface ApiDocument {
  /** Normalised: one document in the form of OpenAPI 3.0, whatever the version of the files is (ADR 9). */
  readonly document: Json;
  readonly operations: readonly Operation[];
}

export const apiDocument = (document: Json): ApiDocument => ({ document, operations: operationsOf(document) });
