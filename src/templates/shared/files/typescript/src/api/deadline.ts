/** Ends what would outlast the function, while there is still time to answer. */
import { HttpError } from './errors.ts';

/** ms that are kept for the answer and its line in the log. */
const RESERVE = 300;

/**
 * What `work` gives, or 503 where the function's time is nearly over: Lambda would end the function without an answer, which
 * is a 502 to the client. What `work` was waiting for may still happen.
 */
export async function withinDeadline<T>(work: Promise<T>, remaining: number | undefined): Promise<T> {
  if (remaining === undefined) return await work;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const late = () => reject(outOfTime());
    timer = setTimeout(late, Math.max(remaining - RESERVE, 0));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

function outOfTime(): HttpError {
  const cause = new Error("The operation had not ended when the function's time was nearly over.");
  return new HttpError(503, 'UNAVAILABLE', 'The service is busy; try again shortly.', [], cause);
}
