/**
 * Carries out a plan and changes nothing else. Each resource is updated as soon as the resources that it depends on are
 * ready, with their fresh attributes. Deletions come last, when the new release serves, because what serves now may
 * still need what goes. All writes of apikit's deploys happen below this file.
 */
import { ApikitError } from '../errors.ts';
import type { Action } from './action.ts';
import { type Continuation, graphOf, refsIn, runInOrder } from './graph.ts';
import { headStarts } from './head-starts.ts';
import { isInterruption } from './interruption.ts';
import { type Observation, readOne } from './observe.ts';
import { notOurs, type Plan, type PlanStep, title } from './plan.ts';
import { removeAll } from './remove.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { FieldChange, Observed, Resource } from './resource.ts';
import { contextOf, kindOf, type Run, reportFailure, resourceOf } from './run.ts';

export interface ApplyWork {
  /** The resources that `plan` received. */
  readonly desired: readonly Resource[];
  readonly orphans?: readonly Resource[];
  readonly observation: Observation;
  /**
   * Called once, when everything is created or updated and before anything is deleted. Resolves when nothing that
   * serves still needs what goes. `false` means that this could not be seen: everything stays for the next run. Without
   * it, nothing serves.
   */
  takenOver?(attributes: ApplyResult['attributes']): Promise<boolean>;
  /**
   * Each runs before its resource is changed, when those that it depends on are ready. An error of it is the failure of
   * that resource.
   */
  readonly gates?: readonly Gate[];
}

export interface Gate {
  readonly resource: string;
  pass(attributes: ApplyResult['attributes']): Promise<void>;
}

export interface DoneStep {
  readonly resource: string;
  readonly action: Action;
  /** The fields that differed. Absent if the resource was created, removed, or left as it was. */
  readonly fields?: readonly FieldChange[];
}

export interface ApplyResult {
  /** The changes that were really made: less than planned if a value turned out not to have changed. */
  readonly done: DoneStep[];
  readonly failed: { readonly resource: string; readonly error: unknown }[];
  readonly notStarted: string[];
  /** Resources that keep what the release before may still need. The next run changes or deletes them. */
  readonly left: string[];
  /** Resources that keep what work that began before still needs. The next run changes or deletes them. */
  readonly used: readonly StillUsed[];
  /** Resources whose change the interruption cut short. They may be half changed, and the next run completes them. */
  readonly cutShort: string[];
  /** Whether the run was cut short by its signal. */
  readonly interrupted: boolean;
  /** Attributes of everything that exists afterwards, by resource id. */
  readonly attributes: ReadonlyMap<string, Observed['attributes']>;
}

export interface StillUsed {
  /** The ID of the resource whose work needs them. */
  readonly by: string;
  readonly resources: readonly string[];
}

/**
 * Milliseconds after which a resource is read again before it is written: somebody may have changed it while the user
 * was asked.
 */
const STALE_AFTER = 30_000;

export async function apply(plan: Plan, work: ApplyWork, run: Run): Promise<ApplyResult> {
  const byId = new Map(work.desired.map((resource) => [resource.id, resource]));
  const steps = new Map(plan.steps.map((step) => [step.resource, step]));
  const attributes = new Map<string, Observed['attributes']>();
  const done: ApplyResult['done'] = [];
  const applied = new Map<string, { readonly resource: Resource; readonly observed: Observed }>();
  const ahead = headStarts(work.desired, plan, work.observation, run);

  const changed = await runInOrder(
    graphOf(work.desired),
    async (id) => {
      const resource = resolveResource(byId.get(id) as Resource, lookupIn(attributes));
      const step = steps.get(id);
      if (!step) throw new Error(`${id} is not in the plan`);
      for (const gate of work.gates ?? []) {
        if (gate.resource === id) await reportingFailure(resource, run.clock.now(), run, () => gate.pass(attributes));
      }
      const { result, rest, ...what } = await applyStep(resource, step, work.observation, run);
      if (result) {
        attributes.set(id, result.attributes);
        applied.set(id, { resource, observed: result });
      }
      ahead.begin(attributes);
      const isDone = () => void done.push({ resource: id, ...what });
      return rest ? () => rest().then(isDone) : isDone();
    },
    run.signal,
  );
  await ahead.ended();
  const toDelete = (work.orphans ?? []).filter(({ id }) => steps.get(id)?.action === 'delete');
  const dueFor = (part: 'follow' | 'retire') =>
    work.desired.flatMap(({ id }) => {
      const one = applied.get(id);
      return one && kindOf(run, one.resource)[part]?.due(one.resource, one.observed) ? [one] : [];
    });
  const following = dueFor('follow');
  const nothing = { failed: [], notStarted: [], cutShort: [], left: [], used: [], attributes };
  if (changed.failed.length > 0 || run.signal.aborted) {
    const waiting = following.map(({ resource }) => resource.id);
    const notStarted = [...changed.notStarted, ...waiting, ...toDelete.map(({ id }) => id)];
    const { failed, cutShort } = changed;
    const whole = done.filter(({ resource }) => !waiting.includes(resource));
    return { ...nothing, done: whole, failed, notStarted, cutShort, interrupted: run.signal.aborted };
  }
  const narrowed = dueFor('retire');
  const going = [...toDelete, ...narrowed.map(({ resource }) => resource)].map(({ id }) => id);
  const followed = await oneByOne('follow', following, run);
  if (followed.failed.length > 0 || run.signal.aborted) {
    const waiting = new Set([...followed.failed.map(({ resource }) => resource), ...followed.notStarted]);
    const whole = done.filter(({ resource }) => !waiting.has(resource));
    const notStarted = [...followed.notStarted, ...going];
    return { ...nothing, ...followed, done: whole, notStarted, interrupted: run.signal.aborted };
  }
  if (going.length === 0) return { ...nothing, done, interrupted: false };
  const safe = await takenOver(work, attributes, run);
  if (safe === 'interrupted') return { ...nothing, done, notStarted: going, interrupted: true };
  if (!safe) return { ...nothing, done: withoutWaiting(done, new Set(going)), left: going, interrupted: false };

  const used = await stillUsed(work, [...toDelete, ...narrowed.map(({ resource }) => resource)], done, run);
  const needed = new Set(used.flatMap(({ resources }) => resources));
  const removed = await removeAll(
    toDelete.filter(({ id }) => !needed.has(id)),
    { ...work.observation, attributes },
    run,
  );
  const all = {
    ...nothing,
    used,
    done: [
      ...withoutWaiting(done, needed),
      ...removed.done.map((resource) => ({ resource, action: 'delete' as const })),
    ],
  };
  if (removed.failed.length > 0 || run.signal.aborted) {
    const notStarted = [...removed.notStarted, ...narrowed.map(({ resource }) => resource.id)];
    return { ...all, failed: removed.failed, notStarted, cutShort: removed.cutShort, interrupted: run.signal.aborted };
  }
  const unused = narrowed.filter(({ resource }) => !needed.has(resource.id));
  return { ...all, ...(await oneByOne('retire', unused, run)), interrupted: run.signal.aborted };
}

/** Leaves out the changes that the waiting resources make last, because they are not made yet. */
function withoutWaiting(done: readonly DoneStep[], waiting: ReadonlySet<string>): DoneStep[] {
  return done.flatMap((step) => {
    if (!waiting.has(step.resource) || !step.fields?.some(({ last }) => last)) return [step];
    const fields = step.fields.filter(({ last }) => !last);
    return fields.length === 0 ? [] : [{ ...step, fields }];
  });
}

/** Asks the kinds which of those that are going stay, and what these in turn need. */
async function stillUsed(
  { desired, observation: { observed } }: ApplyWork,
  resources: readonly Resource[],
  done: readonly DoneStep[],
  run: Run,
): Promise<StillUsed[]> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const asked = desired.map(async (resource): Promise<StillUsed> => {
    const changed = done.some((step) => step.resource === resource.id && step.action !== 'none');
    const going = { resources, observed, changed };
    const needed = (await kindOf(run, resource).stillNeeds?.(resource, going, contextOf(run, resource))) ?? [];
    const withTheirs = needed.flatMap((id) => [id, ...(byId.get(id)?.after?.filter((each) => byId.has(each)) ?? [])]);
    return { by: resource.id, resources: [...new Set(withTheirs)] };
  });
  return (await Promise.all(asked)).filter((one) => one.resources.length > 0);
}

async function takenOver(
  { takenOver: ask }: ApplyWork,
  attributes: ApplyResult['attributes'],
  { signal }: Run,
): Promise<boolean | 'interrupted'> {
  try {
    return (await ask?.(attributes)) ?? true;
  } catch (error) {
    if (!isInterruption(error, signal)) throw error;
    return 'interrupted';
  }
}

/**
 * Runs one after the other, because the order matters: the role keeps the permission to use a table's key until the
 * table no longer uses the key.
 */
async function oneByOne(
  part: 'follow' | 'retire',
  due: readonly { readonly resource: Resource; readonly observed: Observed }[],
  run: Run,
): Promise<Pick<ApplyResult, 'failed' | 'notStarted' | 'cutShort'>> {
  const waiting = [...due];
  const ended: Pick<ApplyResult, 'failed' | 'notStarted' | 'cutShort'> = { failed: [], notStarted: [], cutShort: [] };
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { resource, observed } = one;
    const started = run.clock.now();
    try {
      run.report({ type: 'resource.changing', ...resourceOf(resource), action: 'update' });
      await kindOf(run, resource)[part]?.begin(resource, observed, contextOf(run, resource));
      run.report({
        type: 'resource.changed',
        ...resourceOf(resource),
        action: 'update',
        ms: run.clock.now() - started,
      });
    } catch (error) {
      reportFailure(resource, error, started, run);
      if (isInterruption(error, run.signal)) ended.cutShort.push(resource.id);
      else ended.failed.push({ resource: resource.id, error });
      break;
    }
  }
  return { ...ended, notStarted: waiting.map(({ resource }) => resource.id) };
}

interface Step {
  readonly action: Action;
  readonly fields?: readonly FieldChange[];
  /** Absent if an upkeep resource had nothing to work on. */
  readonly result?: Observed;
  /** Work that other resources need not wait for. */
  readonly rest?: Continuation;
}

/** Changes one resource from what was observed to what is planned. Its references are resolved. */
async function applyStep(resource: Resource, step: PlanStep, observation: Observation, run: Run): Promise<Step> {
  const unresolved = refsIn(resource.properties)[0];
  if (unresolved)
    throw new Error(`${resource.id} needs ${unresolved.$ref}.${unresolved.attribute}, which was not provided`);
  const kind = kindOf(run, resource);
  let observed = observation.observed.get(resource.id);
  // The plan has no change, or the value that it waited for is the one that the resource already has.
  if (observed && isDone(resource, step, observed, run)) return { action: 'none', result: observed };

  if (run.clock.now() - (observation.readAt.get(resource.id) ?? 0) > STALE_AFTER) {
    observed = await readOne(resource, run);
    if (observed && isDone(resource, step, observed, run)) return { action: 'none', result: observed };
  }
  if (!observed && resource.upkeep) return { action: 'none' };
  const action = actionNow(step.action, observed);
  const fields = observed ? kind.diff(resource, observed) : [];
  const started = run.clock.now();
  const context = contextOf(run, resource);
  const result = await reportingFailure(resource, started, run, async () => {
    if (observed) refuseTheUnapproved(resource, step, observed, run);
    run.report({ type: 'resource.changing', ...resourceOf(resource), action });
    return await kind.apply(resource, observed, context);
  });
  const rest = () =>
    reportingFailure(resource, started, run, async () => {
      await kind.finish?.(resource, result, context);
      run.report({ type: 'resource.changed', ...resourceOf(resource), action, ms: run.clock.now() - started });
    });
  const changed = { action, result, ...(fields.length > 0 && { fields }) };
  if (kind.finish) return { ...changed, rest };
  await rest();
  return changed;
}

async function reportingFailure<T>(resource: Resource, started: number, run: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    reportFailure(resource, error, started, run);
    throw error;
  }
}

function isDone(resource: Resource, step: PlanStep, observed: Observed, run: Run): boolean {
  return observed.owned && step.action !== 'adopt' && kindOf(run, resource).diff(resource, observed).length === 0;
}

/** The plan decides whether a resource changes. What exists now decides between creating and updating it. */
function actionNow(planned: Action, observed: Observed | undefined): Action {
  if (!observed) return 'create';
  return planned === 'none' || planned === 'create' ? 'update' : planned;
}

/**
 * Throws if the resource changed since the plan: apikit adopts nothing that the user has not agreed to, and replaces
 * nothing.
 */
function refuseTheUnapproved(resource: Resource, step: PlanStep, observed: Observed, run: Run): void {
  if (!observed.owned && step.action !== 'adopt') throw notOurs([{ resource, observed }]);
  const replaced = kindOf(run, resource)
    .diff(resource, observed)
    .filter(({ replace }) => replace);
  if (replaced.length === 0) return;
  const fields = replaced.map(({ path }) => path).join(', ');
  throw new ApikitError(
    'ChangedMeanwhile',
    `The ${title(resource, observed)} changed after the plan was made: the differences cannot be changed in place (${fields}), and apikit never deletes a resource to replace it.`,
    { hint: 'Run the command again: it begins with a new plan.' },
  );
}
