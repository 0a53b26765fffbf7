/** The log groups of a stage, and what is in each. */
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT } from '../errors.ts';
import type { LogSource } from '../logs/log-line.ts';
import { accessLogGroup, executionLogGroup, functionLogGroup, inApi } from '../stack/names.ts';

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
