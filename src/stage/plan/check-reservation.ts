/** Checks before a deploy that the account has the concurrency that the function wants to reserve. */
import { accountConcurrency, LEAST_UNRESERVED } from '../../aws/quotas/account-concurrency.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError } from '../../errors.ts';
import { findObserved } from '../../stack/ids.ts';

/**
 * Makes one read, and only if the reservation grows. Throws `TooLittleConcurrency`. Lambda refuses such a reservation
 * with its own error, but only after the rest of the deploy.
 */
export async function checkReservation(
  clients: Clients,
  { function: { reservedConcurrency } }: StageConfig,
  { observed }: Observation,
): Promise<void> {
  const has = findObserved(observed, 'function')?.properties.reservedConcurrency || 0;
  if (!reservedConcurrency || reservedConcurrency <= has) return;
  const { limit, unreserved } = await accountConcurrency(await clients.lambda());
  const most = Math.max(0, unreserved + has - LEAST_UNRESERVED);
  if (reservedConcurrency <= most) return;
  const rest = most === 0 ? 'so none is left to reserve' : `so at most ${most} are left to reserve`;
  throw new ApikitError(
    'TooLittleConcurrency',
    `function.reservedConcurrency is ${reservedConcurrency}. The account runs ${limit} calls of Lambda functions at once in this region, other functions have reserved ${limit - unreserved - has}, and Lambda keeps ${LEAST_UNRESERVED} for functions without a reservation, ${rest}. Nothing was changed.`,
    {
      hint: 'Reserve less in apikit.yaml, or request more concurrency for the account in the console of Service Quotas.',
    },
  );
}
