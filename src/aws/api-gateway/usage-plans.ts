/** The usage plans of an account and region, and the keys in one of them. Reads only. */
import {
  type APIGatewayClient,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { allPages } from './all-pages.ts';

/** An account has at most 300 plans (docs/aws/quotas.md), so this is one page. */
export async function listUsagePlans(client: APIGatewayClient): Promise<UsagePlan[]> {
  return await allPages((page) => client.send(new GetUsagePlansCommand(page)));
}

/** The names of the keys in a plan, and never their values. A plan that was deleted since it was listed has none. */
export async function keysOf(client: APIGatewayClient, usagePlanId: string): Promise<string[]> {
  const keys = await undefinedIfNotFound(
    allPages((page) => client.send(new GetUsagePlanKeysCommand({ usagePlanId, ...page }))),
  );
  return (keys ?? []).map(({ id = '', name = id }) => name).sort();
}
