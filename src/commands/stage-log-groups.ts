/** The log groups of a stage, and what is in each. */
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT } from '../errors.ts';
import type { LogSource } from '../logs/log-line.ts';
import { accessLogGroup, consumerLogGroup, executionLogGroup, functionLogGroup, inApi } from '../stack/names.ts';

/** The one of its execution log is named after its API, and is asked for where there is one. */
export async function stageLogGroups(
  { config, clients, facts }: Target,
  context: Context,
): Promise<Map<string, LogSource>> {
  const groups = new Map<string, LogSource>([
    [accessLogGroup(config), 'access'],
    [functionLogGroup(config), 'function'],
  ]);
  if (config.logging === 'OFF') return groups;
  const { liveStage } = await import('../pipeline/live-stage.ts');
  const { clock, signal } = context.io;
  const { api } = await liveStage(config, { clients, facts, clock, signal, report: context.report.event });
  return groups.set(inApi(executionLogGroup(config), api), 'execution');
}

/** Those that are searched: the consumers of its tables have logs of their own. */
export async function searchedLogGroups(target: Target, context: Context): Promise<Map<string, LogSource>> {
  const groups = await stageLogGroups(target, context);
  for (const [table, { stream }] of Object.entries(target.config.tables))
    if (stream) groups.set(consumerLogGroup(target.config, table), 'function');
  return groups;
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
