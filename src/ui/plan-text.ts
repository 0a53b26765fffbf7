/** A plan for people. Pure. */
import type { Action } from '../engine/action.ts';
import type { Plan, PlanStep } from '../engine/plan.ts';
import { pending } from '../engine/plan.ts';
import { type FieldChange, isRef } from '../engine/resource.ts';
import { jsonChanges } from './json-changes.ts';
import { SYMBOL, type Theme } from './theme.ts';

const MARK: Record<Action, string> = {
  create: SYMBOL.create,
  update: SYMBOL.change,
  adopt: SYMBOL.change,
  delete: SYMBOL.remove,
  none: ' ',
};

const PAINT = {
  create: 'good',
  update: 'warn',
  adopt: 'warn',
  delete: 'bad',
  none: 'warn',
} as const satisfies Record<Action, keyof Theme>;

export function planText(plan: Plan, theme: Theme): string[] {
  const steps = pending(plan);
  const kept = plan.steps.flatMap((step) => (step.kept ? [keptLine(step, keptReason(step.kept, step.why))] : []));
  if (steps.length === 0) return [...kept, 'Nothing to do: the stage matches the project.'];
  return [
    ...steps.flatMap((step) => [
      stepLine(step, theme),
      ...step.fields.flatMap((field) => plannedLines(field, theme).map((line) => `    ${line}`)),
      ...(step.consequence === undefined ? [] : [theme.bad(`    ${step.consequence}`)]),
    ]),
    ...kept,
    '',
    countLine(steps),
  ];
}

const WHY_KEPT = {
  data: 'it is no longer in apikit.yaml, and no deploy deletes data',
  shared: 'it belongs to the whole account',
  imported: 'it is imported, and apikit deletes only what it created',
  'not-ours': "it does not have apikit's tags",
  'in-use': 'something uses it',
} as const;

/** Why a resource stays although the project no longer has it. `why` is set if the plan knows a more precise reason. */
export function keptReason(kept: NonNullable<PlanStep['kept']>, why: string = WHY_KEPT[kept]): string {
  return why;
}

export function keptLine({ resource, name }: { resource: string; name: string }, why: string): string {
  return `  ${resource} (${name}) stays: ${why}.`;
}

/** The fields for `--json`, where `null` means that the field is not set. */
export function plainFields(fields: readonly FieldChange[]): { path: string; from: unknown; to: unknown }[] {
  return fields.map(({ path, from = null, to = null }) => ({ path, from, to }));
}

function stepLine({ action, resource, name, kind }: PlanStep, theme: Theme): string {
  const called = resource === kind ? name : `${kind} ${name}`;
  return `${theme[PAINT[action]](`${MARK[action]} ${action}`)} ${theme.bold(resource)} ${theme.dim(called)}`;
}

/** `throttle.rate: 5 → 100`. A longer document gets a line for each value that is added or removed. */
export function fieldLines({ path, from, to }: FieldChange, theme: Theme): string[] {
  const [before, after] = [show(from), show(to)];
  const short = before.length <= LONGEST && after.length <= LONGEST && !isDocument(from) && !isDocument(to);
  if (short || isRef(to)) return [`${path}: ${theme.dim(before)} ${SYMBOL.next} ${after}`];
  const { added, removed } = jsonChanges(from, to);
  return [
    `${path}:`,
    ...removed.map((line) => `  ${theme.bad(`${SYMBOL.remove} ${line}`)}`),
    ...added.map((line) => `  ${theme.good(`${SYMBOL.create} ${line}`)}`),
  ];
}

/**
 * The plan says that a removal comes last: the present release may need the removed part until the new release serves.
 */
function plannedLines(field: FieldChange, theme: Theme): string[] {
  const lines = fieldLines(field, theme);
  if (!field.last) return lines;
  const isValue = field.to !== undefined && typeof field.to !== 'object';
  const what = isValue ? 'This changes' : 'The removed part is deleted';
  return [...lines, theme.dim(`  ${what} last, after the new release serves.`)];
}

function countLine(steps: readonly PlanStep[]): string {
  const counts = new Map<Action, number>();
  for (const { action } of steps) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} to ${action}`).join(', ');
}

/** The longest JSON text that a line holds twice. */
const LONGEST = 160;

/** A value as JSON on one line. */
function show(value: unknown): string {
  if (value === undefined) return '(none)';
  if (isRef(value)) return `(known after ${value.$ref})`;
  return JSON.stringify(value, (_key, member) => (isRef(member) ? `(known after ${member.$ref})` : member));
}

/** Each statement of an IAM policy is shown by its additions and removals, however short it is. */
function isDocument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('Effect' in value || 'Statement' in value);
}
