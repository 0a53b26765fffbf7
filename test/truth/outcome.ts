/** What AWS said to a call, where a refusal is an answer. */
import { errorName } from '../../src/aws/sdk/errors/sdk-error.ts';

/** `accepted`, or the name of one of these errors. Throws every other error. */
export async function outcome(call: Promise<unknown>, ...refusals: string[]): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (refusals.includes(errorName(error))) return errorName(error);
    throw error;
  }
}
