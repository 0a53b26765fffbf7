/** The stage and the contract that an export compares. Types only. */
import type { Json } from '../model/json.ts';

export interface Served {
  /** The export of API Gateway, with its extensions. */
  readonly exported: Json;
  /** The definition that a deploy of the contract would send now, with the values that AWS fills in. */
  readonly definition: Json;
}

/** A contract, and what its stage serves. */
export interface Sides extends Served {
  readonly document: Json;
  /** Maps models to schemas of the contract. */
  readonly schemaNames: ReadonlyMap<string, string>;
}

export type ReportDifference = (place: string, differs: readonly string[]) => void;
