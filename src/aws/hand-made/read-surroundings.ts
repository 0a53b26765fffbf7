/** Reads the usage plans, the alarms and the custom domains of an API that somebody else made. Reads only. */
import type { UsagePlan } from '@aws-sdk/client-api-gateway';
import { GetBasePathMappingsCommand, GetDomainNamesCommand } from '@aws-sdk/client-api-gateway';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { allPages } from '../api-gateway/all-pages.ts';
import { keysOf, listUsagePlans } from '../api-gateway/usage-plans.ts';
import type { Clients } from '../sdk/clients.ts';

export interface HandMadePlan {
  readonly plan: UsagePlan;
  /** The names of the keys in it. */
  readonly keys: readonly string[];
}

export interface Surroundings {
  /** The plans that cover the stage. */
  readonly plans: readonly HandMadePlan[];
  /** The alarms on the API, its functions and its tables. */
  readonly alarms: readonly MetricAlarm[];
  /** The custom domains that lead to the API. */
  readonly domains: readonly string[];
}

/** Dimensions of CloudWatch: names by the dimension. */
export type Watched = Readonly<Record<string, readonly string[]>>;

export async function readSurroundings(
  clients: Clients,
  { api, stage, watched }: { readonly api: string; readonly stage: string; readonly watched: Watched },
): Promise<Surroundings> {
  const [plans, alarms, domains] = await Promise.all([
    plansOf(clients, api, stage),
    alarmsOn(clients, watched),
    domainsOf(clients, api),
  ]);
  return { plans, alarms, domains };
}

async function plansOf(clients: Clients, api: string, stage: string): Promise<HandMadePlan[]> {
  const client = await clients.apiGateway();
  const covering = (await listUsagePlans(client)).filter(({ apiStages = [] }) =>
    apiStages.some((one) => one.apiId === api && one.stage === stage),
  );
  return await Promise.all(covering.map(async (plan) => ({ plan, keys: await keysOf(client, String(plan.id)) })));
}

async function alarmsOn(clients: Clients, watched: Watched): Promise<MetricAlarm[]> {
  const client = await clients.cloudwatch();
  const found: MetricAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeAlarmsCommand({ MaxRecords: 100, NextToken }));
    found.push(...(page.MetricAlarms ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found.filter(({ Dimensions = [] }) =>
    Dimensions.some(({ Name = '', Value = '' }) => watched[Name]?.includes(Value)),
  );
}

async function domainsOf(clients: Clients, api: string): Promise<string[]> {
  const client = await clients.apiGateway();
  const domains = await allPages((page) => client.send(new GetDomainNamesCommand(page)));
  const leading = domains.map(async ({ domainName, domainNameId }) => {
    const mappings = await allPages((page) =>
      client.send(new GetBasePathMappingsCommand({ domainName, domainNameId, ...page })),
    );
    return mappings.flatMap(({ restApiId, basePath }) => {
      if (restApiId !== api) return [];
      return basePath === undefined || basePath === '(none)' ? String(domainName) : `${domainName}/${basePath}`;
    });
  });
  return (await Promise.all(leading)).flat();
}
