/**
 * The errors of each protocol for a caller without permission or without valid credentials (recorded texts; codes from
 * botocore's models).
 */
import { AwsError } from '../cloud/aws-error.ts';
import type { OperationContext } from '../cloud/operation.ts';
import type { SignatureFault } from '../signature/signature-error.ts';
import type { Permission } from './permission.ts';

/** `why` has the form `because no identity-based policy allows the … action`. */
export function accessDenied(
  service: string,
  context: OperationContext,
  user: string,
  { action, resource }: Permission,
  why: string,
): AwsError {
  const where = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = `User: ${user} is not authorized to perform: ${action}${where} ${why}`;
  if (service === 'ec2') {
    const words = `You are not authorized to perform this operation. ${message}`;
    return new AwsError('UnauthorizedOperation', words, { status: 403 });
  }
  if (isQuery(context))
    return new AwsError(service === 'sns' ? 'AuthorizationError' : 'AccessDenied', message, { status: 403 });
  return new AwsError('AccessDeniedException', message, { status: statusOf(context) });
}

const QUERY_CODES: Readonly<Record<SignatureFault, [code: string, status: number]>> = {
  MissingAuthenticationToken: ['MissingAuthenticationToken', 403],
  IncompleteSignature: ['IncompleteSignature', 400],
  InvalidSignature: ['SignatureDoesNotMatch', 403],
  UnrecognizedClient: ['InvalidClientTokenId', 403],
  ExpiredToken: ['ExpiredToken', 403],
};

export function notAuthenticated(context: OperationContext, fault: SignatureFault, message: string): AwsError {
  if (!isQuery(context)) return new AwsError(`${fault}Exception`, message, { status: statusOf(context) });
  const [code, status] = QUERY_CODES[fault];
  return new AwsError(code, message, { status });
}

const isQuery = ({ http }: OperationContext): boolean =>
  http.headers['content-type']?.includes('application/x-www-form-urlencoded') === true;

/** REST services return 403; the JSON and CBOR protocols return 400. */
function statusOf({ http }: OperationContext): number {
  const isRpc = http.headers['x-amz-target'] !== undefined || http.url.startsWith('/service/');
  return isRpc ? 400 : 403;
}
