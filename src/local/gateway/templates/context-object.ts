/** `$context` as one call's templates share it: what the request template overrides, the response template sees (recorded). */
import type { Invocation } from '../invocation.ts';
import { contextValues } from '../values/context-variables.ts';
import { textOf } from '../velocity/print.ts';
import { type MapValue, map, type Value } from '../velocity/values.ts';

/** Templates that go through `$context.identity` meet all of these, most of them empty. */
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
    ['requestOverride', map(['header', 'path', 'querystring'].map((place) => [place, map()]))],
    ['responseOverride', map([['header', map()]])],
    // These may have nothing in them, and templates ask for their members all the same.
    ...['authorizer', 'error'].map((group): [string, Value] => [group, map()]),
    ['identity', map(IDENTITY.map((name) => [name, null]))],
  ]);
  for (const [name, value] of contextValues(invocation)) putVariable(context, name, scalar(value));
  return context;
}

/** `identity.sourceIp`, `authorizer.claims.sub`; the last part may have dots in it, since clients choose such keys. */
function putVariable(context: MapValue, name: string, value: Value): void {
  const [, groups = '', key = name] = /^(authorizer\.claims|\w+)\.(.+)$/s.exec(name) ?? [];
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

/** Which of a request's parameters templates may override. */
export type Place = 'header' | 'path' | 'querystring';

/** What a template has set below `$context.requestOverride`; a list stands for several values. */
export function requestOverrides(context: MapValue, place: Place): [name: string, values: string[]][] {
  return overrides(entryMap(context, 'requestOverride'), place);
}

/** `$context.responseOverride`; the status is text as it was set. */
export function responseOverrides(context: MapValue): {
  status: string | undefined;
  headers: [name: string, values: string[]][];
} {
  const override = entryMap(context, 'responseOverride');
  const status = override?.entries.get('status') ?? null;
  return { status: status === null ? undefined : textOf(status), headers: overrides(override, 'header') };
}

function overrides(owner: MapValue | undefined, place: Place): [string, string[]][] {
  const values = owner && entryMap(owner, place);
  return [...(values?.entries ?? [])].flatMap(([name, value]): [string, string[]][] => {
    if (value === null) return [];
    const items = typeof value === 'object' && value.kind === 'list' ? value.items : [value];
    return [[name, items.map(textOf)]];
  });
}
