/** The planned changes that wait, because the release that still serves, or an execution, may need the parts. Pure. */
import type { Plan } from '../../../engine/plan.ts';
import type { DeployedStage } from '../../../stage/deploy/deploy-stage.ts';
import type { Notices } from '../../../stage/prepare/prepared-stage.ts';
import { plainFields } from '../../../ui/plan-text.ts';

export interface WaitingChange {
  resource: string;
  action: 'update' | 'delete';
  /** The fields that keep their values. Empty if the resource is to be deleted. */
  fields: ReturnType<typeof plainFields>;
}

/** Returns the IDs of the resources that wait for the release before, or for executions that began before. */
export const waitingIn = ({ left, used }: Pick<DeployedStage, 'left' | 'used'>): string[] => [
  ...left,
  ...used.flatMap(({ resources }) => resources),
];

/** `waiting` has the IDs of resources. */
export function waitingChanges({ steps }: Plan, waiting: readonly string[]): WaitingChange[] {
  return [...new Set(waiting)].map((resource) => {
    const step = steps.find((each) => each.resource === resource);
    const action = step?.action === 'delete' ? 'delete' : 'update';
    return { resource, action, fields: plainFields((step?.fields ?? []).filter(({ last }) => last)) };
  });
}

/** `again` is the command that completes the deploy. A deploy with a `canary` waits for its promotion. */
export function waitingText(
  waiting: readonly WaitingChange[],
  { again, canary }: { again: string; canary: boolean },
): string {
  const groups = (['update', 'delete'] as const)
    .map((action) => ({ verb: action === 'update' ? 'change' : 'delete', names: namesOf(waiting, action) }))
    .filter(({ names }) => names.length > 0);
  const verbs = (ending: string) => groups.map(({ verb }) => `${verb}${ending}`).join(' and ');
  const kept = groups.map(({ verb, names }) => `these were not ${verb}d: ${names.join(', ')}`).join('; ');
  const release = canary ? 'live' : 'previous';
  const next = canary
    ? `The first deploy after the promotion of the canary ${verbs('s')} them.`
    : `Run \`${again}\` again to ${verbs('')} them.`;
  return `The ${release} release may still need some parts, so ${kept}. ${next}`;
}

/**
 * Tells what a deploy or a promotion has left for later. `again` is the command that completes it. A deploy with a
 * `canary` waits for its promotion.
 */
export function tellWaiting(
  { left, used }: Pick<DeployedStage, 'left' | 'used'>,
  plan: Plan,
  { again, canary }: { again: string; canary: boolean },
  report: Notices,
): void {
  if (left.length > 0) {
    const text = waitingText(waitingChanges(plan, left), { again, canary });
    if (canary) report.note(text);
    else report.warn(text);
  }
  for (const { by, resources } of used) {
    report.warn(
      `Executions of ${by} that began before this deploy may still run. They need these parts, which therefore stay as they were: ${resources.join(', ')}. Run \`${again}\` again when they have ended: it deletes what is no longer needed.`,
    );
  }
}

const namesOf = (waiting: readonly WaitingChange[], wanted: WaitingChange['action']): string[] =>
  waiting
    .filter(({ action }) => action === wanted)
    .map(({ resource, fields }) => {
      const paths = fields.map(({ path }) => path);
      return paths.length === 0 ? resource : `${resource} (${paths.join(', ')})`;
    });
