/** The result of a call of AWS, if an error is also a result. */
import { errorName } from '../../src/aws/sdk/errors/sdk-error.ts';

/** Resolves to `accepted`, or to the name of one of these errors. Throws every other error. */
export async function outcome(call: Promise<unknown>, ...refusals: string[]): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (refusals.includes(errorName(error))) return errorName(error);
    throw error;
  }
}
