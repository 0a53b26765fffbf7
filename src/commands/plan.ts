/** `apikit plan`: shows what `deploy` would change, field by field. Writes nothing. */
import { pending } from '../engine/plan.ts';
import { EXIT } from '../errors.ts';
import { plainFields, planText } from '../ui/plan-text.ts';
import type { Theme } from '../ui/theme.ts';
import { defineCommand, type Rendered } from './parts/command.ts';
import { MARKDOWN_OPTION, markdownOf, planMarkdown } from './parts/deploy/deploy-markdown.ts';
import { keptResources, makePlan, PLAN_OPTIONS, type PlanFlags, type PlannedDeploy } from './parts/deploy/make-plan.ts';

interface Answers {
  wanted: PlanFlags;
  exitCode: boolean;
  markdown: boolean;
}

/** `deploy --dry-run` shows it too. */
export interface ShownPlan extends PlannedDeploy {
  readonly markdown: boolean;
}

export const plan = defineCommand({
  options: [
    { flags: '--exit-code', description: 'exit with 3 if changes are pending' },
    ...PLAN_OPTIONS,
    MARKDOWN_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: ['apikit plan --stage prod', 'apikit plan --stage prod --exit-code --json'],
  ask: ({ flags }): Answers => ({
    wanted: flags,
    exitCode: flags.exitCode,
    markdown: markdownOf(flags),
  }),
  execute: async ({ wanted, markdown }, context): Promise<ShownPlan> => ({
    ...(await makePlan(wanted, context)),
    markdown,
  }),
  render: renderPlan,
  json: planDocument,
  exitCode: ({ plan: result }, { exitCode }) => (exitCode && pending(result).length > 0 ? EXIT.declined : EXIT.done),
});

/** `deploy --dry-run` uses it too. */
export function renderPlan({ plan: result, target, markdown, warnings }: ShownPlan, theme: Theme): Rendered {
  if (markdown) {
    const { config, facts } = target;
    const changes = pending(result);
    const shown = { ...config, account: facts.account, changes, kept: keptResources(result), warnings };
    return { document: planMarkdown(shown, config.preview?.expires) };
  }
  const next = pending(result).length > 0 ? [`apikit deploy --stage ${target.config.stage}`] : [];
  return { data: planText(result, theme), next };
}

export function planDocument({ plan: result, warnings }: PlannedDeploy): object {
  return {
    changes: pending(result).map(({ resource, action, fields, consequence = null }) => ({
      resource,
      action,
      fields: plainFields(fields),
      consequence,
    })),
    kept: keptResources(result),
    warnings,
  };
}
