/** The contract of a template: its own OpenAPI document, or one from the events of its functions. Pure. */
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import { pathParameters } from '../../contract/model/paths.ts';
import { ANY_METHOD, methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import type { Finding } from '../finding.ts';
import type { TemplateResource } from './template.ts';
import { securityOf } from './template-security.ts';

export interface TemplateRoute {
  /** The logical ID of the function. */
  readonly function: string;
  /** `GET /items/{id}` */
  readonly route: string;
}

export interface TemplateContract {
  /** An OpenAPI document, with the extensions of API Gateway if the template has them. */
  readonly document: Json;
  readonly routes: readonly TemplateRoute[];
  readonly findings: readonly Finding[];
}

export type ApiResource = TemplateResource | undefined;

/**
 * Expects a template whose functions have events of an API, or whose API has a document. `authorizer` is the function
 * that becomes the authorizer of the project.
 */
export function contractOfEvents(
  functions: readonly TemplateResource[],
  api: ApiResource,
  { title, authorizer }: { readonly title: string; readonly authorizer?: string | undefined },
): TemplateContract {
  const paths = new Map<string, Json>();
  const schemes = new Map<string, Json>();
  const routes: TemplateRoute[] = [];
  const findings: Finding[] = [];
  const auth = objectOf(api?.properties.Auth);
  const models = objectOf(api?.properties.Models);
  const auths = functions.flatMap(apiEvents).map(([, event]) => objectOf(objectOf(event.Properties).Auth));
  for (const fn of functions) {
    const events = apiEvents(fn);
    for (const [name, event] of events) {
      const properties = objectOf(event.Properties);
      const path = textOf(properties.Path) ?? '/{proxy+}';
      const method = (textOf(properties.Method) ?? 'any').toLowerCase();
      const key = OPERATION_KEYS.includes(method) ? method : ANY_METHOD;
      const route = `${methodOf(key)} ${path}`;
      if (paths.get(path)?.[key] !== undefined) {
        const says = `Another function already serves ${route}, and an operation has one.`;
        findings.push({ about: 'lost', place: fn.place('Events', name), says });
        continue;
      }
      routes.push({ function: fn.id, route });
      const security = securityOf(auth, objectOf(properties.Auth), schemes, authorizer);
      const parameters = [...inPath(path), ...parametersOf(properties.RequestParameters)];
      const body = bodyOf(objectOf(properties.RequestModel), models);
      const alone = Object.keys(objectOf(fn.properties.Events)).length === 1;
      paths.set(path, {
        ...paths.get(path),
        [key]: {
          operationId: textOf(properties.OperationId) ?? lower(alone ? fn.id : `${fn.id}${name}`),
          ...(parameters.length > 0 && { parameters }),
          ...(body && { requestBody: body }),
          ...(security && { security }),
          responses: { default: { description: 'The response of the function' } },
        },
      });
    }
  }
  const components = schemes.size > 0 ? { components: { securitySchemes: Object.fromEntries(schemes) } } : {};
  const info = { title, version: '1' };
  const document = {
    openapi: '3.0.3',
    info,
    ...policyOf([auth, ...auths]),
    ...components,
    paths: Object.fromEntries(paths),
  };
  return { document, routes, findings };
}

/** The extension by which the import of a document asks whether the policy of the API may be lost. */
function policyOf(auths: readonly Json[]): Json {
  // A policy whose values only the account knows has no members here, and is one nevertheless.
  const policies = auths.flatMap(({ ResourcePolicy }): Json[] => (isObject(ResourcePolicy) ? [ResourcePolicy] : []));
  if (policies.length === 0) return {};
  const Statement = policies.flatMap((policy) => policy.CustomStatements ?? policy);
  return { 'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement } };
}

/** The parameters of a path as entries of an operation. */
export const inPath = (path: string): Json[] =>
  pathParameters(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const LOCATIONS: Readonly<Record<string, string>> = { querystring: 'query', header: 'header' };

/** SAM's list of names such as `method.request.querystring.page`, some of them as the keys of their settings. */
export function parametersOf(written: unknown): Json[] {
  return [written ?? []].flat().flatMap((each): Json[] => {
    const [text = '', settings = {}] = isObject(each) ? (Object.entries(each)[0] ?? []) : [String(each), {}];
    const [, location = '', name = ''] = /^method\.request\.(\w+)\.(.+)$/.exec(text) ?? [];
    const place = own(LOCATIONS, location);
    if (place === undefined) return [];
    return [{ name, in: place, required: objectOf(settings).Required === true, schema: { type: 'string' } }];
  });
}

function bodyOf({ Model, Required }: Json, models: Json): Json | undefined {
  const schema = own(models, textOf(Model) ?? '');
  if (!isObject(schema)) return undefined;
  // The dialect of JSON Schema is that of the contract.
  const { $schema, id, ...content } = schema;
  return { ...(Required === true && { required: true }), content: { 'application/json': { schema: content } } };
}

/** The events of REST and HTTP APIs of a function, by their names. */
export function apiEvents({ properties }: TemplateResource): [string, Json][] {
  return Object.entries(objectOf(properties.Events)).flatMap(([name, value]): [string, Json][] => {
    const event = objectOf(value);
    return isApiEvent(event) ? [[name, event]] : [];
  });
}

export const isApiEvent = ({ Type }: Json): boolean => Type === 'Api' || Type === 'HttpApi';

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Takes the functions out of a document: which one serves which operation is in the router of the project. */
export function contractOfDocument(document: Json): TemplateContract {
  const routes: TemplateRoute[] = [];
  const paths = Object.entries(objectOf(document.paths)).map(([path, item]) => {
    const members = Object.entries(objectOf(item)).map(([key, value]) => {
      const { 'x-amazon-apigateway-integration': integration, ...operation } = objectOf(value);
      const [, id] = /\{function (\w+)\}/.exec(textOf(objectOf(integration).uri) ?? '') ?? [];
      if (id === undefined) return [key, value];
      routes.push({ function: id, route: `${methodOf(key)} ${path}` });
      return [key, operation];
    });
    return [path, Object.fromEntries(members)];
  });
  return { document: { ...document, paths: Object.fromEntries(paths) }, routes, findings: [] };
}
