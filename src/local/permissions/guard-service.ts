/**
 * Checks permissions before every control-plane operation. A call that is signed with a session of a role may do what
 * the policies of the role allow. Every other caller on this machine is the root user of the account and may do
 * everything, unless the cloud was started with policies for such callers; the signatures of these callers are not
 * verified.
 */
import { callKeys } from '../authorization/call-keys.ts';
import type { Permission } from '../authorization/permission.ts';
import { principalKeys } from '../authorization/principal-keys.ts';
import { accessDenied, notAuthenticated } from '../authorization/refusals.ts';
import {
  dependsOnConditions,
  type PermissionVerdict,
  verdictBy,
  verdictOf,
} from '../authorization/role-permissions.ts';
import type { Operation, OperationContext, ServiceDefinition } from '../cloud/operation.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { ConditionKeys, PolicyRequest } from '../policy/policy-request.ts';
import { SignatureError } from '../signature/signature-error.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { identityOf, principalOf, sessionRole } from '../state/identity/callers.ts';
import { isOwnToken, type Session, sessionsOf } from '../state/identity/sessions.ts';
import { guardStorage } from './guard-storage.ts';
import { permissionsOf } from './required-permissions.ts';
import { signedCall } from './signed-call.ts';

type Role = NonNullable<ReturnType<typeof sessionRole>>;

/** Returns the same service; each operation throws `AwsError` if the caller does not have the permission. */
export function guardService(service: ServiceDefinition): ServiceDefinition {
  if (service.id === 's3') return { ...service, operations: service.operations.map(guardStorage) };
  return { ...service, operations: service.operations.map((operation) => guardOperation(service, operation)) };
}

function guardOperation(service: ServiceDefinition, operation: Operation): Operation {
  return {
    ...operation,
    run(input, context) {
      const session = callingSession(service, context);
      if (!session?.role && !context.cloud.options.callerPolicies) return operation.run(input, context);
      const refused = checkSession(service.id, operation.name, input, context, session?.role);
      return refused ? refused.then(() => operation.run(input, context)) : operation.run(input, context);
    },
  };
}

/** Throws `AwsError` for a session that has expired or whose signature is wrong. */
function callingSession(service: ServiceDefinition, context: OperationContext): Session | undefined {
  const { accessKeyId, cloud, http } = context;
  const session = sessionsOf(cloud).get(accessKeyId);
  if (session) {
    if (!isProven(session, context)) verify(service, session, context);
    return session;
  }
  // Credentials of AWS itself, as in a developer's profile, count like made-up ones. Our own tokens that the cloud has
  // forgotten do not.
  if (isOwnToken(http.headers['x-amz-security-token'])) {
    throw notAuthenticated(context, 'UnrecognizedClient', 'The security token included in the request is invalid.');
  }
  return undefined;
}

/**
 * Sessions with a verified signature. After that the session token is enough, because only its owner has it. Verifying
 * every signature would make a DynamoDB call of a function half as expensive again.
 */
const proven = new WeakSet<Session>();

const isProven = (session: Session, { http, cloud }: OperationContext): boolean =>
  proven.has(session) &&
  http.headers['x-amz-security-token'] === session.sessionToken &&
  session.expiration > cloud.clock.now();

function verify({ signingNames }: ServiceDefinition, session: Session, context: OperationContext): void {
  const { http, region, cloud } = context;
  try {
    verifySignature(signedCall(http), {
      service: signingNames[0]!,
      region,
      now: cloud.clock.now(),
      anyTime: true,
      find: () => session,
    });
    proven.add(session);
  } catch (error) {
    if (error instanceof SignatureError) throw notAuthenticated(context, error.fault, error.message);
    throw error;
  }
}

/** Returns a promise only if conditions need more than the call itself. */
function checkSession(
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
  session: Session['role'],
): Promise<void> | undefined {
  const { cloud, account } = context;
  const role = session && sessionRole(cloud, session);
  const needed = permissionsOf(service)(operation, input, context);
  const check = (permission: Permission, keys: ConditionKeys | undefined) => {
    const { decision, why } = verdict(context, session, role, permission, keys);
    if (decision !== 'allow') throw accessDenied(service, context, identityOf(account, session).Arn, permission, why);
  };
  const conditional = session ? role !== undefined && dependsOnConditions(cloud, role) : true;
  if (conditional && needed.some(({ keys }) => keys)) {
    return needed.reduce(
      (before, permission) => before.then(async () => check(permission, await permission.keys?.())),
      Promise.resolve(),
    );
  }
  for (const permission of needed) check(permission, undefined);
  return undefined;
}

function verdict(
  context: OperationContext,
  session: Session['role'],
  role: Role | undefined,
  { action, resource, resourcePolicy }: Permission,
  ofService: ConditionKeys | undefined,
): PermissionVerdict {
  const { cloud } = context;
  let ofCaller: ConditionKeys | undefined;
  let ofCall: ConditionKeys | undefined;
  const key: ConditionKeys = (name) => {
    ofCaller ??= principalKeys(cloud, session, role);
    ofCall ??= callKeys(context);
    return ofService?.(name) ?? ofCaller(name) ?? ofCall(name);
  };
  const request: PolicyRequest = { action, resource, principal: principalOf(cloud, session), key };
  // The policies that the cloud was started with apply to callers without a session of a role.
  if (!session) return verdictBy(cloud.options.callerPolicies ?? [], request);
  const own = role ? verdictOf(cloud, role, request) : verdictBy([], request);
  if (own.decision !== 'implicitDeny' || resourcePolicy === undefined) return own;
  return { ...own, decision: evaluate([resourcePolicy], request, 'named') };
}
