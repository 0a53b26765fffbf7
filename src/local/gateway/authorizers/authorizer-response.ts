/**
 * Reads the response of a Lambda authorizer's function (Developer Guide, "Output from an API Gateway Lambda
 * authorizer"). Execution logs of AWS show that unknown members are rejected.
 */
import { type CompiledPolicy, compileDocument } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import { authorizerConfigurationError } from '../gateway-error.ts';

export interface AuthorizerResponse {
  readonly principalId: string;
  readonly policy: CompiledPolicy;
  /** Numbers and booleans are stored as text, because functions, templates and logs see them so. */
  readonly context: Readonly<Record<string, string>>;
  /** The API key, if the API's key source is AUTHORIZER. */
  readonly usageIdentifierKey: string | undefined;
}

const MEMBERS = new Set(['principalId', 'policyDocument', 'context', 'usageIdentifierKey']);

/** Throws `GatewayError`: AuthorizerConfigurationException with the reason. */
export function readAuthorizerResponse(payload: Buffer): AuthorizerResponse {
  const answer = parse(payload);
  const { principalId, policyDocument, context, usageIdentifierKey } = answer;
  const unknown = Object.keys(answer).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) {
    throw invalid(`Invalid JSON in response: Unrecognized field "${unknown}", not marked as ignorable`);
  }
  if (!isScalar(principalId)) throw invalid('the response has no principalId');
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    throw invalid('usageIdentifierKey must be a string');
  }
  return {
    principalId: String(principalId),
    policy: compile(policyDocument),
    context: textsOf(context ?? {}),
    usageIdentifierKey: usageIdentifierKey ?? undefined,
  };
}

function parse(payload: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    throw invalid('Invalid JSON in response: the response is not JSON');
  }
  if (value === null) throw invalid('Could not parse policy: the response is null');
  if (!isObject(value)) {
    throw invalid('Invalid JSON in response: the response must be an object with principalId and policyDocument');
  }
  return value;
}

function compile(document: unknown): CompiledPolicy {
  if (!isObject(document)) throw invalid('Could not parse policy: the response has no policyDocument');
  for (const statement of [document.Statement].flat()) {
    const { Resource, NotResource } = isObject(statement) ? statement : {};
    if (Resource === undefined && NotResource === undefined) {
      throw invalid('Could not parse policy: every statement must have Effect, Action and Resource');
    }
  }
  try {
    return compileDocument(document);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw invalid(`Could not parse policy: ${error.message}`);
    throw error;
  }
}

function textsOf(context: unknown): Record<string, string> {
  if (!isObject(context)) throw invalid('context must be an object');
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(context)) {
    if (!isScalar(value)) throw invalid(`context.${name} must be a string, a number or a boolean`);
    texts[name] = String(value);
  }
  return texts;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (why: string) => authorizerConfigurationError(why);
