/** The guards of the operations of a template, as security schemes of OpenAPI. Pure. */
import { type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { freeName } from '../free-name.ts';
import type { TemplateResource } from './template.ts';

/** The text by which `intrinsics` names a function: its ARN is known only after a deploy. */
export const functionNamed = (value: unknown): string | undefined =>
  /\{function ([\w-]+)\}/.exec(textOf(value) ?? '')?.[1];

/** The schemes that every import can add by itself. */
const SIGNED = 'signature';
const KEY = 'key';

/**
 * Returns the name of the scheme of each authorizer. It also names a file, and no two authorizers have the same one:
 * whoever passes one of them must not pass the other.
 */
function schemeNames(ofApi: Json): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set([SIGNED, KEY]);
  for (const authorizer of Object.keys(objectOf(ofApi.Authorizers))) {
    const word = authorizer.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+/, '') || 'authorizer';
    const name = freeName(word, (each) => taken.has(each));
    taken.add(name);
    names.set(authorizer, name);
  }
  return names;
}

/**
 * Returns the requirement of an event, or else that of its API, and adds its schemes. `mapped` is the function that
 * becomes the authorizer of the project. Every other authorizer lets nobody pass before somebody writes its code.
 */
export function securityOf(
  ofApi: Json,
  ofEvent: Json,
  schemes: Map<string, Json>,
  mapped: string | undefined,
): Json[] | undefined {
  const authorizer = textOf(ofEvent.Authorizer) ?? textOf(ofApi.DefaultAuthorizer);
  const requirement: Json = {};
  if (authorizer === 'AWS_IAM') {
    schemes.set(SIGNED, SIGNATURE);
    requirement[SIGNED] = [];
  } else if (authorizer !== undefined && authorizer !== 'NONE') {
    // An event can name an authorizer that the API does not have. Nobody passes it.
    const name = schemeNames(ofApi).get(authorizer) ?? 'unknown-authorizer';
    schemes.set(name, schemeOf(objectOf(own(objectOf(ofApi.Authorizers), authorizer)), mapped));
    requirement[name] = [ofEvent.AuthorizationScopes ?? []].flat();
  }
  // A value of a parameter is a text.
  if (String(ofEvent.ApiKeyRequired ?? ofApi.ApiKeyRequired) === 'true') {
    schemes.set(KEY, { type: 'apiKey', in: 'header', name: 'x-api-key' });
    requirement[KEY] = [];
  }
  return Object.keys(requirement).length === 0 ? undefined : [requirement];
}

const SIGNATURE = { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };

function schemeOf(authorizer: Json, mapped: string | undefined): Json {
  const pools = [authorizer.UserPoolArn].flat().filter((arn) => textOf(arn)?.startsWith('arn:'));
  if (pools.length > 0) {
    return {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: pools },
    };
  }
  const { issuer, audience } = objectOf(authorizer.JwtConfiguration);
  const url = textOf(issuer);
  if (url !== undefined && audience !== undefined) {
    return {
      type: 'openIdConnect',
      openIdConnectUrl: `${url.replace(/\/$/, '')}/.well-known/openid-configuration`,
      'x-apikit': { audience: [audience].flat(), ...(url.endsWith('/') && { issuer: url }) },
    };
  }
  const fn = functionNamed(authorizer.FunctionArn);
  return fn !== undefined && fn === mapped ? ofFunction(authorizer) : { type: 'http', scheme: 'bearer' };
}

/**
 * Code from elsewhere often allows only the method that was called, so its responses are not cached
 * (docs/authorizers.md).
 */
function ofFunction({ FunctionPayloadType, Identity }: Json): Json {
  const { Header, Headers, QueryStrings, StageVariables, Context } = objectOf(Identity);
  const list = (value: unknown, start: string) => [value ?? []].flat().map((name) => `${start}.${String(name)}`);
  const identity = [
    ...list(Headers, 'header'),
    ...list(QueryStrings, 'query'),
    ...list(StageVariables, 'stageVariables'),
    ...list(Context, 'context'),
  ];
  const header = textOf(Header) ?? 'Authorization';
  const settings =
    FunctionPayloadType === 'REQUEST'
      ? { type: 'request', ttl: 0, ...(identity.length > 0 && { identity }) }
      : { type: 'token', ttl: 0 };
  return {
    ...(/^authorization$/i.test(header)
      ? { type: 'http', scheme: 'bearer' }
      : { type: 'apiKey', in: 'header', name: header }),
    'x-apikit': settings,
  };
}

/**
 * Returns the function that can become the authorizer of the project: the router knows one, and it must take the events
 * that apikit sends. `undefined` if there is none, or several.
 */
export function authorizerFunction(
  resources: readonly TemplateResource[],
  api: TemplateResource | undefined,
): { readonly fn: TemplateResource; readonly schemes: readonly string[] } | undefined {
  const authorizers = Object.entries(objectOf(objectOf(api?.properties.Auth).Authorizers)).map(
    ([name, value]) => ({ name, authorizer: objectOf(value) }) as const,
  );
  const called = authorizers.filter(({ authorizer }) => functionNamed(authorizer.FunctionArn) !== undefined);
  const ids = new Set(called.map(({ authorizer }) => functionNamed(authorizer.FunctionArn)));
  const fn = ids.size === 1 ? resources.find(({ id }) => ids.has(id)) : undefined;
  const isHttp = api?.type === 'AWS::Serverless::HttpApi';
  const takesOurEvents = called.every(
    ({ authorizer }) =>
      !isHttp ||
      (authorizer.FunctionPayloadType === 'REQUEST' && String(authorizer.AuthorizerPayloadFormatVersion) === '1.0'),
  );
  const names = schemeNames(objectOf(api?.properties.Auth));
  return fn && takesOurEvents ? { fn, schemes: called.flatMap(({ name }) => names.get(name) ?? []) } : undefined;
}

/** Reports the functions that decide who may call and whose code the project does not call. */
export function unmappedAuthorizers(
  resources: readonly TemplateResource[],
  api: TemplateResource | undefined,
): Finding[] {
  const mapped = authorizerFunction(resources, api)?.fn.id;
  const names = schemeNames(objectOf(api?.properties.Auth));
  return Object.entries(objectOf(objectOf(api?.properties.Auth).Authorizers)).flatMap(([name, value]): Finding[] => {
    const fn = functionNamed(objectOf(value).FunctionArn);
    if (api === undefined || fn === undefined || fn === mapped) return [];
    const says = `The function ${fn} decides. In apikit an authorizer is part of the project: take its code over into what \`apikit add authorizer ${names.get(name)}\` writes. Nothing is deployed before.`;
    return [{ about: 'lost', place: api.place('Auth', 'Authorizers', name), says }];
  });
}
