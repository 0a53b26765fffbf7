/** What a test of a contract sends and what it expects. Plain data. */
import type { TestedOperation } from './tested-operation.ts';

export interface TestCase {
  readonly tested: TestedOperation;
  /** Unique among those of its operation. */
  readonly name: string;
  readonly kind: 'positive' | 'negative';
  readonly request: PlannedRequest;
  readonly expected: Expected;
  /** Why it cannot be sent. */
  readonly skipped?: string;
}

export interface PlannedRequest {
  /** Path parameters that do not name something made for the test; as text, not yet encoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Whether the request may change what it is about, and so needs one of its own. */
  readonly thing: 'shared' | 'own';
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: PlannedBody;
  readonly key: 'valid' | 'wrong' | 'none';
  readonly token: 'valid' | 'none';
  /** The version in `If-Match`. */
  readonly ifMatch?: 'current' | 'other';
}

export interface PlannedBody {
  readonly type: string;
  readonly text: string;
  /** What `text` says, where that is JSON: it can then be varied. */
  readonly value?: unknown;
}

export type Expected =
  /** Below 400, and declared. */
  | { readonly kind: 'success' }
  /** Whatever the contract declares, but no 5XX. */
  | { readonly kind: 'declared' }
  | { readonly kind: 'status'; readonly statuses: readonly number[] };
