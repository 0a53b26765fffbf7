/** Ids of the keys of a usage plan that have nothing left of its quota now. Reads only. */
import { type APIGatewayClient, GetUsageCommand } from '@aws-sdk/client-api-gateway';

/** `now`: ms since the epoch. Days are those of UTC. */
export async function spentQuotas(client: APIGatewayClient, usagePlanId: string, now: number): Promise<string[]> {
  const today = new Date(now).toISOString().slice(0, 10);
  const spent: string[] = [];
  let position: string | undefined;
  do {
    const command = new GetUsageCommand({
      usagePlanId,
      startDate: today,
      endDate: today,
      limit: 500,
      ...(position && { position }),
    });
    const page = await client.send(command);
    for (const [key, days] of Object.entries(page.items ?? {})) {
      const [used = 0, left = 1] = days.at(-1) ?? [];
      if (used > 0 && left <= 0) spent.push(key);
    }
    position = page.position;
  } while (position);
  return spent;
}
