/**
 * Compiles policy documents: each is parsed and validated once, and found again by its text. The kind of policy does
 * not matter here. A statement without principals belongs to an identity's own policy and applies to every caller.
 */
import { compileResource } from './arn-pattern.ts';
import { type CompiledCondition, compileCondition } from './condition.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import type { PolicyRequest } from './policy-request.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';
import {
  compileNotPrincipal,
  compilePrincipal,
  type PrincipalMatch,
  type PrincipalMatcher,
} from './principal-element.ts';

export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[];
  /** Whether the decision depends only on action, resource and principal: there are no conditions and no variables. */
  readonly isStatic: boolean;
}

export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Whether the statement applies, and how it names the caller; see `PrincipalMatch`. */
  applies(request: PolicyRequest): PrincipalMatch;
}

/** More than any project has. The documents of a policy that changes often must not accumulate. */
const KEPT = 500;

const kept = new Map<string, CompiledPolicy>();

/** Compiles JSON text. The same text gives the same object. Throws `PolicySyntaxError`. */
export function compilePolicy(text: string): CompiledPolicy {
  const known = kept.get(text);
  if (known) return known;
  const compiled = compileDocument(parse(text));
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
  kept.set(text, compiled);
  return compiled;
}

/** Compiles a parsed document. Throws `PolicySyntaxError`. */
export function compileDocument(document: unknown): CompiledPolicy {
  if (!isObject(document)) throw new PolicySyntaxError('Syntax errors in policy.');
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    throw new PolicySyntaxError('The policy failed legacy parsing');
  }
  if (Statement === undefined) throw new PolicySyntaxError('Syntax errors in policy.');
  const elements = [Statement].flat();
  const statements = elements.map((element) => compileStatement(element, Version === '2012-10-17'));
  return { statements, isStatic: elements.every((element) => isStatic(element)) };
}

function compileStatement(element: unknown, variables: boolean): CompiledStatement {
  if (!isObject(element)) throw new PolicySyntaxError('Syntax errors in policy.');
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = element;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicySyntaxError('Syntax errors in policy.');
  if ((Action === undefined) === (NotAction === undefined)) {
    throw new PolicySyntaxError('Policy statement must contain actions.');
  }
  if (Resource !== undefined && NotResource !== undefined) throw new PolicySyntaxError('Syntax errors in policy.');
  const actions = texts(Action ?? NotAction, 'Action').map((action) => {
    return compilePattern(action, { wildcards: true, variables: false, ignoreCase: true });
  });
  const resources = texts(
    // `null` in a list of resources is allowed and ignored.
    [Resource ?? NotResource ?? []].flat().filter((arn) => arn !== null),
    'Resource',
  ).map((arn) => compileResource(arn, variables));
  const principals = principalMatcher(Principal, NotPrincipal);
  const condition = compileCondition(Condition, variables);
  // Trust policies name no resource, because they belong to their role.
  const anyResource = Resource === undefined && NotResource === undefined;
  return {
    effect: Effect,
    applies: (request) => {
      if (some(actions, request.action, request) !== (Action !== undefined)) return 'no';
      if (!anyResource && some(resources, request.resource, request) !== (Resource !== undefined)) return 'no';
      const match = principals(request.principal);
      return match !== 'no' && holds(condition, request) ? match : 'no';
    },
  };
}

function principalMatcher(principal: unknown, notPrincipal: unknown): PrincipalMatcher {
  if (principal !== undefined && notPrincipal !== undefined) throw new PolicySyntaxError('Syntax errors in policy.');
  if (principal !== undefined) return compilePrincipal(principal);
  return notPrincipal === undefined ? () => 'named' : compileNotPrincipal(notPrincipal);
}

const some = (matchers: readonly Matcher[], text: string, { key }: PolicyRequest): boolean =>
  matchers.some((match) => match(text, key));

const holds = (condition: CompiledCondition | undefined, { key }: PolicyRequest): boolean =>
  condition === undefined || condition.holds(key);

function isStatic(statement: unknown): boolean {
  const { Condition, ...rest } = statement as Record<string, unknown>;
  return Condition === undefined && !JSON.stringify(rest).includes('${');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicySyntaxError('This policy contains invalid Json');
  }
}

function texts(value: unknown, what: string): string[] {
  const list = [value].flat();
  if (list.some((item) => typeof item !== 'string')) throw new PolicySyntaxError(`Syntax errors in policy: ${what}.`);
  return list as string[];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
