/**
 * Changes the provisioned concurrency of the scalable targets once a minute: scheduled actions set its bounds, and
 * target tracking keeps its utilization near the target. It follows the alarms that Application Auto Scaling creates:
 * it adds instances after three minutes above the target, and removes some after fifteen minutes below 90 % of it. A
 * version that nobody calls has no utilization, and keeps its instances (Lambda Developer Guide, "Configuring
 * provisioned concurrency").
 */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import { qualifierExists } from '../../state/functions/lookup.ts';
import { lambdaState, versionKey } from '../../state/functions/model.ts';
import type { Store } from '../../storage/store.ts';
import { metricStoreOf } from '../cloudwatch/metric-store.ts';
import { setProvisioned } from '../lambda/provisioned-rules.ts';
import { functionOf, type StoredTarget, targetsOf } from './model.ts';
import { isDue } from './schedule.ts';

const MINUTE = 60_000;
const OUT_MINUTES = 3;
const IN_MINUTES = 15;
const IN_SHARE = 0.9;
/** Scheduled actions of a cloud that was stopped for longer are not made up for. */
const LONGEST_GAP = 1_440;

/** The timers by `Store`, which all parts of one running cloud share. */
const timers = new WeakMap<Store, () => void>();

/** Starts to look at the targets, unless that has begun. It ends when there are none. */
export function watch(cloud: Cloud): void {
  if (timers.has(cloud.store)) return;
  const again = () =>
    timers.set(
      cloud.store,
      cloud.clock.after(MINUTE, () => {
        timers.delete(cloud.store);
        if (scaleAll(cloud)) again();
      }),
    );
  if (scopesOf(cloud).some((scope) => targetsOf(cloud, scope).size > 0)) again();
}

export function stopWatching(store: Store): void {
  timers.get(store)?.();
  timers.delete(store);
}

const scopesOf = (cloud: Cloud): Scope[] =>
  cloud.regions().map((region) => ({ account: cloud.options.account, region }));

/** Returns whether there are targets. */
function scaleAll(cloud: Cloud): boolean {
  const scopes = scopesOf(cloud);
  for (const scope of scopes) {
    for (const target of targetsOf(cloud, scope).values()) track(cloud, scope, runActions(cloud, scope, target));
  }
  return scopes.some((scope) => targetsOf(cloud, scope).size > 0);
}

/** Returns the target after the scheduled actions that are due. */
function runActions(cloud: Cloud, scope: Scope, target: StoredTarget): StoredTarget {
  const now = Math.floor(cloud.clock.now() / MINUTE);
  const from = Math.max(Math.floor(target.lookedAt / MINUTE) + 1, now - LONGEST_GAP);
  let { min, max } = target;
  for (let minute = from; minute <= now; minute += 1) {
    for (const action of target.actions) {
      if (!isDue(action.schedule, action.timezone ?? 'UTC', action.createdAt, minute * MINUTE)) continue;
      min = action.min ?? Math.min(min, action.max ?? min);
      max = action.max ?? Math.max(max, min);
    }
  }
  const changed = { ...target, min, max, lookedAt: cloud.clock.now() };
  targetsOf(cloud, scope).put(target.resourceId, changed);
  keepInRange(cloud, scope, changed);
  return changed;
}

/** Brings the capacity between the bounds of the target. */
export function keepInRange(cloud: Cloud, scope: Scope, target: StoredTarget): void {
  const capacity = capacityOf(cloud, scope, target);
  if (capacity === undefined) return;
  const wanted = Math.min(target.max, Math.max(target.min, capacity));
  if (wanted !== capacity) setCapacity(cloud, scope, target, wanted);
}

/** `undefined` without the function. */
function capacityOf(cloud: Cloud, scope: Scope, { resourceId }: StoredTarget): number | undefined {
  const { name, qualifier } = functionOf(resourceId);
  const state = lambdaState(cloud, scope);
  if (!qualifierExists(state, name, qualifier)) return undefined;
  return state.provisioned.get(versionKey(name, qualifier))?.requested ?? 0;
}

function setCapacity(cloud: Cloud, scope: Scope, { resourceId }: StoredTarget, wanted: number): void {
  const { name, qualifier } = functionOf(resourceId);
  try {
    setProvisioned(cloud, scope, name, qualifier, wanted);
  } catch (error) {
    // The scaling activity fails, as on AWS, for example because the function reserves too little concurrency.
    if ((error as { code?: unknown }).code === undefined) throw error;
  }
}

function track(cloud: Cloud, scope: Scope, target: StoredTarget): void {
  const capacity = capacityOf(cloud, scope, target);
  if (!capacity) return;
  const wanted = target.policies.flatMap(({ configuration: { TargetValue } }) =>
    wantedFor(TargetValue, capacity, utilizations(cloud, scope, target, capacity)),
  );
  if (wanted.length === 0) return;
  const next = Math.min(target.max, Math.max(target.min, ...wanted));
  if (next === capacity) return;
  setCapacity(cloud, scope, target, next);
  targetsOf(cloud, scope).put(target.resourceId, { ...target, scaledAt: cloud.clock.now() });
}

/** Returns the capacity that brings the utilization to the target, if the alarms would say so. */
function wantedFor(target: number, capacity: number, recent: readonly (number | undefined)[]): number[] {
  const isAll = (count: number, holds: (value: number) => boolean) =>
    recent.length >= count && recent.slice(-count).every((value) => value !== undefined && holds(value));
  const last = recent.at(-1) ?? 0;
  const grown = isAll(OUT_MINUTES, (value) => value > target);
  const shrunk = isAll(IN_MINUTES, (value) => value < target * IN_SHARE);
  return grown || shrunk ? [Math.ceil((capacity * last) / target)] : [];
}

/** The utilization of each complete minute since the last change, oldest first; `undefined` without calls. */
function utilizations(
  cloud: Cloud,
  scope: Scope,
  { resourceId, createdAt, scaledAt = createdAt }: StoredTarget,
  capacity: number,
): (number | undefined)[] {
  const { name, qualifier } = functionOf(resourceId);
  const to = Math.floor(cloud.clock.now() / MINUTE) * MINUTE;
  const from = Math.max(to - IN_MINUTES * MINUTE, Math.ceil(scaledAt / MINUTE) * MINUTE);
  const dimensions = { FunctionName: name, Resource: `${name}:${qualifier}` };
  const query = { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions', dimensions };
  const found = metricStoreOf(cloud).read(scope, query, from, to, MINUTE);
  return Array.from({ length: Math.max(0, (to - from) / MINUTE) }, (_, index) => {
    const minute = found.get(from + index * MINUTE);
    return minute && minute.max / capacity;
  });
}
