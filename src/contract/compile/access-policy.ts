/**
 * The resource policy that `access` and a private `endpoint` of apikit.yaml ask for. API Gateway evaluates it before
 * keys and authorizers (docs/aws/data-plane.md). Pure.
 */
import { type CallerKind, callerKind } from '../../config/access.ts';
import type { StageConfig } from '../../config/config.ts';
import { privateCallers } from '../../config/endpoint.ts';
import { ANY_METHOD } from '../../naming/methods.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';

const EVERY_METHOD = 'execute-api:/*';

/** The condition key of each kind of caller. Unsigned requests have no account. */
const KEYS: Readonly<Record<Exclude<CallerKind, 'address'>, string>> = {
  account: 'aws:PrincipalAccount',
  organization: 'aws:PrincipalOrgID',
  vpc: 'aws:SourceVpc',
  vpcEndpoint: 'aws:SourceVpce',
};

type Callers = Pick<StageConfig, 'access' | 'endpoint'>;

/** API Gateway refuses a private API without a policy. */
export const hasPolicy = ({ access, endpoint }: Callers): boolean =>
  access !== undefined || endpoint.type === 'private';

/**
 * A Deny always wins, and an Allow may add something to what a signed caller or a Lambda authorizer decides. So a
 * caller that is not in the list is denied, and the Allow, which open methods and Cognito need, leaves out guarded
 * methods.
 */
export function accessPolicy(
  { access, endpoint }: Callers,
  paths: Readonly<Record<string, Json>>,
  operations: readonly Operation[],
): Json {
  const open = openMethods(paths, operations);
  const isPrivate = endpoint.type === 'private';
  const keyOf = (kind: CallerKind) =>
    kind === 'address' ? (isPrivate ? 'aws:VpcSourceIp' : 'aws:SourceIp') : KEYS[kind];
  const addresses = (access?.allow ?? []).filter((caller) => callerKind(caller) === 'address');
  // An address in a VPC says nothing about whose VPC it is, so it cannot be enough.
  const allowed = isPrivate ? [privateCallers(endpoint, access), addresses] : [access?.allow ?? []];
  return {
    Version: '2012-10-17',
    Statement: [
      ...(open.length > 0 ? [statement('Allow', open)] : []),
      ...allowed
        .filter(({ length }) => length > 0)
        .map((callers) => statement('Deny', [EVERY_METHOD], outsiders(callers, keyOf))),
      // Conditions of one statement must all be true, so each kind has its own.
      ...byKind(access?.deny ?? []).map(([kind, callers]) =>
        statement('Deny', [EVERY_METHOD], {
          [kind === 'address' ? 'IpAddress' : 'StringEquals']: { [keyOf(kind)]: callers },
        }),
      ),
    ],
  };
}

function statement(effect: 'Allow' | 'Deny', resources: readonly string[], condition?: Json): Json {
  return {
    Effect: effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: resources.length === 1 ? resources[0] : resources,
    ...(condition && { Condition: condition }),
  };
}

/** Matches everybody who is of no kind in the list. A negated condition also matches a request without the key. */
function outsiders(allow: readonly string[], keyOf: (kind: CallerKind) => string): Json {
  const kinds = byKind(allow);
  const addresses = kinds.filter(([kind]) => kind === 'address');
  const others = kinds.filter(([kind]) => kind !== 'address');
  const keyed = (list: typeof kinds) => Object.fromEntries(list.map(([kind, callers]) => [keyOf(kind), callers]));
  return {
    ...(addresses.length > 0 && { NotIpAddress: keyed(addresses) }),
    ...(others.length > 0 && { StringNotEquals: keyed(others) }),
  };
}

function byKind(callers: readonly string[]): [CallerKind, string[]][] {
  const kinds = new Map<CallerKind, string[]>();
  for (const caller of callers) {
    const kind = callerKind(caller);
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), caller]);
  }
  return [...kinds];
}

/** The methods that need the policy's Allow, as its resources: all methods if no operation is guarded. */
function openMethods(paths: Readonly<Record<string, Json>>, operations: readonly Operation[]): string[] {
  const guarded = operations.filter(isGuarded);
  if (guarded.length === 0) return [EVERY_METHOD];
  const keys = new Set(guarded.map(({ path, key }) => `${key} ${path}`));
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).flatMap((key) => (keys.has(`${key} ${path}`) ? [] : [resourceOf(path, key)])),
  );
}

/** Whether somebody else than the policy decides who may call: IAM or a Lambda authorizer. */
const isGuarded = ({ access: { authorizer } }: Operation): boolean =>
  authorizer !== undefined && authorizer.kind !== 'cognito';

function resourceOf(path: string, key: string): string {
  const method = key === ANY_METHOD ? '*' : key.toUpperCase();
  return `execute-api:/*/${method}/${path.slice(1).replaceAll(/\{[^}]*\}/g, '*')}`;
}

/**
 * The guarded operations that the Allow for an open one also matches, because a star matches slashes, too: signed
 * callers of the account could call them without a permission of their own.
 */
export function alsoAllowed(
  operations: readonly Operation[],
): { readonly open: Operation; readonly guarded: Operation }[] {
  const guarded = operations.filter(isGuarded);
  return operations
    .filter((operation) => !isGuarded(operation))
    .flatMap((open) => guarded.filter((one) => isAlsoAllowed(open, one)).map((one) => ({ open, guarded: one })));
}

/** Whether a request that API Gateway routes to `guarded` matches the Allow for `open`. */
function isAlsoAllowed(open: Operation, guarded: Operation): boolean {
  if (open.path === guarded.path) return open.key === ANY_METHOD;
  if (open.key !== guarded.key && open.key !== ANY_METHOD && guarded.key !== ANY_METHOD) return false;
  const [ours, theirs] = [open.path.split('/'), guarded.path.split('/')];
  const first = ours.findIndex((segment, index) => segment !== theirs[index]);
  // API Gateway routes to the segment that says more, so the guarded operation gets each request that both match.
  const routed = first !== -1 && breadth(theirs[first]) < breadth(ours[first]);
  return shareRequest(ours, theirs, routed);
}

/** How much a segment of a path matches: itself, one segment, or the rest of the path. */
function breadth(segment = ''): number {
  if (!isVariable(segment)) return 0;
  return isGreedy(segment) ? 2 : 1;
}

/**
 * Whether a path matches the segments of the guarded operation, and those of the open one with stars as variables.
 * `routed`: API Gateway does not route the path to the open operation, because a star matches several segments of it,
 * where the variable matches only one.
 */
function shareRequest(open: readonly string[], guarded: readonly string[], routed: boolean): boolean {
  const [ours, ...ourRest] = open;
  const [theirs, ...theirRest] = guarded;
  if (ours === undefined || theirs === undefined) return ours === theirs && routed;
  if (ours !== theirs && !isVariable(ours) && !isVariable(theirs)) return false;
  const beyond = routed || !isGreedy(ours);
  return (
    shareRequest(ourRest, theirRest, routed) ||
    (isVariable(ours) && shareRequest(open, theirRest, beyond)) ||
    (isGreedy(theirs) && shareRequest(ourRest, guarded, routed)) ||
    (isVariable(ours) && isGreedy(theirs) && beyond && !routed && shareRequest(open, guarded, true))
  );
}

const isVariable = (segment: string): boolean => segment.startsWith('{');
const isGreedy = (segment: string): boolean => segment.endsWith('+}');
