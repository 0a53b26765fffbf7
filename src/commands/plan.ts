/** `apikit plan`: what `deploy` would change, field by field. Writes nothing. */

import { type Plan, pending } from '../engine/plan.ts';
import { EXIT } from '../errors.ts';
import { planText } from '../ui/plan-text.ts';
import { defineCommand } from './command.ts';
import { makePlan } from './planned.ts';

interface Answers {
  adopt: boolean;
  exitCode: boolean;
}

export const plan = defineCommand<Answers, Plan>({
  options: [
    { flags: '--exit-code', description: 'exit with 3 when changes are pending' },
    { flags: '--adopt', description: 'plan to take over resources that have our names but not our tags' },
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: ['apikit plan --stage prod', 'apikit plan --stage prod --exit-code --json'],
  ask: ({ flags }) => ({ adopt: flags.adopt === true, exitCode: flags.exitCode === true }),
  execute: async ({ adopt }, context) => (await makePlan(context, { adopt })).plan,
  render: (result, theme) => ({
    data: planText(result, theme),
    next: pending(result).length > 0 ? ['apikit deploy'] : [],
  }),
  json: (result) => ({
    changes: pending(result).map(({ resource, action, fields }) => ({
      resource,
      action,
      fields: fields.map(({ path, from = null, to = null }) => ({ path, from, to })),
    })),
  }),
  exitCode: (result, { exitCode }) => (exitCode && pending(result).length > 0 ? EXIT.declined : EXIT.done),
});
