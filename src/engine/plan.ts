/**
 * Compares what should exist with what exists. Makes no calls and changes nothing. The plan is plain data that prints
 * as JSON, and `apply` does nothing else. Values that are known only after another step stay references.
 */
import { ApikitError } from '../errors.ts';
import type { Action } from './action.ts';
import { graphOf, subgraph, topologicalOrder } from './graph.ts';
import type { Observation } from './observe.ts';
import { type Lookup, resolveResource } from './resolve.ts';
import type { FieldChange, Kind, Observed, Resource } from './resource.ts';

export interface PlanStep {
  /** Id of the resource. */
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
  readonly action: Action;
  /** The fields that differ. Empty if the resource is created or deleted as a whole. */
  readonly fields: FieldChange[];
  /** Why something that is no longer wanted stays. */
  readonly kept?: 'data' | 'shared' | 'imported' | 'not-ours' | 'in-use';
  /** With `kept: 'in-use'`: who uses it, and what the user can do. */
  readonly why?: string;
  /** The effect of the removal on others: "2 API keys lose access". */
  readonly consequence?: string;
}

/** Every resource once, after those that it depends on. Deletions come at the end, in the opposite order. */
export interface Plan {
  readonly steps: PlanStep[];
}

export interface PlanOptions {
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Whether to take over resources that have our names but not our tags. */
  readonly adopt?: boolean;
  /** Resources that exist, are ours and are no longer wanted. They are observed together with the wanted ones. */
  readonly orphans?: readonly Resource[];
  /** Returns the error for changes that cannot be made in place, with the advice of their kinds. */
  wouldReplace(replaced: readonly string[], advice: string): ApikitError;
}

/** The steps that change something. */
export function pending(plan: Plan): PlanStep[] {
  return plan.steps.filter(({ action }) => action !== 'none');
}

/** The attributes that identify a resource. An update in place does not change them, so a plan may rely on them. */
export const IDENTITY = ['arn', 'id', 'name'];

/** Throws `NotOurs` or the error of `wouldReplace`. Either names all resources concerned at once. */
export function plan(desired: readonly Resource[], observation: Observation, options: PlanOptions): Plan {
  const byId = new Map(desired.map((resource) => [resource.id, resource]));
  const steps = new Map<string, PlanStep>();
  const foreign: Foreign[] = [];
  const replaced: string[] = [];
  const advice = new Set<string>();

  const lookup: Lookup = ({ $ref, attribute }) => {
    const action = steps.get($ref)?.action;
    const target = observation.observed.get($ref);
    const isSteady = IDENTITY.includes(attribute) || target?.steady?.includes(attribute) === true;
    const settled = action === 'none' || ((action === 'update' || action === 'adopt') && isSteady);
    return settled ? target?.attributes[attribute] : undefined;
  };

  for (const id of topologicalOrder(graphOf(desired))) {
    const resource = byId.get(id) as Resource;
    const observed = observation.observed.get(id);
    const step = stepOf(resolveResource(resource, lookup), observed, options.kinds);
    steps.set(id, step);
    if (observed && !observed.owned && !options.adopt) foreign.push({ resource, observed });
    else if (step.fields.some(({ replace }) => replace)) {
      replaced.push(replacement(resource, step.fields));
      for (const { instead } of step.fields) if (instead !== undefined) advice.add(instead);
    }
  }
  if (foreign.length > 0) throw notOurs(foreign);
  if (replaced.length > 0) throw options.wouldReplace(replaced, [...advice].join(' '));
  return { steps: [...steps.values(), ...planRemoval(options.orphans ?? [], observation).steps] };
}

/** Plans the removal of these resources. Leaves out what does not exist, and says why something stays. */
export function planRemoval(
  resources: readonly Resource[],
  { observed }: Observation,
  { deleteData = false }: { deleteData?: boolean } = {},
): Plan {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const steps = topologicalOrder(subgraph(resources))
    .reverse()
    .flatMap((id): PlanStep[] => {
      const resource = byId.get(id) as Resource;
      const found = observed.get(id);
      if (!found || resource.upkeep) return [];
      const kept = keepReason(resource, found, deleteData);
      const what = { resource: id, kind: resource.kind, name: found.name ?? resource.name, fields: [] };
      if (kept) return [{ ...what, action: 'none', kept, ...(found.inUse !== undefined && { why: found.inUse }) }];
      const { consequence } = found;
      return [{ ...what, action: 'delete', ...(consequence !== undefined && { consequence }) }];
    });
  return { steps };
}

function keepReason(resource: Resource, observed: Observed, deleteData: boolean): PlanStep['kept'] {
  if (resource.keep === 'shared' || resource.keep === 'imported') return resource.keep;
  if (!observed.owned) return 'not-ours';
  if (observed.inUse !== undefined) return 'in-use';
  return resource.keep === 'data' && !deleteData ? 'data' : undefined;
}

/** The step for one resource whose references are resolved as far as possible. */
function stepOf(resource: Resource, observed: Observed | undefined, kinds: PlanOptions['kinds']): PlanStep {
  const what = { resource: resource.id, kind: resource.kind, name: observed?.name ?? resource.name };
  if (!observed) return { ...what, action: resource.upkeep ? 'none' : 'create', fields: [] };
  const kind = kinds.get(resource.kind);
  if (!kind) throw new Error(`${resource.id} is of the unknown kind ${resource.kind}`);
  const fields = kind.diff(resource, observed);
  return { ...what, action: actionFor(fields, observed), fields };
}

function actionFor(fields: readonly FieldChange[], observed: Observed): Action {
  if (!observed.owned) return 'adopt';
  return fields.length > 0 ? 'update' : 'none';
}

/** `table items-api-dev-items (arn:aws:…)` */
export function title({ kind, name }: Resource, observed?: Observed): string {
  const arn = observed?.attributes.arn;
  return `${kind} ${name}${typeof arn === 'string' ? ` (${arn})` : ''}`;
}

interface Foreign {
  readonly resource: Resource;
  readonly observed: Observed;
}

export function notOurs(found: readonly Foreign[]): ApikitError {
  const explained = found.flatMap(({ observed: { foreign } }) => foreign ?? []);
  const untagged = found.filter(({ observed }) => !observed.foreign);
  const said = untagged.length > 0 ? [...explained, withoutTags(untagged)] : explained;
  return new ApikitError('NotOurs', said.map(({ because }) => because).join(' '), {
    hint: said.map(({ hint }) => hint).join(' '),
  });
}

function withoutTags(found: readonly Foreign[]): NonNullable<Observed['foreign']> {
  const [what, verb, tags] = found.length === 1 ? ['This exists', 'does', 'it'] : ['These exist', 'do', 'them'];
  const titles = found.map(({ resource, observed }) => title(resource, observed));
  return {
    because: `${what} but ${verb} not carry the ownership tags of this stage: ${titles.join(', ')}.`,
    hint: `Deploy with --adopt to take ${tags} over, or give the app another name in apikit.yaml.`,
  };
}

function replacement(resource: Resource, fields: readonly FieldChange[]): string {
  const paths = fields.filter(({ replace }) => replace).map(({ path }) => path);
  return `${title(resource)} (${paths.join(', ')})`;
}
