/**
 * Evaluates the statement of a rule. A statement about countries has no result for a request whose country is not
 * known, and neither has its negation, so that such a rule does not apply.
 */
import type { FieldToMatch, SizeConstraintStatement, Statement, TextTransformation } from '../../models/wafv2.ts';
import { compileAddressRange } from '../../policy/address-range.ts';
import type { IpSet } from '../../state/firewall.ts';
import { MANAGED_GROUPS } from '../../state/managed-rule-groups.ts';
import { decoded, looksLikeScript, looksLikeSqlInjection } from './attack-patterns.ts';
import type { InspectedRequest } from './inspected-request.ts';
import { MANAGED_RULES } from './managed-rules.ts';

export interface StatementContext {
  readonly ipSet: (arn: string) => IpSet | undefined;
  /** Counts the request for the rule, and returns how many its address has sent in the window. */
  readonly rate: (window: number) => number;
}

/** `within` names the rule of the rule group that matched: `AWS#AWSManagedRulesSQLiRuleSet#SQLi_BODY`. */
export type Result = { readonly matches: boolean; readonly within?: string } | undefined;

export function evaluate(statement: Statement, request: InspectedRequest, context: StatementContext): Result {
  const inner = (one: Statement) => evaluate(one, request, context);
  const { IPSetReferenceStatement: set, GeoMatchStatement: geo, RateBasedStatement: rate } = statement;
  if (set) return { matches: isIn(context.ipSet(set.ARN), request.ip) };
  if (geo)
    return request.country === undefined
      ? undefined
      : { matches: geo.CountryCodes?.includes(request.country as never) ?? false };
  if (rate) {
    const { Limit, EvaluationWindowSec = 300, ScopeDownStatement: down } = rate;
    if (down && !inner(down)?.matches) return { matches: false };
    return { matches: context.rate(EvaluationWindowSec) > Limit };
  }
  const { ManagedRuleGroupStatement: group, NotStatement, AndStatement, OrStatement } = statement;
  if (group) {
    const { VendorName, Name, ScopeDownStatement: down, RuleActionOverrides = [] } = group;
    if (down && !inner(down)?.matches) return { matches: false };
    const counted = RuleActionOverrides.flatMap((one) =>
      one.ActionToUse.Count || one.ActionToUse.Allow ? [one.Name] : [],
    );
    const found = MANAGED_GROUPS[Name]?.rules.find((rule) => !counted.includes(rule) && MANAGED_RULES[rule]?.(request));
    return found ? { matches: true, within: `${VendorName}#${Name}#${found}` } : { matches: false };
  }
  if (NotStatement) {
    const result = inner(NotStatement.Statement);
    return result && { matches: !result.matches };
  }
  if (AndStatement) return combined(AndStatement.Statements.map(inner), false);
  if (OrStatement) return combined(OrStatement.Statements.map(inner), true);
  const { SizeConstraintStatement: size, SqliMatchStatement: sqli, XssMatchStatement: xss } = statement;
  if (size) return { matches: hasSize(size, request) };
  if (sqli) return { matches: textsOf(sqli, request).some(looksLikeSqlInjection) };
  if (xss) return { matches: textsOf(xss, request).some(looksLikeScript) };
  throw new Error(`a web ACL has a statement that nothing evaluates: ${Object.keys(statement).join(', ')}`);
}

/** One result of `deciding` decides; otherwise a missing result makes the whole unknown. */
function combined(results: readonly Result[], deciding: boolean): Result {
  const decided = results.find((one) => one?.matches === deciding);
  if (decided) return decided;
  return results.includes(undefined) ? undefined : { matches: !deciding };
}

const isIn = (set: IpSet | undefined, ip: string): boolean =>
  set?.addresses.some((range) => compileAddressRange(range)(ip)) ?? false;

interface Inspection {
  readonly FieldToMatch: FieldToMatch;
  readonly TextTransformations: readonly TextTransformation[];
}

function textsOf({ FieldToMatch: field, TextTransformations }: Inspection, request: InspectedRequest): string[] {
  const transform = (text: string) => TextTransformations.reduce((done, { Type }) => transformed(done, Type), text);
  return partsOf(field, request).map(transform);
}

function transformed(text: string, type: string): string {
  if (type === 'NONE') return text;
  return type === 'LOWERCASE' ? text.toLowerCase() : decoded(text);
}

function partsOf(field: FieldToMatch, request: InspectedRequest): readonly string[] {
  if (field.Body) return [request.body];
  if (field.QueryString) return [request.query];
  if (field.AllQueryArguments) return request.queryArguments;
  if (field.Method) return [request.method];
  if (field.SingleHeader) return [request.header(field.SingleHeader.Name.toLowerCase()) ?? ''];
  return [request.path];
}

function hasSize(
  { ComparisonOperator, Size, ...inspection }: SizeConstraintStatement,
  request: InspectedRequest,
): boolean {
  const sizes = inspection.FieldToMatch.Body
    ? [request.bodyLength]
    : textsOf(inspection, request).map((text) => Buffer.byteLength(text));
  return sizes.some((size) => COMPARISONS[ComparisonOperator](size, Number(Size)));
}

const COMPARISONS = {
  EQ: (a: number, b: number) => a === b,
  NE: (a: number, b: number) => a !== b,
  LE: (a: number, b: number) => a <= b,
  LT: (a: number, b: number) => a < b,
  GE: (a: number, b: number) => a >= b,
  GT: (a: number, b: number) => a > b,
} as const;
