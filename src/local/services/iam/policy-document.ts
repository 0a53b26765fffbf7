/**
 * Checks policy documents as IAM does when it stores them, in its order and with its texts. It does not evaluate them.
 */
import { compilePolicy } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import { malformed } from './malformed-policy.ts';
import { isPolicyDate } from './policy-dates.ts';
import { passesLegacyParsing, resourceProblem } from './policy-resources.ts';
import { type PolicyDocument, readPolicy, type Statement } from './policy-syntax.ts';

/** Throws MalformedPolicyDocument. */
export function checkTrustPolicy(text: string): void {
  const policy = readPolicy(text, 'This policy contains invalid Json');
  checkStatements(policy);
  for (const statement of policy.Statement) {
    if (statement.Resource !== undefined || statement.NotResource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
      throw malformed('AssumeRole policy must contain principals.');
    }
    if (!actionsOf(statement).every((action) => action.startsWith('sts:') || action === '*')) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    checkServicePrincipals(statement.Principal);
  }
  checkEvaluable(text);
}

/** Checks a policy of an identity. Throws MalformedPolicyDocument. */
export function checkPermissionPolicy(text: string): void {
  checkPermissions(text, () => {});
}

/**
 * Managed policies are newer than the first version of the policy language, and allow only the last version. Throws
 * MalformedPolicyDocument.
 */
export function checkManagedPolicy(text: string): void {
  checkPermissions(text, ({ Version }) => {
    if (Version !== '2012-10-17') throw malformed('Policy document must be version 2012-10-17 or greater.');
  });
}

function checkPermissions(text: string, checkVersion: (policy: PolicyDocument) => void): void {
  const policy = readPolicy(text, 'Syntax errors in policy.');
  checkVersion(policy);
  checkStatements(policy);
  for (const statement of policy.Statement) {
    if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
      throw malformed('Policy document should not specify a principal.');
    }
    if ((statement.Resource ?? statement.NotResource ?? []).length === 0) {
      throw malformed('Policy statement must contain resources.');
    }
  }
  checkEvaluable(text);
}

const NO_SID =
  'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';

/** Checks the rules for both kinds of policies. */
function checkStatements({ Statement }: PolicyDocument): void {
  const problem = legacyParsing(Statement);
  const ids = Statement.map(({ Sid }) => Sid).filter((sid) => sid);
  if (new Set(ids).size < ids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
  // Resource policies of other services can have spaces there; IAM's own policies cannot, with this text
  // (https://github.com/aws-cloudformation/cfn-lint/issues/708, https://github.com/Wolox/carthage_cache/issues/22). For
  // `_` reports contradict each other, so it is accepted.
  if (ids.some((sid) => !/^[0-9A-Za-z_]*$/.test(String(sid)))) throw malformed(NO_SID);
  if (Statement.some((statement) => actionsOf(statement).length === 0)) {
    throw malformed('Policy statement must contain actions.');
  }
  if (problem !== undefined) throw malformed(problem);
  Statement.flatMap(actionsOf).forEach(checkAction);
}

/**
 * Throws for resources that IAM's older parser cannot read. For a resource with another error, this parser stops, and
 * the error is returned and reported later.
 */
function legacyParsing(statements: readonly Statement[]): string | undefined {
  const failed = malformed('The policy failed legacy parsing');
  for (const { Effect, Condition } of statements) {
    if ((Effect !== 'Allow' && Effect !== 'Deny') || !datesOf(Condition).every(isPolicyDate)) throw failed;
  }
  for (const statement of statements) {
    const resources = resourcesOf(statement);
    const problem = resources
      .toSorted()
      .map(resourceProblem)
      .find((each) => each !== undefined);
    if (problem !== undefined) return problem;
    if (!resources.every(passesLegacyParsing)) throw failed;
  }
  return undefined;
}

function checkAction(action: string): void {
  const [vendor = '', name, ...more] = action.split(':');
  if (name === undefined && vendor !== '*') {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (more.length > 0) throw malformed('Actions/Condition can contain only one colon.');
  if (vendor !== '*' && /[^a-zA-Z0-9\-.]/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
}

function checkServicePrincipals(principal: unknown): void {
  if (typeof principal !== 'object' || principal === null) return;
  for (const service of [(principal as { Service?: unknown }).Service ?? []].flat().map(String)) {
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(service)) {
      throw malformed(`Invalid principal in policy: "SERVICE":"${service}"`);
    }
  }
}

const actionsOf = ({ Action, NotAction }: Statement): string[] => [Action ?? NotAction ?? []].flat();

const resourcesOf = ({ Resource, NotResource }: Statement): string[] =>
  [Resource ?? NotResource ?? []].flat().filter((resource) => resource !== null);

function datesOf(condition: Statement['Condition'] = {}): string[] {
  const dates = Object.entries(condition).filter(([operator]) => /^(For\w+:)?Date/.test(operator));
  return dates.flatMap(([, keys]) => Object.values(keys).flat().map(String));
}

/** Throws for statements that cannot be evaluated: unknown operators, invalid addresses. */
function checkEvaluable(text: string): void {
  try {
    compilePolicy(text);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformed(error.message);
    throw error;
  }
}
