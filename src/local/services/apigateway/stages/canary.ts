/** Canary settings in requests and patches (docs/aws/deployments.md). */
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { flag, type Members, number, structure, textMap } from '../members.ts';
import { checkedVariables } from './stage-variables.ts';

export type Canary = NonNullable<Stage['canarySettings']>;

/** Returns a canary that serves `deploymentId`. */
export function newCanary(settings: Members, deploymentId: string): Canary {
  const overrides = structure(settings, 'stageVariableOverrides') && textMap(settings, 'stageVariableOverrides');
  return {
    percentTraffic: checkedPercent(number(settings, 'percentTraffic') ?? 0),
    deploymentId,
    ...(overrides && { stageVariableOverrides: checkedVariables(overrides) }),
    useStageCache: flag(settings, 'useStageCache') ?? false,
  };
}

export function checkedPercent(percent: number): number {
  if (!(percent >= 0 && percent <= 100))
    throw badRequest('Invalid percentTraffic specified. Must be between 0.0 and 100.0');
  return percent;
}
