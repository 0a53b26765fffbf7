/** `dashboard` of apikit.yaml: whether the stage has a dashboard. Pure. */
import type { OptionalSetting } from './optional-setting.ts';

export const dashboard: OptionalSetting<true, true> = {
  schema: {
    type: 'boolean',
    description:
      'A CloudWatch dashboard of the stage, billed by AWS beyond the first three of an account (docs/alarms.md).',
  },
  examples: [true],
  kind: 'dashboard',
  resolve: () => true,
  // aws.amazon.com/cloudwatch/pricing, 2026
  price: () => ({ resource: 'dashboard', usd: () => 3, free: 'three' }),
};
