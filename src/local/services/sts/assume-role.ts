/** AssumeRole: the role's trust policy and the caller's own policies decide. */
import { callKeys } from '../../authorization/call-keys.ts';
import { principalKeys } from '../../authorization/principal-keys.ts';
import { verdictOf } from '../../authorization/role-permissions.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { AssumeRoleRequest } from '../../models/sts.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { bothAllow, evaluate } from '../../policy/evaluate.ts';
import type { ConditionKeys, Decision, PolicyRequest } from '../../policy/policy-request.ts';
import { identityOf, principalOf, sessionRole } from '../../state/identity/callers.ts';
import type { Role } from '../../state/identity/model.ts';
import { credentialsOnWire, openSession, type Session, sessionsOf } from '../../state/identity/sessions.ts';
import { isArn } from '../iam/checks.ts';
import { operation } from './operation.ts';

/** A session that another session has opened lasts at most this long. */
const CHAINED_SECONDS = 3600;

const UNSUPPORTED = [
  'Policy',
  'PolicyArns',
  'Tags',
  'TransitiveTagKeys',
  'ExternalId',
  'MinimumSessionTokenSize',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'ProvidedContexts',
] as const;

export const assumeRole = operation('AssumeRole', (input, context) => {
  refuseMembers('STS AssumeRole', input, UNSUPPORTED);
  // The source is https://github.com/localstack/localstack/blob/main/tests/aws/services/sts/test_sts.snapshot.json,
  // recorded in 2025.
  if (!isArn(input.RoleArn)) throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
  const session = sessionsOf(context.cloud).get(context.accessKeyId)?.role;
  const caller = identityOf(context.account, session);
  const role = context
    .globalCollection<Role>('iam.roles')
    .values()
    .find(({ arn }) => arn === input.RoleArn);
  // AWS's error is the same for a missing and a forbidden role.
  if (!role || !mayAssume(role, input, context, session)) {
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.Arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      { status: 403 },
    );
  }
  const duration = input.DurationSeconds ?? 3600;
  if (duration > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (session && duration > CHAINED_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const identity = { name: role.roleName, id: role.roleId, sessionName: input.RoleSessionName };
  return {
    Credentials: credentialsOnWire(openSession(context.cloud, duration, identity)),
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${input.RoleSessionName}`,
      Arn: `arn:aws:sts::${context.account}:assumed-role/${role.roleName}/${input.RoleSessionName}`,
    },
  };
});

/**
 * The trust policy must allow the call. If it names the caller, that is enough; if it names only the caller's account,
 * the caller's own policies must allow the call, too.
 */
function mayAssume(role: Role, input: AssumeRoleRequest, context: OperationContext, session: Session['role']): boolean {
  const { cloud } = context;
  const own = session && sessionRole(cloud, session);
  const ofCaller = principalKeys(cloud, session, own);
  const ofCall = callKeys(context);
  const key: ConditionKeys = (name) => {
    return name === 'sts:rolesessionname' ? input.RoleSessionName : (ofCaller(name) ?? ofCall(name));
  };
  const request = { action: 'sts:AssumeRole', resource: role.arn, principal: principalOf(cloud, session), key };
  const trust = [compilePolicy(role.assumeRolePolicyDocument)];
  const owned = ownDecision(context, session, own, request);
  if (owned === 'explicitDeny') return false;
  return evaluate(trust, request, 'named') === 'allow' || bothAllow(evaluate(trust, request), owned) === 'allow';
}

function ownDecision(
  { cloud }: OperationContext,
  session: Session['role'],
  role: Role | undefined,
  request: PolicyRequest,
): Decision {
  if (!session) return 'allow';
  return role ? verdictOf(cloud, role, request).decision : 'implicitDeny';
}
