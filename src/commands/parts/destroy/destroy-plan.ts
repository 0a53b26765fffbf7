/** The resources that a destroy would delete or keep, for `--dry-run` and for the confirmation. Pure. */
import type { Plan, PlanStep } from '../../../engine/plan.ts';
import { counted } from '../../../text/counted.ts';
import { keptLine } from '../../../ui/plan-text.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import type { Rendered } from '../command.ts';
import type { PreparedDestroy } from './locked-destroy.ts';

export interface DestroyPlan {
  dryRun: true;
  app: string;
  stage: string;
  account: string;
  region: string;
  deletes: { resource: string; kind: string; name: string }[];
  kept: { resource: string; name: string; why: string }[];
}

export const WHY_KEPT = {
  data: 'it holds data; --delete-data deletes it',
  shared: 'it belongs to the whole account',
  imported: 'it is imported, and apikit deletes only what it created',
  'not-ours': "it does not have apikit's tags",
  'in-use': 'another resource uses it',
} as const;

/** The steps that delete something, in their order. */
export const deletions = (plan: Plan): PlanStep[] => plan.steps.filter(({ action }) => action === 'delete');

export const deletionLine = ({ resource, name }: Pick<PlanStep, 'resource' | 'name'>, theme: Theme): string =>
  `${theme.bad(SYMBOL.remove)} ${resource} ${theme.dim(name)}`;

export function destroyPlan({ target: { config, facts }, planned: { plan } }: PreparedDestroy): DestroyPlan {
  return {
    dryRun: true,
    app: config.app,
    stage: config.stage,
    account: facts.account,
    region: facts.region,
    deletes: deletions(plan).map(({ resource, kind, name }) => ({ resource, kind, name })),
    kept: plan.steps.flatMap(({ resource, name, kept }) => (kept ? [{ resource, name, why: WHY_KEPT[kept] }] : [])),
  };
}

export function destroyPlanText({ app, stage, account, region, deletes, kept }: DestroyPlan, theme: Theme): Rendered {
  return {
    notes: [`${app}/${stage} in account ${account}, ${region}`],
    data: [
      ...deletes.map((one) => deletionLine(one, theme)),
      ...kept.map((one) => keptLine(one, one.why)),
      ...(deletes.length + kept.length > 0 ? [''] : []),
      deletes.length === 0 ? 'Nothing to delete.' : `${counted(deletes.length, 'resource')} to delete`,
    ],
    next: deletes.length === 0 ? [] : [`apikit destroy --stage ${stage}`],
  };
}
