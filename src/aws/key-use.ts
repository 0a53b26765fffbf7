/** Ids of the keys of a usage plan that sent a request since a day. One call for each 500 keys; AWS tells 90 days. */
import { type APIGatewayClient, GetUsageCommand } from '@aws-sdk/client-api-gateway';

/** `from`, `to`: ms since the epoch. Days are those of UTC. */
export async function usedKeys(
  client: APIGatewayClient,
  usagePlanId: string,
  from: number,
  to: number,
): Promise<Set<string>> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const used = new Set<string>();
  let position: string | undefined;
  do {
    const command = new GetUsageCommand({
      usagePlanId,
      startDate: day(from),
      endDate: day(to),
      limit: 500,
      ...(position && { position }),
    });
    const page = await client.send(command);
    for (const [key, days] of Object.entries(page.items ?? {}))
      if (days.some(([count = 0]) => count > 0)) used.add(key);
    position = page.position;
  } while (position);
  return used;
}
