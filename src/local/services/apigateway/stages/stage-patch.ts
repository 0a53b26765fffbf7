/**
 * The patch table of UpdateStage (docs/aws/deployments.md): deployment, own fields and variables; other files have the
 * rest by topic.
 */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import type { PatchRule, PatchTable } from '../patch/patch.ts';
import { flagField, isTrue, textField } from '../patch/rules.ts';
import { accessLogRules } from './access-log-rules.ts';
import { cacheCluster } from './cache-cluster.ts';
import { canaryRules, promotable } from './canary-rules.ts';
import { requireDeployed } from './create-stage.ts';
import { requireDocumentationVersion } from './documentation-version.ts';
import { methodSettingRules } from './method-setting-rules.ts';
import { refuseStagePatch } from './stage-patch-refusals.ts';
import { checkVariable } from './stage-variables.ts';

type Rule = PatchRule<Stage>;

export const stagePatchTable = (context: OperationContext, apiId: string): PatchTable<Stage> => ({
  rules: [
    ...deploymentRules(context, apiId),
    documentationRule(context, apiId),
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
      if (change.from !== '/canarySettings/deploymentId') throw refuseStagePatch(change);
      stage.deploymentId = promotable(stage).deploymentId ?? stage.deploymentId;
    },
  },
];

const documentationRule = (context: OperationContext, apiId: string): Rule => ({
  path: '/documentationVersion',
  ops: ['replace'],
  apply(stage, { value }) {
    if (value) {
      requireDocumentationVersion(context, apiId, value);
      stage.documentationVersion = value;
    } else {
      delete stage.documentationVersion;
    }
  },
});

const fieldRules: Rule[] = [
  textField('description'),
  flagField('tracingEnabled'),
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
  {
    path: '/clientCertificateId',
    ops: ['replace'],
    apply() {
      throw notImplemented('UpdateStage of /clientCertificateId');
    },
  },
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
        throw refuseStagePatch(change);
      }
      stage.variables = { ...stage.variables, ...promotable(stage).stageVariableOverrides };
    },
  },
];
