/**
 * Checks the resources that a deploy would take over (docs/adr/0029). `adopts` of the stage names them, or they have
 * the stage's names and not its tags. apikit never creates what `adopts` names anew: a new API would have another URL,
 * a new table no items, and a new usage plan no keys. Pure.
 */
import { formerIndexes } from '../../aws/kinds/table/table-diff.ts';
import { ownerOf } from '../../aws/ownership/owner.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';

/** Throws `CannotAdopt` with all problems at once. */
export function refuseAdoption(
  config: StageConfig,
  resources: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): void {
  const { app, stage, adopts } = config;
  const problems = [
    ...(adopts ? absences(adopts, observed) : []),
    ...resources.flatMap((resource) => {
      const found = observed.get(resource.id);
      return found && !found.owned ? lossesOf(resource, found, observed, config) : [];
    }),
  ];
  if (problems.length === 0) return;
  throw new ApikitError(
    'CannotAdopt',
    `${app}/${stage} cannot take over resources that exist: ${problems.join('; ')}. Nothing was changed.`,
    {
      hint: `Correct apikit.yaml. To begin with new resources instead, remove the entries from stages.${stage}.adopts.`,
    },
  );
}

/** `adopts` names something that does not exist, or the stage already has another one. */
function absences(
  { api, tables, usagePlans }: NonNullable<StageConfig['adopts']>,
  observed: ReadonlyMap<string, Observed>,
): string[] {
  return [
    ...(api === undefined ? [] : problemsOf('API', api, observed.get('api'))),
    ...Object.entries(tables).flatMap(([name, table]) =>
      observed.has(`table/${name}`) ? [] : [missing('table', table)],
    ),
    ...Object.entries(usagePlans).flatMap(([name, id]) =>
      problemsOf('usage plan', id, observed.get(`usage-plan/${name}`)),
    ),
  ];
}

function problemsOf(what: string, id: string, found: Observed | undefined): string[] {
  if (!found) return [missing(what, id)];
  const { id: other } = found.attributes;
  return other === id ? [] : [`the stage already has the ${what} ${String(other)}, and not ${id}`];
}

const missing = (what: string, name: string): string => `there is no ${what} ${name} in this account and region`;

/** The losses of callers and owners if the stage took the resource over. */
function lossesOf(
  resource: Resource,
  found: Observed,
  observed: ReadonlyMap<string, Observed>,
  { stage, access, endpoint }: StageConfig,
): string[] {
  const { id = resource.name, hasPolicy } = found.attributes;
  switch (resource.kind) {
    case 'rest-api': {
      // The policy of a private API always names its callers.
      const isOpened = hasPolicy && !access && endpoint.type !== 'private';
      return [...otherOwner(`API ${id}`, found), ...(isOpened ? [withoutPolicy(String(id))] : [])];
    }
    case 'table':
      return [...otherOwner(`table ${id}`, found), ...lostIndexes(resource, found)];
    case 'usage-plan':
      return [...otherOwner(`usage plan ${id}`, found), ...othersIn(String(id), found, observed, stage)];
    default:
      return [];
  }
}

/** A stage of apikit that exists would change the resource back with its next deploy, or delete it. */
function otherOwner(what: string, { properties }: Observed): string[] {
  const owner = ownerOf(properties.tags as Tags | undefined);
  if (!owner) return [];
  return [
    `${what} belongs to ${owner.app}/${owner.stage}, a stage of apikit (if that stage is no longer in use, remove the tags ${APP_TAG} and ${STAGE_TAG} from it)`,
  ];
}

/** The import of a definition removes the policy that it does not name (docs/aws/import.md). */
const withoutPolicy = (id: string): string =>
  `API ${id} has a resource policy, which the deploy would remove, so that everybody could call it (name the callers in access of apikit.yaml, see docs/access.md)`;

/** The deploy after the takeover would delete them as leftovers. */
function lostIndexes({ id, name, properties }: Resource, found: Observed): string[] {
  const lost = formerIndexes(properties, found.properties);
  if (lost.length === 0) return [];
  const [table] = id.split('/').slice(1);
  return [
    `table ${name} has ${lost.length === 1 ? 'the index' : 'the indexes'} ${lost.join(', ')}, which the next deploy would delete (declare ${lost.length === 1 ? 'it' : 'them'} in tables.${table}.indexes)`,
  ];
}

/** A plan belongs to one stage: taking over one that covers others would take the others' callers their access. */
function othersIn(id: string, plan: Observed, observed: ReadonlyMap<string, Observed>, stage: string): string[] {
  const own = `${String(observed.get('api')?.attributes.id)}:${stage}`;
  const others = (plan.properties.stages as readonly string[]).filter((covered) => covered !== own);
  return others.length === 0
    ? []
    : [`usage plan ${id} also covers ${others.join(', ')}, whose callers would lose access`];
}
