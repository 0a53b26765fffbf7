/** Reads the answer of a Lambda authorizer's function: a policy, or a simple response (docs/aws/http-apis.md). */
import { type CompiledPolicy, compileDocument } from '../../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';

export interface HttpAuthorizerAnswer {
  /** A simple response allows or denies everything. */
  readonly decision: boolean | CompiledPolicy;
  readonly principalId?: string;
  /** The values keep their types. */
  readonly context: Readonly<Record<string, unknown>>;
}

type Members = Readonly<Record<string, unknown>>;

/** Returns the reason as text if the answer has another form. */
export function readAuthorizerAnswer(payload: Buffer, isSimple: boolean): HttpAuthorizerAnswer | string {
  const answer = parse(payload);
  if (!answer) return 'the response is not a JSON object';
  const { context = {}, isAuthorized, principalId, policyDocument } = answer;
  if (!isMembers(context)) return 'context must be an object';
  if (isSimple) {
    return typeof isAuthorized === 'boolean'
      ? { decision: isAuthorized, context }
      : 'a simple response must have isAuthorized, true or false';
  }
  const decision = compile(policyDocument);
  if (typeof decision === 'string') return decision;
  return { decision, ...(principalId !== undefined && { principalId: String(principalId) }), context };
}

function parse(payload: Buffer): Members | undefined {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function compile(document: unknown): CompiledPolicy | string {
  if (!isMembers(document)) return 'the response has no policyDocument';
  try {
    return compileDocument(document);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return `Could not parse policy: ${error.message}`;
    throw error;
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
