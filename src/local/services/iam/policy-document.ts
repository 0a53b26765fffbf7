/** Checks the grammar of policy documents as far as IAM does when it stores them; it does not evaluate them. */
import { AwsError } from '../../aws-error.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
}

/** Throws MalformedPolicyDocument. */
export function checkTrustPolicy(text: string): void {
  for (const statement of statements(text, 'This policy contains invalid Json')) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
      throw malformed('AssumeRole policy must contain principals.');
    }
    if (!actions(statement).every((action) => action.startsWith('sts:') || action === '*')) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    checkServicePrincipals(statement.Principal);
  }
  checkEvaluable(text);
}

/** Throws MalformedPolicyDocument. */
export function checkPermissionPolicy(text: string): void {
  for (const statement of statements(text, 'Syntax errors in policy.')) {
    if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
      throw malformed('Policy document should not specify a principal.');
    }
    if (statement.Resource === undefined && statement.NotResource === undefined) {
      throw malformed('Policy statement must contain resources.');
    }
    const bad = actions(statement).find((action) => action !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(action));
    if (bad !== undefined) {
      throw malformed(`Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.`);
    }
    for (const resource of strings(statement.Resource)) {
      if (resource !== '*' && !/^arn:/.test(resource)) {
        throw malformed(`Resource ${resource} must be in ARN format or "*".`);
      }
    }
  }
  checkEvaluable(text);
}

function statements(text: string, unreadable: string): Statement[] {
  let document: { Version?: unknown; Statement?: unknown };
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    throw malformed(unreadable);
  }
  if (typeof document !== 'object' || document === null || document.Statement === undefined) {
    throw malformed('Syntax errors in policy.');
  }
  if (document.Version !== undefined && document.Version !== '2012-10-17' && document.Version !== '2008-10-17') {
    throw malformed('Syntax errors in policy.');
  }
  const list = (Array.isArray(document.Statement) ? document.Statement : [document.Statement]) as Statement[];
  for (const statement of list) {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformed('Syntax errors in policy.');
    if (statement.Action === undefined && statement.NotAction === undefined) {
      throw malformed('Policy statement must contain actions.');
    }
  }
  return list;
}

function checkServicePrincipals(principal: unknown): void {
  if (typeof principal !== 'object' || principal === null) return;
  for (const service of strings((principal as { Service?: unknown }).Service)) {
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(service)) {
      throw malformed(`Invalid principal in policy: "SERVICE":"${service}"`);
    }
  }
}

const actions = (statement: Statement) => strings(statement.Action ?? statement.NotAction);

function strings(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** What would fail when it is evaluated: unknown operators, impossible addresses. */
function checkEvaluable(text: string): void {
  try {
    compilePolicy(text);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformed(error.message);
    throw error;
  }
}

const malformed = (message: string) => new AwsError('MalformedPolicyDocument', message, { status: 400 });
