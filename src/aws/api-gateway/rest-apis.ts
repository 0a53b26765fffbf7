/**
 * The REST APIs of an account and region, with their tags: one call for each 500, of at most 600 (docs/aws/quotas.md).
 */
import { type APIGatewayClient, GetRestApisCommand, type RestApi } from '@aws-sdk/client-api-gateway';
import { allPages } from './all-pages.ts';

export type RestApis = RestApi[];

export async function listRestApis(client: APIGatewayClient): Promise<RestApis> {
  return await allPages((page) => client.send(new GetRestApisCommand(page)));
}
