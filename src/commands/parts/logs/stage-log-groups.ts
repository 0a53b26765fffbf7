/** The log groups of a stage, and the content of each. */
import { isDenied } from '../../../aws/sdk/errors/sdk-error.ts';
import { consumersOf } from '../../../config/consumers.ts';
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
import { partsOf } from '../stage/release-preview.ts';

export type LogGroups = Map<string, LogSource>;

const namedLogGroups = ({ config }: Target): LogGroups =>
  new Map([
    // Only API Gateway writes an access log.
    ...(config.api === 'url' ? [] : [[accessLogGroup(config), 'access'] as const]),
    [functionLogGroup(config), 'function'] as const,
  ]);

/** The group of the execution log is named after the API, so the API is read if the stage has this log. */
export async function stageLogGroups(target: Target, context: Context): Promise<LogGroups> {
  const groups = namedLogGroups(target);
  const { config } = target;
  if (config.logging === 'OFF') return groups;
  const { liveStage } = await import('../../../stage/releases/live-stage.ts');
  const { api } = await liveStage(config, partsOf(target, context));
  return groups.set(inApi(executionLogGroup(config), api), 'execution');
}

/** During a canary, API Gateway also writes to these groups (docs/aws/logs.md). They may not exist. */
function canaryLogGroups(groups: LogGroups): LogGroups {
  const gateways = [...groups].filter(([, source]) => source === 'access' || source === 'execution');
  return new Map(gateways.map(([group, source]) => [canaryLogGroup(group), source]));
}

/** The groups whose lines are followed. A canary's groups may appear meanwhile. */
export async function followedLogGroups(target: Target, context: Context): Promise<LogGroups> {
  const groups = withConsumers(target, await stageLogGroups(target, context));
  return new Map([...groups, ...canaryLogGroups(groups)]);
}

/** The groups of a search. */
export async function searchedLogGroups(target: Target, context: Context): Promise<LogGroups> {
  return await withCanaries(target, withConsumers(target, await stageLogGroups(target, context)));
}

/** The groups with errors. The execution log is left out, because the access log has each error once. */
export async function errorLogGroups(target: Target): Promise<LogGroups> {
  return await withCanaries(target, withConsumers(target, namedLogGroups(target)));
}

/** The access log of all requests. */
export const accessLogGroups = (target: Target): Promise<LogGroups> =>
  withCanaries(target, new Map([[accessLogGroup(target.config), 'access']]));

/** The consumers have their own log groups. */
function withConsumers({ config }: Target, groups: LogGroups): LogGroups {
  const consumers = consumersOf(config).map(({ id }) => [consumerLogGroup(config, id), 'function'] as const);
  return new Map([...groups, ...consumers]);
}

/**
 * A canary has its own log groups too, now or earlier. A query for a missing group fails, so one call for each group
 * checks whether it exists.
 */
async function withCanaries({ clients }: Target, groups: LogGroups): Promise<LogGroups> {
  const { existingGroups } = await import('../../../aws/logs/insights/existing-groups.ts');
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
    `${config.app}/${config.stage} has no logs in ${facts.region}: it is not deployed there, or its log groups were deleted.`,
    {
      exitCode: EXIT.failed,
      hint: `Deploy it: apikit deploy --stage ${config.stage}. For another region, pass --region.`,
    },
  );
}
