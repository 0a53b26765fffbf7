/**
 * Duplicates of resources, as deletions for the plan. Pure. The kinds decide which one counts and which of the others
 * are in use (docs/adr/0004).
 */
import type { Observed, Resource } from '../../engine/resource.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import type { FoundResource } from '../found-resources.ts';

/** Duplicates of a wanted resource. They are removed if nothing uses them, and otherwise stay with a reason. */
export function duplicatesOfWanted(
  desired: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): FoundResource[] {
  return desired.flatMap((resource) => {
    const chosen = observed.get(resource.id);
    return (chosen?.duplicates ?? []).map((other): FoundResource => {
      const { id } = other.attributes;
      const words = wordsFor(resource, other, String(chosen?.attributes.id));
      return {
        resource: { ...named(resource, other), duplicate: { of: resource.id, id: String(id) } },
        observed: { ...other, ...words },
      };
    });
  });
}

/** Duplicates of a resource that is not wanted. They are removed with it. */
export function duplicatesOfFormer(former: Resource, observed: Observed | undefined): FoundResource[] {
  return (observed?.duplicates ?? []).map((other) => ({ resource: named(former, other), observed: other }));
}

/** Whether the resource with this ID in a plan is a duplicate. */
export const isDuplicateId = (id: string): boolean => id.startsWith('duplicate-');

/** `duplicate-api/a1b2c3d4e5`, `duplicate-usage-plan/x9y8z7` */
function named(resource: Resource, { attributes }: Observed): Resource {
  const [sort] = resource.id.split('/');
  return { ...resource, id: `duplicate-${sort}/${attributes.id}`, name: String(attributes.name ?? resource.name) };
}

function wordsFor({ id }: Resource, { inUse }: Observed, chosen: string): Pick<Observed, 'inUse' | 'consequence'> {
  const chosenOne = `apikit uses ${chosen} as ${id}`;
  if (inUse === undefined) return { consequence: `nothing is lost, because it is empty and unused; ${chosenOne}` };
  return {
    inUse: `it carries the tags of this stage too, but ${chosenOne}, and ${inUse}. If nobody needs it, delete it by hand; otherwise remove the tags ${APP_TAG} and ${STAGE_TAG} from it`,
  };
}
