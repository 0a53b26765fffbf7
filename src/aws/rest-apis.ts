/** The REST APIs of an account and region, with their tags: a call for each 500, of at most 600 (aws-facts §1). */
import { type APIGatewayClient, GetRestApisCommand, type RestApi } from '@aws-sdk/client-api-gateway';

export async function listRestApis(client: APIGatewayClient): Promise<RestApi[]> {
  const all: RestApi[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(new GetRestApisCommand({ limit: 500, ...(position && { position }) }));
    all.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return all;
}
