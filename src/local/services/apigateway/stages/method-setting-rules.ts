/**
 * UpdateStage's patches of method settings: each value below `/{resource}/{method}` is set separately, and all are
 * removed together.
 */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { Stage } from '../../../state/apis/model.ts';
import type { PatchRule } from '../patch/patch.ts';
import { requireLogsRole } from './logs-role.ts';
import { defaultSetting, SETTING_LEAVES } from './method-settings.ts';
import { cannotRemove } from './stage-patch-refusals.ts';

type Rule = PatchRule<Stage>;

export const methodSettingRules = (context: OperationContext): Rule[] => [
  ...SETTING_LEAVES.map(
    (leaf): Rule => ({
      path: `/{resource}/{method}${leaf.path}`,
      ops: ['replace'],
      apply(stage, change) {
        const key = settingKey(change.rawAt);
        const changed = leaf.read(change);
        if (changed.loggingLevel !== undefined && changed.loggingLevel !== 'OFF') requireLogsRole(context);
        const before = stage.methodSettings[key] ?? stage.methodSettings['*/*'] ?? defaultSetting(context.region);
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

/** Keys keep the escaping of the path: `~1pets~1{id}/GET`. */
const settingKey = (rawAt: Readonly<Record<string, string>>): string => `${rawAt.resource}/${rawAt.method}`;
