/** `apikit plan`: shows what `deploy` would change, field by field. Writes nothing. */
import { pending } from '../engine/plan.ts';
import { EXIT } from '../errors.ts';
import type { Option } from '../flags/option.ts';
import { plainFields, planText } from '../ui/plan-text.ts';
import type { Theme } from '../ui/theme.ts';
import { defineCommand, type Rendered } from './parts/command.ts';
import { planMarkdown } from './parts/deploy/deploy-markdown.ts';
import { keptResources, makePlan, PLAN_OPTIONS, type PlanFlags, type PlannedDeploy } from './parts/deploy/make-plan.ts';
import { planFingerprint } from './parts/deploy/plan-fingerprint.ts';
import { addToSummary, annotationLines } from './parts/github/github-output.ts';
import { outputForm } from './parts/output-form.ts';

interface Answers {
  wanted: PlanFlags;
  exitCode: boolean;
  markdown: boolean;
  github: boolean;
}

const OUTPUT_OPTION = {
  flags: '--output <form>',
  description: 'print the result as a comment on a pull request, or for a job of GitHub Actions and its summary',
  choices: ['markdown', 'github'],
} as const satisfies Option;

/** `deploy --dry-run` shows it too. */
export interface ShownPlan extends PlannedDeploy {
  readonly markdown: boolean;
  readonly github?: boolean;
}

export const plan = defineCommand({
  options: [
    { flags: '--exit-code', description: 'exit with 3 if changes are pending' },
    ...PLAN_OPTIONS,
    OUTPUT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: ['apikit plan --stage prod', 'apikit plan --stage prod --exit-code --json'],
  ask({ flags }): Answers {
    const form = outputForm(flags);
    return { wanted: flags, exitCode: flags.exitCode, markdown: form === 'markdown', github: form === 'github' };
  },
  execute: async ({ wanted, markdown, github }, context): Promise<ShownPlan> => ({
    ...(await makePlan(wanted, context)),
    markdown,
    github,
  }),
  render: renderPlan,
  json: planDocument,
  async afterwards(shown, { github }, { io }) {
    if (github) await addToSummary(planAsMarkdown(shown), io);
  },
  exitCode: ({ plan: result }, { exitCode }) => (exitCode && pending(result).length > 0 ? EXIT.declined : EXIT.done),
});

/** `deploy --dry-run` uses it too. */
export function renderPlan(shown: ShownPlan, theme: Theme): Rendered {
  const { plan: result, target, markdown, github = false, warnings } = shown;
  if (markdown) return { document: planAsMarkdown(shown) };
  const next = pending(result).length > 0 ? [`apikit deploy --stage ${target.config.stage}`] : [];
  const annotations = github ? warnings.map((message) => ({ severity: 'warning', message }) as const) : [];
  return { data: planText(result, theme), annotations: annotationLines(annotations), next };
}

function planAsMarkdown({ plan: result, target, warnings }: PlannedDeploy): string[] {
  const { config, facts } = target;
  const changes = pending(result);
  const shown = { ...config, account: facts.account, changes, kept: keptResources(result), warnings };
  return planMarkdown(shown, config.preview?.expires);
}

export function planDocument(planned: PlannedDeploy): object {
  const { plan: result, warnings } = planned;
  return {
    fingerprint: planFingerprint(planned),
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
