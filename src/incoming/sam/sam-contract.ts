/** The contract of a SAM template: its own OpenAPI document, or one from the events of its functions. Pure. */
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { ANY_METHOD, methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import type { Finding } from '../finding.ts';
import type { SamResource } from './template.ts';

export interface SamRoute {
  /** The logical ID of the function. */
  readonly function: string;
  /** `GET /items/{id}` */
  readonly route: string;
}

export interface SamContract {
  /** An OpenAPI document, with the extensions of API Gateway if the template has them. */
  readonly document: Json;
  readonly routes: readonly SamRoute[];
  readonly findings: readonly Finding[];
}

export type ApiResource = SamResource | undefined;

/** Expects a template whose functions have events of an API, or whose API has a document. */
export function contractOfEvents(functions: readonly SamResource[], api: ApiResource, title: string): SamContract {
  const paths: Record<string, Json> = {};
  const schemes: Json = {};
  const routes: SamRoute[] = [];
  const findings: Finding[] = [];
  const auth = objectOf(api?.properties.Auth);
  for (const fn of functions) {
    for (const [name, event] of apiEvents(fn)) {
      const { Path, Method, Auth } = objectOf(event.Properties);
      const path = textOf(Path) ?? '/{proxy+}';
      const method = (textOf(Method) ?? 'any').toLowerCase();
      const key = OPERATION_KEYS.includes(method) ? method : ANY_METHOD;
      const route = `${methodOf(key)} ${path}`;
      if (paths[path]?.[key] !== undefined) {
        const says = `Another function already serves ${route}, and an operation has one.`;
        findings.push({ about: 'lost', place: fn.place('Events', name), says });
        continue;
      }
      routes.push({ function: fn.id, route });
      const security = securityOf(auth, objectOf(Auth), schemes);
      const parameters = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, parameter]) => parameter);
      paths[path] = {
        ...paths[path],
        [key]: {
          operationId:
            Object.keys(objectOf(fn.properties.Events)).length === 1 ? lower(fn.id) : lower(`${fn.id}${name}`),
          ...(parameters.length > 0 && {
            parameters: parameters.map((one) => ({
              name: one,
              in: 'path',
              required: true,
              schema: { type: 'string' },
            })),
          }),
          ...(security && { security }),
          responses: { default: { description: 'The response of the function' } },
        },
      };
    }
  }
  const components = Object.keys(schemes).length > 0 ? { components: { securitySchemes: schemes } } : {};
  return { document: { openapi: '3.0.3', info: { title, version: '1' }, ...components, paths }, routes, findings };
}

/** The events of REST and HTTP APIs of a function, by their names. */
export function apiEvents({ properties }: SamResource): [string, Json][] {
  return Object.entries(objectOf(properties.Events)).flatMap(([name, value]): [string, Json][] => {
    const event = objectOf(value);
    return isApiEvent(event) ? [[name, event]] : [];
  });
}

export const isApiEvent = ({ Type }: Json): boolean => Type === 'Api' || Type === 'HttpApi';

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * Returns the requirement of an event, or else that of its API. An authorizer becomes one of the project, which lets
 * nobody pass before it has code.
 */
function securityOf(ofApi: Json, ofEvent: Json, schemes: Json): Json[] | undefined {
  const authorizer = textOf(ofEvent.Authorizer) ?? textOf(ofApi.DefaultAuthorizer);
  const needsKey = (ofEvent.ApiKeyRequired ?? ofApi.ApiKeyRequired) === true;
  const requirement: Json = {};
  if (authorizer !== undefined && authorizer !== 'NONE') {
    const name = authorizer === 'AWS_IAM' ? 'signature' : authorizer;
    schemes[name] = authorizer === 'AWS_IAM' ? SIGNATURE : schemeOf(objectOf(objectOf(ofApi.Authorizers)[authorizer]));
    requirement[name] = [];
  }
  if (needsKey) {
    schemes.key = { type: 'apiKey', in: 'header', name: 'x-api-key' };
    requirement.key = [];
  }
  return Object.keys(requirement).length === 0 ? undefined : [requirement];
}

const SIGNATURE = { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };

function schemeOf({ UserPoolArn }: Json): Json {
  const pools = [UserPoolArn].flat().filter((arn): arn is string => typeof arn === 'string' && arn.startsWith('arn:'));
  if (pools.length === 0) return { type: 'http', scheme: 'bearer' };
  return {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: pools },
  };
}

/** Takes the functions out of a document: which one serves which operation is in the router of the project. */
export function contractOfDocument(document: Json): SamContract {
  const routes: SamRoute[] = [];
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
