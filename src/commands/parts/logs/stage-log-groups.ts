/** The log groups of a stage, and what is in each. */
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT } from '../../../errors.ts';
import type { LogSource } from '../../../logs/log-line.ts';
import {
  accessLogGroup,
  canaryLogGroup,
  consumerLogGroup,
  executionLogGroup,
  functionLogGroup,
  inApi,
} from '../../../naming/names.ts';

export type LogGroups = Map<string, LogSource>;

const namedLogGroups = ({ config }: Target): LogGroups =>
  new Map([
    [accessLogGroup(config), 'access'],
    [functionLogGroup(config), 'function'],
  ]);

/** The one of its execution log is named after its API, and is asked for where there is one. */
export async function stageLogGroups(target: Target, context: Context): Promise<LogGroups> {
  const groups = namedLogGroups(target);
  const { config, clients, facts } = target;
  if (config.logging === 'OFF') return groups;
  const { liveStage } = await import('../../../stage/releases/live-stage.ts');
  const { clock, signal } = context.io;
  const { api } = await liveStage(config, { clients, facts, clock, signal, report: context.report.event });
  return groups.set(inApi(executionLogGroup(config), api), 'execution');
}

/** What API Gateway writes goes to groups beside those while a canary serves (docs/aws/logs.md). They need not be there. */
export function canaryLogGroups(groups: LogGroups): LogGroups {
  const gateways = [...groups].filter(([, source]) => source === 'access' || source === 'execution');
  return new Map(gateways.map(([group, source]) => [canaryLogGroup(group), source]));
}

/** Those that are searched. */
export async function searchedLogGroups(target: Target, context: Context): Promise<LogGroups> {
  return await withCanaries(target, withConsumers(target, await stageLogGroups(target, context)));
}

/** Those that tell of errors: what API Gateway says of each step is told in the access log, once. */
export async function errorLogGroups(target: Target): Promise<LogGroups> {
  return await withCanaries(target, withConsumers(target, namedLogGroups(target)));
}

/** The access log of all requests. */
export const accessLogGroups = (target: Target): Promise<LogGroups> =>
  withCanaries(target, new Map([[accessLogGroup(target.config), 'access']]));

/** The consumers of its tables have logs of their own. */
function withConsumers({ config }: Target, groups: LogGroups): LogGroups {
  const streamed = Object.keys(config.tables).filter((table) => config.tables[table]?.stream);
  return new Map([...groups, ...streamed.map((table) => [consumerLogGroup(config, table), 'function'] as const)]);
}

/** So has a canary, now or before. A query of a group that is not there fails, so these are looked for: one call for each. */
async function withCanaries({ clients }: Target, groups: LogGroups): Promise<LogGroups> {
  const [{ existingGroups }, { isDenied }] = await Promise.all([
    import('../../../aws/logs/insights/existing-groups.ts'),
    import('../../../aws/sdk/errors/sdk-error.ts'),
  ]);
  const canaries = canaryLogGroups(groups);
  try {
    const found = await existingGroups(await clients.logs(), [...canaries.keys()]);
    return new Map([...groups, ...found.map((group) => [group, canaries.get(group)!] as const)]);
  } catch (error) {
    if (isDenied(error)) return groups;
    throw error;
  }
}

export function noLogs({ config, facts }: Target): ApikitError {
  return new ApikitError(
    'NotDeployed',
    `${config.app}/${config.stage} has no logs in ${facts.region}: it has not been deployed there, or its log groups were deleted.`,
    {
      exitCode: EXIT.failed,
      hint: `Deploy it: apikit deploy --stage ${config.stage}. Another region is named with --region.`,
    },
  );
}
