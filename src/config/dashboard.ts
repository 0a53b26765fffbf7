/** `dashboard` of apikit.yaml: whether the stage has a dashboard. */
import type { OptionalSetting } from './optional-setting.ts';

export const dashboard: OptionalSetting<true, true> = {
  schema: {
    type: 'boolean',
    description:
      'A CloudWatch dashboard of the stage, billed by AWS beyond the first three of an account (docs/alarms.md). false deletes it. Default: apikit does not look for one.',
  },
  kind: 'dashboard',
  resolve: () => true,
};
