/** An error that the SDK does not retry. */
import { errorMessage } from './sdk-error.ts';

/**
 * Carries the error of a full quota past the SDK, which takes `LimitExceededException` for throttling and would retry,
 * ten times in a minute for API Gateway. Only apikit's own middleware sees this class.
 */
export class NotRetryable extends Error {
  readonly answer: unknown;

  constructor(answer: unknown) {
    super(errorMessage(answer));
    this.answer = answer;
  }
}
