/** What the protocols share: a response before it is written, and how an unexpected failure looks to a client. */
import { AwsError } from '../aws-error.ts';

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string;
}

/** A defect of the emulator becomes AWS's own "internal error", with the cause where a developer can see it. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `The embedded cloud failed: ${cause}`, { status: 500 });
}
