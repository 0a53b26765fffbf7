/** UpdateStage's patches of a canary: start, change, promote and end it. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { textMap } from '../members.ts';
import { jsonIn } from '../patch/json-value.ts';
import type { PatchRule } from '../patch/patch.ts';
import { isTrue, numberIn } from '../patch/rules.ts';
import { type Canary, checkedPercent } from './canary.ts';
import { requireDeployed } from './create-stage.ts';
import { checkedVariables, checkVariable } from './stage-variables.ts';

/** Returns the canary that a promotion copies from. */
export function promotable(stage: Stage): Canary {
  if (!stage.canarySettings) throw badRequest('Promotion not available. Canary does not exist.');
  return stage.canarySettings;
}

/**
 * Returns the stage's canary. The first setting starts it, with 0 percent of the traffic and the stage's own
 * deployment.
 */
function canaryOf(stage: Stage): Canary {
  stage.canarySettings ??= { percentTraffic: 0, deploymentId: stage.deploymentId, useStageCache: false };
  return stage.canarySettings;
}

export const canaryRules = (context: OperationContext, apiId: string): PatchRule<Stage>[] => [
  {
    path: '/canarySettings',
    ops: ['remove'],
    apply: (stage) => void delete stage.canarySettings,
  },
  {
    path: '/canarySettings/deploymentId',
    ops: ['replace'],
    apply(stage, { value = '' }) {
      requireDeployed(context, apiId, value);
      canaryOf(stage).deploymentId = value;
    },
  },
  {
    path: '/canarySettings/percentTraffic',
    ops: ['replace'],
    apply: (stage, change) => {
      canaryOf(stage).percentTraffic = checkedPercent(numberIn(change));
    },
  },
  {
    path: '/canarySettings/useStageCache',
    ops: ['replace'],
    apply: (stage, { value }) => {
      canaryOf(stage).useStageCache = isTrue(value);
    },
  },
  {
    path: '/canarySettings/stageVariableOverrides',
    ops: ['replace'],
    apply(stage, change) {
      const overrides = textMap({ overrides: jsonIn(change) }, 'overrides') ?? {};
      canaryOf(stage).stageVariableOverrides = checkedVariables(overrides);
    },
  },
  {
    path: '/canarySettings/stageVariableOverrides/{name}',
    ops: ['replace', 'remove'],
    apply(stage, { op, value = '', at }) {
      const canary = canaryOf(stage);
      const { [at.name!]: _, ...others } = canary.stageVariableOverrides ?? {};
      if (op !== 'remove') checkVariable(at.name!, value);
      canary.stageVariableOverrides =
        op === 'remove' ? others : { ...canary.stageVariableOverrides, [at.name!]: value };
    },
  },
];
