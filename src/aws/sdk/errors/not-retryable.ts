/** What keeps the SDK from asking again. */
import { errorMessage } from './sdk-error.ts';

/**
 * Carries the answer of a full quota past the SDK, which takes `LimitExceededException` for throttling and would ask again, ten
 * times in a minute for API Gateway. Nobody outside of the SDK's own middleware meets it.
 */
export class NotRetryable extends Error {
  readonly answer: unknown;

  constructor(answer: unknown) {
    super(errorMessage(answer));
    this.answer = answer;
  }
}
