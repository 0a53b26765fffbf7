/** Stops an operation that would exceed the function's timeout, while there is still time to respond. */
import { HttpError } from './errors.ts';

/** The time in ms that is reserved for the response and its log line. */
const RESERVE = 300;

/**
 * Returns the result of `work`, or throws a 503 shortly before the function's timeout: at the timeout Lambda would stop
 * the function without a response, which is a 502 for the client. The work itself may still finish.
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
