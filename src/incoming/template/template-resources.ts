/** Finds the API of a template, its document, and the functions that serve it. Pure. */
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import type { TemplateResource } from './template.ts';
import { apiEvents } from './template-contract.ts';

export const apisOf = (resources: readonly TemplateResource[]): TemplateResource[] =>
  resources.filter(({ type }) => type === 'AWS::Serverless::Api' || type === 'AWS::Serverless::HttpApi');

/** A stage has one API: the first one of the template. */
export const apiOf = (resources: readonly TemplateResource[]): TemplateResource | undefined => apisOf(resources)[0];

/** The functions that serve operations, by the events or by the integrations of the document. */
export function servingFunctions(
  resources: readonly TemplateResource[],
  called: readonly string[],
): TemplateResource[] {
  return resources.filter(
    (resource) =>
      resource.type === 'AWS::Serverless::Function' && (apiEvents(resource).length > 0 || called.includes(resource.id)),
  );
}

/** The document that the API has itself: inline, or in a file beside the template. */
export function definitionOf(api: TemplateResource | undefined): { inline: Json } | { file: string } | undefined {
  const { DefinitionBody, DefinitionUri } = api?.properties ?? {};
  if (Object.keys(objectOf(DefinitionBody)).length > 0) return { inline: objectOf(DefinitionBody) };
  const file = textOf(DefinitionUri);
  return file === undefined || file.startsWith('s3://') ? undefined : { file };
}
