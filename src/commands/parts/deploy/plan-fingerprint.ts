/**
 * The fingerprint of a plan. A user who has read a plan passes it to `deploy`, which then carries out this plan or
 * none.
 */
import { createHash } from 'node:crypto';
import { pending } from '../../../engine/plan.ts';
import { ApikitError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import { plainFields } from '../../../ui/plan-text.ts';
import type { PlannedDeploy } from './make-plan.ts';

export const FINGERPRINT_OPTION = {
  flags: '--plan <fingerprint>',
  description: 'deploy only if the plan still has this `fingerprint` of `apikit plan --json`',
} as const satisfies Option;

type Fingerprinted = Pick<PlannedDeploy, 'plan' | 'desired' | 'target'>;

/** Two plans have the same fingerprint if they make the same changes to the same stage for the same release. */
export function planFingerprint({ plan, desired, target: { config, facts } }: Fingerprinted): string {
  const { app, stage } = config;
  const { account, region } = facts;
  const changes = pending(plan).map(({ resource, action, fields }) => [resource, action, plainFields(fields)]);
  const text = JSON.stringify([app, stage, account, region, desired.release, changes], sorted);
  return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}

const LENGTH = 16;

/** Services return the members of a document in any order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws `PlanChanged` for a plan with another fingerprint. */
export function refuseOtherPlan(expected: string, planned: Fingerprinted): void {
  const current = planFingerprint(planned);
  if (current === expected) return;
  const { app, stage } = planned.target.config;
  throw new ApikitError(
    'PlanChanged',
    `The plan for ${app}/${stage} has the fingerprint ${current}, and not ${JSON.stringify(expected)}: the project or the stage has changed, or the plan was made with other flags. Nothing was changed.`,
    { hint: `Read the current plan and its fingerprint: apikit plan --stage ${stage} --json` },
  );
}
