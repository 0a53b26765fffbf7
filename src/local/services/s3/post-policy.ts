/**
 * The policy of a form that a browser sends: who has signed it, until when it is valid, and which fields and sizes it
 * allows (S3 API Reference, "POST policy").
 */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase } from '../../cloud/cloud.ts';
import { isSignatureOf } from '../../signature/verify-signature.ts';
import { findCredentials } from '../../state/identity/callers.ts';
import { accessDenied, expiredToken, invalidArgument, invalidToken, unknownKey, wrongSignature } from './errors.ts';

export interface AllowedForm {
  readonly accessKeyId: string;
  /** The bytes of the file. */
  readonly smallest: number;
  readonly largest: number;
}

type Fields = ReadonlyMap<string, string>;
type Condition = readonly [operator: string, field: string, value: unknown];

/** Fields that no condition has to name. */
const UNCONDITIONAL = new Set(['policy', 'x-amz-signature', 'file']);

const denied = (why: string): AwsError => accessDenied(`Invalid according to Policy: ${why}`);

/** Throws the errors of S3 for a form that its policy does not allow. `bucket` is the one of the request. */
export function checkForm(cloud: CloudBase, bucket: string, fields: Fields, largest: number): AllowedForm {
  const policy = fields.get('policy');
  if (policy === undefined) throw accessDenied();
  const accessKeyId = checkSignature(cloud, fields, policy);
  const { expiration, conditions } = parse(policy);
  if (cloud.clock.now() > Date.parse(expiration)) throw denied('Policy expired.');
  const values = new Map([...fields, ['bucket', bucket]]);
  const allowed = { accessKeyId, smallest: 0, largest };
  for (const [operator, name, value] of conditions) {
    if (operator === 'content-length-range') {
      allowed.smallest = Number(name);
      allowed.largest = Math.min(Number(value), largest);
      continue;
    }
    const field = name.replace(/^\$/, '').toLowerCase();
    const given = values.get(field) ?? '';
    const holds = operator === 'eq' ? given === value : startsWith(field, given, String(value));
    if (!holds) throw denied(`Policy Condition failed: ["${operator}", "$${field}", "${String(value)}"]`);
  }
  const named = new Set(conditions.map(([, name]) => name.replace(/^\$/, '').toLowerCase()));
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !UNCONDITIONAL.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return allowed;
}

/** A list of types has a condition for each. */
const startsWith = (field: string, given: string, start: string): boolean =>
  field === 'content-type' ? given.split(',').every((one) => one.startsWith(start)) : given.startsWith(start);

function checkSignature(cloud: CloudBase, fields: Fields, policy: string): string {
  for (const name of ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature']) {
    if (!fields.has(name))
      throw invalidArgument(
        `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
        name,
        '',
      );
  }
  const [accessKeyId = '', date = '', region = '', service = ''] = fields.get('x-amz-credential')!.split('/');
  const credentials = findCredentials(cloud, accessKeyId);
  if (!credentials) throw unknownKey(accessKeyId);
  if (credentials.sessionToken !== fields.get('x-amz-security-token')) throw invalidToken();
  if (credentials.expiration !== undefined && credentials.expiration <= cloud.clock.now()) throw expiredToken();
  const scope = { date, region, service };
  const signature = fields.get('x-amz-signature')!;
  if (service === 's3' && isSignatureOf(signature, policy, credentials.secretAccessKey, scope)) return accessKeyId;
  throw wrongSignature({ AWSAccessKeyId: accessKeyId, StringToSign: policy });
}

function parse(policy: string): { expiration: string; conditions: Condition[] } {
  const invalid = (why: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${why}.`);
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(policy, 'base64').toString('utf8'));
  } catch {
    throw invalid('Invalid JSON');
  }
  const { expiration, conditions } = (document ?? {}) as { expiration?: unknown; conditions?: unknown };
  if (typeof expiration !== 'string' || Number.isNaN(Date.parse(expiration)))
    throw invalid("Invalid 'expiration' value");
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value: must be a List");
  const read = conditions.flatMap((condition: unknown): Condition[] => {
    if (Array.isArray(condition) && condition.length === 3 && OPERATORS.has(String(condition[0]).toLowerCase()))
      return [[String(condition[0]).toLowerCase(), String(condition[1]), condition[2]]];
    if (typeof condition === 'object' && condition !== null && !Array.isArray(condition))
      return Object.entries(condition).map(([name, value]): Condition => ['eq', name, String(value)]);
    throw invalid(`Invalid Condition: ${JSON.stringify(condition)}`);
  });
  return { expiration, conditions: read };
}

const OPERATORS = new Set(['eq', 'starts-with', 'content-length-range']);
