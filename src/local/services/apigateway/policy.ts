/** Resource policies: checked, stored and shown as in API Gateway (docs/aws/import.md). */
import type { Scope } from '../../cloud/cloud.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import { badRequest } from './errors.ts';
import { executeApiArn } from './identifiers.ts';

const MAX_LENGTH = 8_192;
const INVALID = 'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.';

/** Returns the document as it is stored: short resources become full ARNs, and lists of one principal become texts. */
export function storedPolicy(policy: string, scope: Scope, apiId: string): string {
  if (policy.length > MAX_LENGTH)
    throw badRequest(`Invalid policy document. The maximum size is ${MAX_LENGTH} characters.`);
  const document = parse(policy);
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const stored = JSON.stringify({
    ...document,
    Statement: statements.map((statement) => rewritten(statement, scope, apiId)),
  });
  checkSyntax(stored);
  return stored;
}

/** GetRestApi returns the JSON text escaped once more, without the outer quotes. */
export const shownPolicy = (policy: string): string => JSON.stringify(policy).slice(1, -1);

/** Throws BadRequestException for a policy that cannot be evaluated: unknown operators, invalid addresses. */
function checkSyntax(policy: string): void {
  try {
    compilePolicy(policy);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw badRequest(INVALID);
    throw error;
  }
}

function parse(policy: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw badRequest(INVALID);
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) throw badRequest(INVALID);
  return document as Record<string, unknown>;
}

function rewritten(statement: unknown, scope: Scope, apiId: string): Record<string, unknown> {
  if (typeof statement !== 'object' || statement === null) throw badRequest(INVALID);
  const { Effect, Action, Resource, Principal, ...rest } = statement as Record<string, unknown>;
  if ((Effect !== 'Allow' && Effect !== 'Deny') || Action === undefined || Principal === undefined)
    throw badRequest(INVALID);
  const full = (resource: unknown) =>
    typeof resource === 'string' ? resource.replace(/^execute-api:\//, `${executeApiArn(scope, apiId)}/`) : resource;
  return {
    Effect,
    Principal: simplePrincipal(Principal),
    Action,
    ...(Resource === undefined ? {} : { Resource: Array.isArray(Resource) ? Resource.map(full) : full(Resource) }),
    ...rest,
  };
}

function simplePrincipal(principal: unknown): unknown {
  if (typeof principal !== 'object' || principal === null) return principal;
  const only = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);
  return Object.fromEntries(Object.entries(principal).map(([kind, value]) => [kind, only(value)]));
}
