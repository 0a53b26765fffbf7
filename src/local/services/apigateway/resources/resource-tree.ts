/** The resource tree of a definition: adding, finding by path, moving and removing resources, for calls and imports. */
import type { ApiDefinition, Resource } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { entryOf } from '../members.ts';

const PATH_PART = /^(?:[a-zA-Z0-9._\-:,~]+|\{[a-zA-Z0-9._\-:]+\+?\})$/;

export function requireResource(definition: ApiDefinition, resourceId: string): Resource {
  const resource = entryOf(definition.resources, resourceId);
  if (!resource) throw notFound('Invalid Resource identifier specified');
  return resource;
}

export const resourceAt = (definition: ApiDefinition, path: string): Resource | undefined =>
  Object.values(definition.resources).find((resource) => resource.path === path);

export const childPath = (parent: Resource, pathPart: string): string =>
  `${parent.path === '/' ? '' : parent.path}/${pathPart}`;

/** Adds a child; throws for a resource that API Gateway cannot route. */
export function addResource(definition: ApiDefinition, parentId: string, pathPart: string, id: string): Resource {
  const parent = requireResource(definition, parentId);
  checkPlace(definition, parent, pathPart);
  const resource: Resource = { id, parentId: parent.id, pathPart, path: childPath(parent, pathPart) };
  definition.resources[id] = resource;
  return resource;
}

/** Throws if `parent` cannot have a child of this name; `except` is a child that is being renamed or moved. */
export function checkPlace(definition: ApiDefinition, parent: Resource, pathPart: string, except?: string): void {
  if (!PATH_PART.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  }
  const siblings = Object.values(definition.resources).filter(
    ({ parentId, id }) => parentId === parent.id && id !== except,
  );
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = isVariable(pathPart) && siblings.find((sibling) => isVariable(sibling.pathPart));
  if (variable) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}

const isVariable = (pathPart: string | undefined): boolean => pathPart?.startsWith('{') ?? false;

/** Recomputes the paths below a resource that was renamed or moved. */
export function refreshPaths(definition: ApiDefinition, resource: Resource): void {
  const parent = requireResource(definition, resource.parentId ?? '');
  resource.path = childPath(parent, resource.pathPart ?? '');
  for (const child of childrenOf(definition, resource.id)) refreshPaths(definition, child);
}

export function removeResource(definition: ApiDefinition, resourceId: string): void {
  for (const child of childrenOf(definition, resourceId)) removeResource(definition, child.id);
  delete definition.resources[resourceId];
}

const childrenOf = (definition: ApiDefinition, resourceId: string): Resource[] =>
  Object.values(definition.resources).filter((resource) => resource.parentId === resourceId);

export const isBelow = (definition: ApiDefinition, resourceId: string, ancestorId: string): boolean => {
  const parentId = definition.resources[resourceId]?.parentId;
  return resourceId === ancestorId || (parentId !== undefined && isBelow(definition, parentId, ancestorId));
};
