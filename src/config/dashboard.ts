/** `dashboard` of apikit.yaml: whether the stage has one. */
import type { OptionalSetting } from './optional-setting.ts';

export const dashboard: OptionalSetting<true, true> = {
  schema: {
    type: 'boolean',
    description:
      'A CloudWatch dashboard of the stage, billed by AWS beyond the first three of an account (docs/alarms.md). false takes it away. Default: not looked at.',
  },
  kind: 'dashboard',
  resolve: () => true,
};
