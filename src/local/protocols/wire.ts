/** What the protocols share: a response before it is written, and how an unexpected failure looks to a client. */
import { AwsError } from '../aws-error.ts';

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
}

/** A defect of the emulator becomes AWS's own "internal error"; its trace goes to the cloud's log, not to the client. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new AwsError('InternalFailure', `The embedded cloud failed (${what}). Its log has the trace.`, {
    status: 500,
  });
}
