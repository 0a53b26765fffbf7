/** The parts that the protocols share: an unserialised response, the limit for the nesting of a request, and errors. */
import { AwsError } from '../cloud/aws-error.ts';
import { isShallow } from '../cloud/nesting.ts';

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
  /** The body if it is not in memory. The headers have its length. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/**
 * A bug of the emulator becomes AWS's own "internal error". The stack trace goes to the cloud's log, not to the client.
 */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  logDefect(error);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new AwsError('InternalFailure', `The embedded cloud failed (${what}). Its log has the trace.`, {
    status: 500,
  });
}

export function logDefect(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

/**
 * Throws SerializationException for members that are nested so deeply that a recursive function would overflow the
 * stack.
 */
export function refuseDeepNesting(members: object): void {
  if (!isShallow(members)) {
    throw new AwsError('SerializationException', 'The request body is nested too deeply.');
  }
}
