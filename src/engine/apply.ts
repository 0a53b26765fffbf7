/**
 * Carries out a plan: what it says and nothing else. Each resource is brought up to date as soon as those before it are,
 * with their fresh attributes. Until then nothing is taken away that was there before: what serves may need it. What is no
 * longer wanted goes last, when the new serves. All writes of apikit's deploys happen below here.
 */
import { ApikitError } from '../errors.ts';
import { graphOf, type Rest, refsIn, runInOrder } from './graph.ts';
import { headStarts } from './head-starts.ts';
import { isInterruption } from './interruption.ts';
import { type Observation, readOne } from './observe.ts';
import { type Action, notOurs, type Plan, type PlanStep, title } from './plan.ts';
import { removeAll } from './remove.ts';
import { lookupIn, resolveResource } from './resolve.ts';
import type { FieldChange, Observed, Resource } from './resource.ts';
import { about, contextOf, kindOf, type Run, reportFailure } from './run.ts';

export interface Work {
  /** As given to `plan`. */
  readonly desired: readonly Resource[];
  readonly orphans?: readonly Resource[];
  readonly observation: Observation;
  /**
   * Asked once before anything is taken away, when everything is brought about: resolves when nothing serves any more that
   * may need it. `false`: that could not be seen, and everything stays for the next run. Absent: nothing serves.
   */
  takenOver?(attributes: Outcome['attributes']): Promise<boolean>;
  /** Passed before the resource is brought about, when those before it are; what it throws is that resource's failure. */
  readonly gate?: { readonly resource: string; pass(attributes: Outcome['attributes']): Promise<void> };
}

export interface DoneStep {
  readonly resource: string;
  readonly action: Action;
  /** What differed when it was changed; absent for what was made or removed as a whole, or left as it was. */
  readonly fields?: readonly FieldChange[];
}

export interface Outcome {
  /** What was really done, which is less than planned where a value turned out not to have changed. */
  readonly done: DoneStep[];
  readonly failed: { readonly resource: string; readonly error: unknown }[];
  readonly notStarted: string[];
  /** Left in place because what served before may still need it; the next run takes it away. */
  readonly left: string[];
  /** Begun and cut short by the interruption: they may be half-way, and a second run finishes them. */
  readonly cutShort: string[];
  /** Whether the run was cut short by its signal. */
  readonly interrupted: boolean;
  /** Attributes of everything that exists afterwards, by resource id. */
  readonly attributes: ReadonlyMap<string, Observed['attributes']>;
}

/** ms after which something is read again before it is written: others may have been at it while the user was asked. */
const STALE_AFTER = 30_000;

export async function apply(plan: Plan, work: Work, run: Run): Promise<Outcome> {
  const byId = new Map(work.desired.map((resource) => [resource.id, resource]));
  const steps = new Map(plan.steps.map((step) => [step.resource, step]));
  const attributes = new Map<string, Observed['attributes']>();
  const done: Outcome['done'] = [];
  const applied = new Map<string, { readonly resource: Resource; readonly observed: Observed }>();
  const ahead = headStarts(work.desired, plan, work.observation, run);

  const changed = await runInOrder(
    graphOf(work.desired),
    async (id) => {
      const resource = resolveResource(byId.get(id) as Resource, lookupIn(attributes));
      const step = steps.get(id);
      if (!step) throw new Error(`${id} is not in the plan`);
      const { gate } = work;
      if (gate?.resource === id) await reportingFailure(resource, run.clock.now(), run, () => gate.pass(attributes));
      const { result, rest, ...what } = await bringAbout(resource, step, work.observation, run);
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
  const doomed = (work.orphans ?? []).filter(({ id }) => steps.get(id)?.action === 'delete');
  if (changed.failed.length > 0 || run.signal.aborted) {
    const notStarted = [...changed.notStarted, ...doomed.map(({ id }) => id)];
    const { failed, cutShort } = changed;
    return { done, failed, notStarted, cutShort, left: [], interrupted: run.signal.aborted, attributes };
  }
  const narrowed = work.desired.flatMap(({ id }) => {
    const one = applied.get(id);
    return one && kindOf(run, one.resource).letGo?.due(one.resource, one.observed) ? [one] : [];
  });
  const going = [...doomed, ...narrowed.map(({ resource }) => resource)].map(({ id }) => id);
  const nothing = { done, failed: [], notStarted: [], cutShort: [], left: [], attributes };
  if (going.length === 0) return { ...nothing, interrupted: false };
  const safe = await takenOver(work, attributes, run);
  if (safe === 'interrupted') return { ...nothing, notStarted: going, interrupted: true };
  if (!safe) return { ...nothing, left: going, interrupted: false };

  const removed = await removeAll(doomed, { ...work.observation, attributes }, run);
  const all = {
    ...nothing,
    done: [...done, ...removed.done.map((resource) => ({ resource, action: 'delete' as const }))],
  };
  if (removed.failed.length > 0 || run.signal.aborted) {
    const notStarted = [...removed.notStarted, ...narrowed.map(({ resource }) => resource.id)];
    return { ...all, failed: removed.failed, notStarted, cutShort: removed.cutShort, interrupted: run.signal.aborted };
  }
  return { ...all, ...(await letGo(narrowed, run)), interrupted: run.signal.aborted };
}

async function takenOver(
  { takenOver: ask }: Work,
  attributes: Outcome['attributes'],
  { signal }: Run,
): Promise<boolean | 'interrupted'> {
  try {
    return (await ask?.(attributes)) ?? true;
  } catch (error) {
    if (!isInterruption(error, signal)) throw error;
    return 'interrupted';
  }
}

/** One after the other: a table's key, say, is given up before the right to use it. */
async function letGo(
  narrowed: readonly { readonly resource: Resource; readonly observed: Observed }[],
  run: Run,
): Promise<Pick<Outcome, 'failed' | 'notStarted' | 'cutShort'>> {
  const waiting = [...narrowed];
  const ended: Pick<Outcome, 'failed' | 'notStarted' | 'cutShort'> = { failed: [], notStarted: [], cutShort: [] };
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { resource, observed } = one;
    const started = run.clock.now();
    try {
      run.report({ type: 'resource.changing', ...about(resource), action: 'update' });
      await kindOf(run, resource).letGo?.begin(resource, observed, contextOf(run, resource));
      run.report({ type: 'resource.changed', ...about(resource), action: 'update', ms: run.clock.now() - started });
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
  /** Absent for upkeep that had nothing to work on. */
  readonly result?: Observed;
  /** What others need not wait for. */
  readonly rest?: Rest;
}

/** One resource, from what was observed to what is planned. Its references are resolved. */
async function bringAbout(resource: Resource, step: PlanStep, observation: Observation, run: Run): Promise<Step> {
  const unresolved = refsIn(resource.properties)[0];
  if (unresolved)
    throw new Error(`${resource.id} needs ${unresolved.$ref}.${unresolved.attribute}, which was not provided`);
  const kind = kindOf(run, resource);
  let observed = observation.observed.get(resource.id);
  // Planned as unchanged, or the value it waited for is what it already has: no call at all.
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
    run.report({ type: 'resource.changing', ...about(resource), action });
    return await kind.apply(resource, observed, context);
  });
  const rest = () =>
    reportingFailure(resource, started, run, async () => {
      await kind.finish?.(resource, result, context);
      run.report({ type: 'resource.changed', ...about(resource), action, ms: run.clock.now() - started });
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

/** What the world looks like now decides between making and changing; the plan decides whether at all. */
function actionNow(planned: Action, observed: Observed | undefined): Action {
  if (!observed) return 'create';
  return planned === 'none' || planned === 'create' ? 'update' : planned;
}

/** The plan informs, the provider decides: nothing is taken over that nobody agreed to, and nothing is replaced. */
function refuseTheUnapproved(resource: Resource, step: PlanStep, observed: Observed, run: Run): void {
  if (!observed.owned && step.action !== 'adopt') throw notOurs([title(resource, observed)]);
  const replaced = kindOf(run, resource)
    .diff(resource, observed)
    .filter(({ replace }) => replace);
  if (replaced.length === 0) return;
  const fields = replaced.map(({ path }) => path).join(', ');
  throw new ApikitError(
    'ChangedMeanwhile',
    `The ${title(resource, observed)} changed after the plan was made: what differs now cannot be changed in place (${fields}), and apikit never deletes anything to make it anew.`,
    { hint: 'Run the command again: it begins with a new plan.' },
  );
}
