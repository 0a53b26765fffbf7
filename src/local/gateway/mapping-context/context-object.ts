/**
 * `$context`, shared by the templates of one request: the response template sees what the request template overrides
 * (recorded).
 */
import type { Invocation } from '../invocation.ts';
import { contextValues } from '../values/context-variables.ts';
import { textOf } from '../velocity/print.ts';
import { type MapValue, map, type Value } from '../velocity/values.ts';

/** Templates that iterate over `$context.identity` find all of these members, most of them empty. */
const IDENTITY = [
  'cognitoIdentityPoolId',
  'accountId',
  'cognitoIdentityId',
  'caller',
  'sourceIp',
  'principalOrgId',
  'accessKey',
  'cognitoAuthenticationType',
  'cognitoAuthenticationProvider',
  'userArn',
  'userAgent',
  'user',
];

export function contextObject(invocation: Invocation): MapValue {
  const context = map([
    ['requestOverride', map(['header', 'path', 'querystring'].map((location) => [location, map()]))],
    ['responseOverride', map([['header', map()]])],
    // These groups can be empty, but templates still read their members.
    ...['authorizer', 'error'].map((group): [string, Value] => [group, map()]),
    ['identity', map(IDENTITY.map((name) => [name, null]))],
  ]);
  for (const [name, value] of contextValues(invocation)) putVariable(context, name, scalar(value));
  return context;
}

/** `identity.sourceIp`, `authorizer.claims.sub`; the last part can contain dots, because clients choose such keys. */
function putVariable(context: MapValue, name: string, value: Value): void {
  const [, groups = '', key = name] =
    /^(authorizer\.claims|identity\.clientCert(?:\.validity)?|\w+)\.(.+)$/s.exec(name) ?? [];
  let owner = context;
  for (const group of groups === '' ? [] : groups.split('.')) {
    const inner = entryMap(owner, group) ?? map();
    owner.entries.set(group, inner);
    owner = inner;
  }
  owner.entries.set(key, value);
}

const scalar = (value: string | number | boolean): Value =>
  typeof value === 'number' ? BigInt(Math.round(value)) : value;

function entryMap(owner: MapValue, name: string): MapValue | undefined {
  const value = owner.entries.get(name);
  return value !== undefined && value !== null && typeof value === 'object' && value.kind === 'map' ? value : undefined;
}

/** The parameters of a request that templates can override. */
export type ParameterLocation = 'header' | 'path' | 'querystring';

/** Returns the overrides that a template has set in `$context.requestOverride`; a list stands for several values. */
export function requestOverrides(context: MapValue, location: ParameterLocation): [name: string, values: string[]][] {
  return overrides(entryMap(context, 'requestOverride'), location);
}

/** `$context.responseOverride`; the status is text, as the template has set it. */
export function responseOverrides(context: MapValue): {
  status: string | undefined;
  headers: [name: string, values: string[]][];
} {
  const override = entryMap(context, 'responseOverride');
  const status = override?.entries.get('status') ?? null;
  return { status: status === null ? undefined : textOf(status), headers: overrides(override, 'header') };
}

function overrides(owner: MapValue | undefined, location: ParameterLocation): [string, string[]][] {
  const values = owner && entryMap(owner, location);
  return [...(values?.entries ?? [])].flatMap(([name, value]): [string, string[]][] => {
    if (value === null) return [];
    const items = typeof value === 'object' && value.kind === 'list' ? value.items : [value];
    return [[name, items.map(textOf)]];
  });
}
