/**
 * Checks who calls S3, and whether the caller may. A browser without credentials can send requests, with a signature in
 * the URL or in a form: such a signature is always verified, and requests without one are anonymous. The policy of the
 * bucket can allow or deny, too.
 */
import { callKeys } from '../authorization/call-keys.ts';
import type { Permission } from '../authorization/permission.ts';
import { principalKeys } from '../authorization/principal-keys.ts';
import { type PermissionVerdict, verdictBy, verdictOf } from '../authorization/role-permissions.ts';
import { AwsError } from '../cloud/aws-error.ts';
import type { Operation, OperationContext } from '../cloud/operation.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { eitherAllows, evaluate } from '../policy/evaluate.ts';
import { ANONYMOUS, type ConditionKeys, type Decision, type PolicyRequest } from '../policy/policy-request.ts';
import { accessDenied, expiredToken, invalidToken, unknownKey, wrongSignature } from '../services/s3/errors.ts';
import { checkOwner } from '../services/s3/expected-owner.ts';
import { type Bucket, bucketArn, bucketsOf } from '../services/s3/model.ts';
import { SignatureError, type SignatureFault } from '../signature/signature-error.ts';
import { fromBasicForm } from '../signature/signed-request.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { findCredentials, identityOf, principalOf, sessionRole } from '../state/identity/callers.ts';
import { isOwnToken, type Session } from '../state/identity/sessions.ts';
import { s3Permissions } from './services/s3.ts';
import { signedCall } from './signed-call.ts';

type Caller = { readonly kind: 'anonymous' } | { readonly kind: 'aws'; readonly role?: Session['role'] };

/** Returns the same operation; it throws `AwsError` if the caller does not have the permission. */
export const guardStorage = (operation: Operation): Operation => ({
  ...operation,
  run(input, context) {
    const caller = authenticate(context);
    const bucket = bucketsOf(context.cloud).get(String(input.Bucket ?? ''));
    checkOwner(input, context);
    if (bucket && operation.name !== 'CreateBucket') checkRegion(bucket, context);
    for (const permission of s3Permissions(operation.name, input, context)) {
      authorize(permission, caller, bucket, context);
    }
    return hiding(operation, input, context, caller, bucket);
  },
});

/** Whether an object exists is known only to callers who may list the bucket. */
async function hiding(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
  caller: Caller,
  bucket: Bucket | undefined,
): Promise<unknown> {
  try {
    return await operation.run(input, context);
  } catch (error) {
    const isMissing = error instanceof AwsError && (error.code === 'NoSuchKey' || operation.name === 'HeadObject');
    if (!isMissing || error.status !== 404 || bucket === undefined) throw error;
    authorize({ action: 's3:ListBucket', resource: bucketArn(bucket.name) }, caller, bucket, context);
    throw error;
  }
}

/** Throws the errors of S3 for a signature that is wrong, has expired, or that nobody here can verify. */
function authenticate(context: OperationContext): Caller {
  const { cloud, http, accessKeyId } = context;
  if (http.signer !== undefined) return roleOf(cloud, http.signer);
  if (accessKeyId === '') return { kind: 'anonymous' };
  const isPresigned = http.query.has('X-Amz-Signature');
  const credentials = findCredentials(cloud, accessKeyId);
  if (!isPresigned && !http.fromPage && !credentials?.role && !isOwnToken(http.headers['x-amz-security-token'])) {
    // Such a caller on this machine is the root user of the account, as for every other service.
    return { kind: 'aws' };
  }
  // In a browser, anybody could make up the signature of an unknown key.
  if (!credentials) throw unknownKey(accessKeyId);
  verify(context, isPresigned);
  if (isPresigned) checkExpiry(context);
  return roleOf(cloud, accessKeyId);
}

function roleOf(cloud: OperationContext['cloud'], accessKeyId: string): Caller {
  const role = findCredentials(cloud, accessKeyId)?.role;
  return { kind: 'aws', ...(role && { role }) };
}

function verify({ cloud, http, region, accessKeyId }: OperationContext, isPresigned: boolean): void {
  const call = signedCall(http);
  const payloadHash = isPresigned ? 'UNSIGNED-PAYLOAD' : call.header('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  try {
    verifySignature(
      { ...call, payloadHash },
      { service: 's3', region, now: cloud.clock.now(), anyTime: true, find: (id) => findCredentials(cloud, id) },
    );
  } catch (error) {
    if (error instanceof SignatureError) throw signatureFault(error.fault, error.message, accessKeyId);
    throw error;
  }
}

function signatureFault(fault: SignatureFault, message: string, accessKeyId: string): AwsError {
  switch (fault) {
    case 'ExpiredToken':
      return expiredToken();
    case 'UnrecognizedClient':
      return invalidToken();
    case 'InvalidSignature':
      return wrongSignature({ AWSAccessKeyId: accessKeyId });
    default:
      return new AwsError('AuthorizationHeaderMalformed', message);
  }
}

/** A presigned URL is valid for a time that its signer has chosen. */
function checkExpiry({ cloud, http }: OperationContext): void {
  const signed = fromBasicForm(http.query.get('X-Amz-Date') ?? '') ?? Number.NaN;
  const expires = signed + Number(http.query.get('X-Amz-Expires')) * 1000;
  const now = cloud.clock.now();
  if (now <= expires) return;
  throw new AwsError('AccessDenied', 'Request has expired', {
    status: 403,
    members: {
      'X-Amz-Expires': http.query.get('X-Amz-Expires'),
      Expires: new Date(expires).toISOString(),
      ServerTime: new Date(now).toISOString(),
    },
  });
}

/** A request must be signed for the region of its bucket. */
function checkRegion(bucket: Bucket, { region, accessKeyId }: OperationContext): void {
  if (accessKeyId === '' || region === bucket.region) return;
  throw new AwsError(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
    { members: { Region: bucket.region }, headers: { 'x-amz-bucket-region': bucket.region } },
  );
}

function authorize(
  permission: Permission,
  caller: Caller,
  bucket: Bucket | undefined,
  context: OperationContext,
): void {
  if (caller.kind === 'anonymous') {
    const request = { ...permission, principal: ANONYMOUS, key: keysOf(permission, () => undefined, context) };
    const isRestricted = bucket?.publicAccess?.RestrictPublicBuckets === true;
    if (isRestricted || byBucket(bucket, request) !== 'allow') throw accessDenied();
    return;
  }
  const { cloud, account } = context;
  const role = caller.role && sessionRole(cloud, caller.role);
  const principal = principalOf(cloud, caller.role);
  const key = keysOf(permission, principalKeys(cloud, caller.role, role), context);
  const request: PolicyRequest = { action: permission.action, resource: permission.resource, principal, key };
  const own = byCaller(caller, request, context);
  const ofBucket = byBucket(bucket, request);
  if (eitherAllows(own.decision, ofBucket) === 'allow') return;
  const why = ofBucket === 'explicitDeny' ? 'with an explicit deny in a resource-based policy' : own.why;
  const where = permission.resource === '*' ? '' : ` on resource: "${permission.resource}"`;
  throw accessDenied(
    `User: ${identityOf(account, caller.role).Arn} is not authorized to perform: ${permission.action}${where} ${why}`,
  );
}

/** The root user may do everything, unless the cloud was started with policies for callers without a role. */
function byCaller(
  caller: Extract<Caller, { kind: 'aws' }>,
  request: PolicyRequest,
  { cloud }: OperationContext,
): PermissionVerdict {
  if (!caller.role) {
    const { callerPolicies } = cloud.options;
    return callerPolicies ? verdictBy(callerPolicies, request) : { decision: 'allow', why: '' };
  }
  const role = sessionRole(cloud, caller.role);
  return role ? verdictOf(cloud, role, request) : verdictBy([], request);
}

const byBucket = (bucket: Bucket | undefined, request: PolicyRequest): Decision =>
  bucket?.policy === undefined ? 'implicitDeny' : evaluate([compilePolicy(bucket.policy)], request, 'named');

function keysOf({ keys }: Permission, ofCaller: ConditionKeys, context: OperationContext): ConditionKeys {
  const ofCall = callKeys(context);
  const ofService = keys?.() as ConditionKeys | undefined;
  return (name) => ofService?.(name) ?? ofCaller(name) ?? ofCall(name);
}
