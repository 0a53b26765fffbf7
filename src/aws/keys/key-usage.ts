/** The daily use of keys in their plans, as AWS counts it (docs/aws/usage-plans.md). Reads only. */
import { type APIGatewayClient, GetUsageCommand, UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import { replaceOperation } from '../api-gateway/patch-path.ts';
import type { DayOfUse, DayRange } from './days-of-use.ts';

export interface KeyUse {
  /** The ID of the key. */
  readonly id: string;
  /** The days in their order. */
  readonly days: readonly DayOfUse[];
}

/**
 * Yields each key of a plan for which AWS has data. Makes one call for each 500 keys, and never holds more in memory.
 */
export async function* usageOf(
  client: APIGatewayClient,
  usagePlanId: string,
  { from, to }: DayRange,
  keyId?: string,
): AsyncGenerator<KeyUse> {
  let position: string | undefined;
  do {
    const page = await client.send(
      new GetUsageCommand({
        ...{ usagePlanId, startDate: from, endDate: to, limit: 500 },
        ...(keyId !== undefined && { keyId }),
        ...(position && { position }),
      }),
    );
    for (const [id, values] of Object.entries(page.items ?? {}))
      yield { id, days: values.map(([used = 0, left = 0]) => ({ used, left })) };
    position = page.position;
  } while (position);
}

/** Sets the rest of a key's quota in the current period. It is an absolute number, so sending it twice does no harm. */
export async function setRemaining(
  client: APIGatewayClient,
  usagePlanId: string,
  keyId: string,
  remaining: number,
): Promise<void> {
  const patchOperations = [replaceOperation('/remaining', remaining)];
  await client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
}
