/** The facts that `doctor` reads about an account and region: one or two reads each, when needed. */
import { listRestApis } from '../../aws/api-gateway/rest-apis.ts';
import { listUsagePlans } from '../../aws/api-gateway/usage-plans.ts';
import { logsRole } from '../../aws/logs/logs-role.ts';
import { accountConcurrency } from '../../aws/quotas/account-concurrency.ts';
import { type Census, quotaUses, regionalApis } from '../../aws/quotas/quota-use.ts';
import type { Account } from '../../doctor/facts.ts';
import type { OnceReader } from '../explain/evidence/once-reader.ts';
import type { RunParts } from '../stage-run.ts';

/** `listed` returns the counts that the reading of a stage already has. */
export function accountFacts(
  { clients, facts }: Pick<RunParts, 'clients' | 'facts'>,
  once: OnceReader,
  listed?: () => Promise<Census>,
): Account {
  const counted = async (): Promise<Census> => {
    const client = await clients.apiGateway();
    const [apis, plans] = await Promise.all([listRestApis(client), listUsagePlans(client)]);
    return { apis: regionalApis(apis), plans: plans.length };
  };
  return {
    region: facts.region,
    logsRole: once(async () => logsRole(await clients.apiGateway())),
    quotas: once(async () => quotaUses(await (listed ?? counted)())),
    concurrency: once(async () => (await accountConcurrency(await clients.lambda())).limit),
  };
}
