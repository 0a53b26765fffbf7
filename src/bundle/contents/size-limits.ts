/** Lambda's limits for the sizes of zips, which a deploy must not meet halfway. Pure. */
import { ApikitError, EXIT } from '../../errors.ts';

/** In bytes: of a zip in a request, and of its unpacked contents (docs/aws/quotas.md). */
const LIMITS = { zipped: 50 * 1024 * 1024, unzipped: 262_144_000 };

/** `what` begins the message: `The function`. Throws `FunctionTooLarge`. */
export function refuseTooLarge(what: string, form: keyof typeof LIMITS, bytes: number): void {
  const limit = LIMITS[form];
  if (bytes <= limit) return;
  throw new ApikitError(
    'FunctionTooLarge',
    `${what} is ${megabytes(bytes)} MB ${form}; Lambda accepts at most ${megabytes(limit)} MB.`,
    { hint: 'Remove dependencies or files that the handler does not need.', exitCode: EXIT.usage },
  );
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
