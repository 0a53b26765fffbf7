/** What keys have used of their plans, day by day, as AWS counts it (docs/aws/usage-plans.md). Reads only. */
import { type APIGatewayClient, GetUsageCommand, UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import { replaceOperation } from '../patch-path.ts';
import type { DayOfUse, Range } from './days-of-use.ts';

/** Key's id → its days, in order. Of a key that AWS says nothing of there are none. A call for each 500 keys. */
export async function usageOf(
  client: APIGatewayClient,
  usagePlanId: string,
  { from, to }: Range,
  keyId?: string,
): Promise<Map<string, DayOfUse[]>> {
  const days = new Map<string, DayOfUse[]>();
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
      days.set(
        id,
        values.map(([used = 0, left = 0]) => ({ used, left })),
      );
    position = page.position;
  } while (position);
  return days;
}

/** How much of its quota a key has left in the current period: a number, so that to say it twice does no harm. */
export async function setRemaining(
  client: APIGatewayClient,
  usagePlanId: string,
  keyId: string,
  remaining: number,
): Promise<void> {
  const patchOperations = [replaceOperation('/remaining', remaining)];
  await client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
}
