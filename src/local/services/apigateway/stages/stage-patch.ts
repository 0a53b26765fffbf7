/** The patch table of UpdateStage (aws-facts §3, all of it). */
import { notImplemented } from '../../../aws-error.ts';
import type { OperationContext } from '../../../operation.ts';
import { badRequest } from '../errors.ts';
import { looksLikeArn } from '../identifiers.ts';
import type { Stage } from '../model.ts';
import type { PatchRule, PatchTable } from '../patch/patch.ts';
import { flagField, isTrue, numberIn, textField } from '../patch/rules.ts';
import { accounts } from '../state.ts';
import { cacheCluster } from './cache-cluster.ts';
import { type Canary, checkedPercent } from './canary.ts';
import { requireDeployed } from './create-stage.ts';
import { DEFAULT_SETTING, SETTING_LEAVES } from './method-settings.ts';
import { cannotRemove, refuseStagePatch } from './stage-patch-refusals.ts';
import { checkVariable } from './stage-variables.ts';

type Rule = PatchRule<Stage>;

export const stagePatchTable = (context: OperationContext, apiId: string): PatchTable<Stage> => ({
  rules: [
    ...deploymentRules(context, apiId),
    ...fieldRules,
    ...variableRules,
    ...canaryRules(context, apiId),
    ...accessLogRules(context),
    ...methodSettingRules(context),
  ],
  refuse: refuseStagePatch,
});

const deploymentRules = (context: OperationContext, apiId: string): Rule[] => [
  {
    path: '/deploymentId',
    ops: ['replace'],
    apply(stage, { value = '' }) {
      requireDeployed(context, apiId, value);
      stage.deploymentId = value;
    },
  },
  {
    path: '/deploymentId',
    ops: ['copy'],
    apply(stage, change) {
      if (change.from !== '/canarySettings/deploymentId')
        throw refuseStagePatch({ ...change, from: change.from ?? 'null' });
      stage.deploymentId = promotable(stage).deploymentId ?? stage.deploymentId;
    },
  },
];

const fieldRules: Rule[] = [
  textField('/description', 'description'),
  flagField('/tracingEnabled', 'tracingEnabled'),
  {
    path: '/cacheClusterEnabled',
    ops: ['replace'],
    apply: (stage, { value }) => void Object.assign(stage, cacheCluster(isTrue(value), stage.cacheClusterSize)),
  },
  {
    path: '/cacheClusterSize',
    ops: ['replace'],
    apply: (stage, { value }) => void Object.assign(stage, cacheCluster(stage.cacheClusterEnabled, value)),
  },
  ...['/clientCertificateId', '/documentationVersion'].map(
    (path): Rule => ({
      path,
      ops: ['replace'],
      apply() {
        throw notImplemented(`UpdateStage of ${path}`);
      },
    }),
  ),
];

const variableRules: Rule[] = [
  {
    path: '/variables/{name}',
    ops: ['add', 'replace', 'remove'],
    apply(stage, { op, value = '', at }) {
      const { [at.name!]: _, ...others } = stage.variables ?? {};
      if (op !== 'remove') checkVariable(at.name!, value);
      stage.variables = op === 'remove' ? others : { ...stage.variables, [at.name!]: value };
    },
  },
  {
    path: '/variables',
    ops: ['copy'],
    apply(stage, change) {
      if (change.from !== '/canarySettings/stageVariableOverrides') {
        throw refuseStagePatch({ ...change, from: change.from ?? 'null' });
      }
      stage.variables = { ...stage.variables, ...promotable(stage).stageVariableOverrides };
    },
  },
];

function promotable(stage: Stage): Canary {
  if (!stage.canarySettings) throw badRequest('Promotion not available. Canary does not exist.');
  return stage.canarySettings;
}

/** The stage's canary, started by its first setting: with nothing of the traffic and the stage's own deployment. */
function canaryOf(stage: Stage): Canary {
  stage.canarySettings ??= { percentTraffic: 0, deploymentId: stage.deploymentId, useStageCache: false };
  return stage.canarySettings;
}

const canaryRules = (context: OperationContext, apiId: string): Rule[] => [
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

const accessLogRules = (context: OperationContext): Rule[] => [
  {
    path: '/accessLogSettings',
    ops: ['remove'],
    apply: (stage) => void delete stage.accessLogSettings,
  },
  {
    path: '/accessLogSettings/destinationArn',
    ops: ['add', 'replace'],
    apply(stage, { value }) {
      const arn = presentLogValue(value);
      if (!looksLikeArn(arn)) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
      requireLogsRole(context);
      stage.accessLogSettings = { ...stage.accessLogSettings, destinationArn: arn };
    },
  },
  {
    path: '/accessLogSettings/format',
    ops: ['add', 'replace'],
    apply(stage, { value }) {
      const format = presentLogValue(value);
      requireLogsRole(context);
      stage.accessLogSettings = { ...stage.accessLogSettings, format };
    },
  },
];

function presentLogValue(value: string | undefined): string {
  if (!value) throw badRequest('Access Log value must not be empty');
  return value;
}

function requireLogsRole(context: OperationContext): void {
  if (!accounts(context).get('account')?.cloudwatchRoleArn) {
    throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
  }
}

const methodSettingRules = (context: OperationContext): Rule[] => [
  ...SETTING_LEAVES.map(
    (leaf): Rule => ({
      path: `/{resource}/{method}${leaf.path}`,
      ops: ['replace'],
      apply(stage, change) {
        const key = settingKey(change.rawAt);
        const changed = leaf.read(change);
        if (changed.loggingLevel !== undefined && changed.loggingLevel !== 'OFF') requireLogsRole(context);
        const before = stage.methodSettings[key] ?? stage.methodSettings['*/*'] ?? DEFAULT_SETTING;
        stage.methodSettings[key] = { ...before, ...changed };
      },
    }),
  ),
  {
    path: '/{resource}/{method}',
    ops: ['remove'],
    apply(stage, { path, rawAt }) {
      const key = settingKey(rawAt);
      if (!stage.methodSettings[key]) throw cannotRemove(path);
      delete stage.methodSettings[key];
    },
  },
];

/** Keys keep the path's escaping: `~1pets~1{id}/GET`. */
const settingKey = (rawAt: Readonly<Record<string, string>>): string => `${rawAt.resource}/${rawAt.method}`;
