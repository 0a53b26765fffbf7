/**
 * Turns permissions into IAM statements, each permission once, and into policies that are small enough for managed
 * ones. Pure.
 */
import type { Conditions, Right, RightsScope } from '../../engine/rights.ts';

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** A permission, and the name of the resource that it is for, if it depends on one. */
export interface NamedRight {
  readonly right: Right;
  readonly name: string;
}

/** The longest managed policy in characters, without white space (docs/aws/quotas.md). */
const LONGEST = 6_144;

interface Grant {
  readonly resource: string;
  /** The condition as JSON. Empty if there is none. */
  readonly condition: string;
  readonly actions: Set<string>;
}

export function statementsOf(rights: readonly NamedRight[], scope: RightsScope): Statement[] {
  const grants = [...grantsOf(rights, scope).values()];
  const statements = new Map<string, Statement>();
  for (const grant of grants) {
    const { resource, condition } = grant;
    const Action = [...grant.actions]
      .filter((action) => !grants.some((other) => includes(other, grant, action)))
      .sort();
    if (Action.length === 0) continue;
    const key = `${Action.join()} ${condition}`;
    const Resource = [...(statements.get(key)?.Resource ?? []), resource];
    const Condition = condition === '' ? {} : { Condition: JSON.parse(condition) as Conditions };
    statements.set(key, { Effect: 'Allow', Action, Resource, ...Condition });
  }
  return [...statements.values()].sort((a, b) =>
    `${a.Action[0]} ${a.Resource[0]}`.localeCompare(`${b.Action[0]} ${b.Resource[0]}`),
  );
}

/** The grants by resource and condition. */
function grantsOf(rights: readonly NamedRight[], scope: RightsScope): Map<string, Grant> {
  const grants = new Map<string, Grant>();
  for (const { right, name } of rights) {
    if (right.unbounded && scope.boundary !== undefined) continue;
    const conditions = right.when?.(scope) ?? {};
    const condition = Object.keys(conditions).length === 0 ? '' : JSON.stringify(conditions);
    for (const resource of right.on?.(scope, name) ?? ['*']) {
      const key = `${resource} ${condition}`;
      const grant = grants.get(key) ?? { resource, condition, actions: new Set<string>() };
      for (const action of right.actions) grant.actions.add(action);
      grants.set(key, grant);
    }
  }
  return grants;
}

/** Whether another grant already allows the action, for more resources or without the condition. */
function includes(other: Grant, { resource, condition }: Grant, action: string): boolean {
  if (!other.actions.has(action) || (other.condition !== '' && other.condition !== condition)) return false;
  const same = other.resource === resource;
  if (same) return other.condition !== condition;
  return other.resource.endsWith('*') && resource.startsWith(other.resource.slice(0, -1));
}

/** Splits the statements, in their order, into as few policies as possible. */
export function managedPolicies(statements: readonly Statement[]): PolicyDocument[] {
  const policies: Statement[][] = [[]];
  for (const statement of statements) {
    const last = policies.at(-1)!;
    if (last.length > 0 && policyLength(documentOf([...last, statement])) > LONGEST) policies.push([statement]);
    else last.push(statement);
  }
  return policies.map(documentOf);
}

export const documentOf = (Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

/** The length as IAM counts it. No action, ARN or value contains white space. */
export const policyLength = (document: PolicyDocument): number => JSON.stringify(document).length;
