/**
 * The fingerprint of a plan. A user who has read a plan passes it to `deploy`, which then carries out this plan or
 * none.
 */
import { createHash } from 'node:crypto';
import { type PlanStep, pending } from '../../../engine/plan.ts';
import type { Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { plainFields } from '../../../ui/plan-text.ts';
import type { PlanFlags, PlannedDeploy } from './make-plan.ts';

export const FINGERPRINT_OPTION = {
  flags: '--plan <fingerprint>',
  description: 'deploy only if the plan still has this `fingerprint` of `apikit plan --json`',
} as const satisfies Option;

type Fingerprinted = Pick<PlannedDeploy, 'plan' | 'desired' | 'target' | 'seeds'>;

/**
 * Two plans have the same fingerprint if they make the same changes to the same stage for the same release. The content
 * of each resource counts, too: a plan shows no fields of a resource that it creates, and hides some values. Only the
 * hash of them is printed.
 */
export function planFingerprint({ plan, desired, target: { config, facts }, seeds = [] }: Fingerprinted): string {
  const { app, stage, preview } = config;
  const { account, region } = facts;
  const wanted = new Map(desired.resources.map((resource) => [resource.id, resource]));
  const parts = {
    ...{ app, stage, account, region },
    release: desired.release,
    expires: preview?.expires,
    seeds: seeds.map(({ table, sha256 }) => [table, sha256]),
    changes: pending(plan).map((step) => changeOf(step, wanted.get(step.resource))),
  };
  const text = JSON.stringify(parts, sorted);
  return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}

const LENGTH = 16;

/** The git revision is no part of the content: a commit of the same files changes nothing in the stage. */
function changeOf({ resource, action, name, fields, consequence }: PlanStep, wanted: Resource | undefined): object {
  const { revision: _, ...content } = wanted?.properties ?? {};
  return { resource, action, name, fields: plainFields(fields), consequence, content };
}

/** Services return the members of a document in any order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The command that shows the plan of a deploy with these flags. */
export function planCommand(stage: string, { adopt, newTable, removeOldApi }: PlanFlags): string {
  const flags = [
    ...(adopt ? ['--adopt'] : []),
    ...(newTable === undefined ? [] : ['--new-table', newTable]),
    ...(removeOldApi ? ['--remove-old-api'] : []),
  ];
  return [`apikit plan --stage ${stage}`, ...flags.map(shellWord)].join(' ');
}

/** Throws `PlanChanged` for a plan with another fingerprint. `look` is the command that shows the plan. */
export function refuseOtherPlan(expected: string, planned: Fingerprinted, look: string): void {
  const current = planFingerprint(planned);
  if (current === expected) return;
  const { app, stage } = planned.target.config;
  throw new ApikitError(
    'PlanChanged',
    `The plan for ${app}/${stage} has the fingerprint ${current}, and not ${JSON.stringify(expected)}: the project or the stage has changed, or the plan was made with other flags. Nothing was changed.`,
    { hint: `Read the current plan and its fingerprint: ${look} --json` },
  );
}
