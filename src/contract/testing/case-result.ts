/** The result of one case of a test. Types only. */
import type { TestCase } from './case.ts';
import type { ApiResponse } from './check-response.ts';
import type { SentRequest } from './send.ts';

export interface CaseResult {
  readonly operationId: string;
  readonly name: string;
  readonly kind: TestCase['kind'];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The reasons why it failed or was skipped. */
  readonly problems: readonly string[];
  /** Whether the status is as expected but the contract does not declare it. */
  readonly undeclared: boolean;
  readonly ms: number;
  readonly sent?: SentRequest;
  readonly answer?: ApiResponse;
}
