/** The usage plans of an account and region: at most 300 (aws-facts §1), so one page. */
import { type APIGatewayClient, GetUsagePlansCommand, type UsagePlan } from '@aws-sdk/client-api-gateway';

export async function listUsagePlans(client: APIGatewayClient): Promise<UsagePlan[]> {
  const all: UsagePlan[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(new GetUsagePlansCommand({ limit: 500, ...(position && { position }) }));
    all.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return all;
}
