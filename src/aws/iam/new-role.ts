/** IAM is eventually consistent: a role that was just created may be unknown to the next call. */
import type { Clock } from '../../clock.ts';
import type { KindContext } from '../../engine/resource.ts';
import { isNotFound } from '../sdk/errors/sdk-error.ts';
import { retry } from '../sdk/retry.ts';

/** Milliseconds. */
const PATIENCE = 30_000;

/** Sends a change of the role's policies, and retries while IAM says that the role does not exist. */
export async function retryUntilRoleExists<T>(
  name: string,
  { clock, context }: { clock: Clock; context: KindContext },
  send: () => Promise<T>,
): Promise<T> {
  return await retry(
    {
      what: `write the policies of role ${name}`,
      within: PATIENCE,
      hint: 'Run the same command again. If it fails again, somebody else deleted the role meanwhile.',
      clock,
      signal: context.signal,
      retryable: isNotFound,
      onRetry: (tries) => tries === 1 && context.note('waiting for the new role to be visible'),
    },
    send,
  );
}
