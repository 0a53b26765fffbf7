/** Lookups below an API, in AWS's order. An unknown API is reported as an unknown resource [recorded]. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { ApiDefinition, Integration, Method, Resource } from '../../state/apis/model.ts';
import { notFound } from './errors.ts';
import { entryOf, type Members, requiredText } from './members.ts';
import { requireResource } from './resources/resource-tree.ts';
import { definitions, editDefinition } from './state.ts';

/** Returns the definition for a method operation. */
export function definitionFor(context: OperationContext, input: Members): ApiDefinition {
  const definition = definitions(context).get(requiredText(input, 'restApiId'));
  if (!definition) throw notFound('Invalid Resource identifier specified');
  return definition;
}

/** Edits the definition; an unknown API is an unknown resource here, too. */
export function editFor<R>(context: OperationContext, input: Members, edit: (draft: ApiDefinition) => R): R {
  definitionFor(context, input);
  return editDefinition(context, requiredText(input, 'restApiId'), edit);
}

export const resourceFor = (definition: ApiDefinition, input: Members): Resource =>
  requireResource(definition, requiredText(input, 'resourceId'));

/** Returns the method of `{resourceId}` and `{httpMethod}`. */
export function methodFor(definition: ApiDefinition, input: Members): Method {
  const method = entryOf(resourceFor(definition, input).resourceMethods, requiredText(input, 'httpMethod'));
  if (!method) throw notFound('Invalid Method identifier specified');
  return method;
}

export function integrationFor(definition: ApiDefinition, input: Members): Integration {
  const integration = methodFor(definition, input).methodIntegration;
  if (!integration) throw notFound('Invalid Integration identifier specified');
  return integration;
}

export const invalidStatusCode = () => notFound('Invalid Response status code specified');
