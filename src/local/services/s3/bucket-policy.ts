/** Bucket policies: what S3 accepts as one, and which are public. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type CompiledPolicy, compilePolicy } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import { bucketArn } from './model.ts';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const malformed = (message: string): AwsError => new AwsError('MalformedPolicy', message);

/** Throws MalformedPolicy: each statement must name principals, actions of S3, and resources of this bucket. */
export function compileBucketPolicy(text: string, bucket: string): CompiledPolicy {
  const policy = compiled(text);
  for (const { Principal, Action = [], Resource = [] } of statementsOf(text)) {
    if (Principal === undefined) throw malformed('Missing required field Principal');
    const action = [Action].flat().find((one) => one !== '*' && !/^s3:/i.test(one));
    if (action !== undefined) throw malformed('Policy has invalid action');
    const arn = bucketArn(bucket);
    const other = [Resource].flat().find((one) => one !== arn && !one.startsWith(`${arn}/`));
    if (other !== undefined) throw malformed('Policy has invalid resource');
  }
  return policy;
}

function compiled(text: string): CompiledPolicy {
  try {
    return compilePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
}

const statementsOf = (text: string): Statement[] =>
  [(JSON.parse(text) as { readonly Statement: Statement | readonly Statement[] }).Statement].flat() as Statement[];

/** Condition keys that limit a statement to known callers (S3 User Guide, "The meaning of public"). */
const LIMITING = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
];

/** Whether a statement allows something to everybody. */
export function isPublic(text: string): boolean {
  return statementsOf(text).some(({ Effect, Principal, Condition = {} }) => {
    if (Effect !== 'Allow' || !isEverybody(Principal)) return false;
    const keys = Object.values(Condition).flatMap((each) => Object.keys(each).map((key) => key.toLowerCase()));
    return !keys.some((key) => LIMITING.includes(key));
  });
}

const isEverybody = (principal: unknown): boolean =>
  principal === '*' || [(principal as { AWS?: unknown } | undefined)?.AWS ?? []].flat().includes('*');
