/** A request of a contract test and its expected response. Plain data. */
import type { Operation } from '../model/operations.ts';

export interface TestCase {
  readonly tested: Operation;
  /** Unique within its operation. */
  readonly name: string;
  readonly kind: 'positive' | 'negative';
  readonly request: PlannedRequest;
  readonly expected: Expected;
  /** The reason why the request cannot be sent. */
  readonly skipped?: string;
}

export interface PlannedRequest {
  /** Values of the path parameters that do not name a resource of the test, not yet encoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Whether the request may change its resource, and so needs one of its own. */
  readonly resource: 'shared' | 'own';
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: PlannedBody;
  readonly key: 'valid' | 'wrong' | 'none';
  readonly token: 'valid' | 'none';
  /** The version in `If-Match`. */
  readonly ifMatch?: 'current' | 'other';
}

/** A request without parameters and without a body, with the key and the token of the caller. */
export const PLAIN_REQUEST: PlannedRequest = {
  path: {},
  resource: 'shared',
  query: [],
  headers: {},
  key: 'valid',
  token: 'valid',
};

export interface PlannedBody {
  readonly type: string;
  readonly text: string;
  /** The parsed `text` if it is JSON. Such a body can be varied. */
  readonly value?: unknown;
}

export type Expected =
  /** A declared status below 400. */
  | { readonly kind: 'success' }
  /** Any declared status except 5XX. */
  | { readonly kind: 'declared' }
  | { readonly kind: 'status'; readonly statuses: readonly number[] };
