/** The rules of a web ACL, as AWS WAF takes them and as apikit compares them. Pure. */
import type { Rule, Statement } from '@aws-sdk/client-wafv2';
import type { Resolved } from '../../../engine/resource.ts';
import type { RuleProperties } from './shape.ts';

type Known = Resolved<RuleProperties>;

/** In seconds. */
const WINDOW = 300;

export function ruleOf(name: string, rule: Known): Rule {
  return {
    Name: name,
    Priority: rule.priority,
    Statement: statementOf(rule),
    ...actionOf(rule),
    VisibilityConfig: visibility(name),
  };
}

/** Metrics and samples show what a rule does. Both are free. */
export const visibility = (MetricName: string) => ({
  MetricName,
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
});

function statementOf({ addresses, countries, countriesExcept, requests, managed }: Known): Statement {
  if (addresses) {
    const sets = Object.values(addresses).map((ARN) => ({ IPSetReferenceStatement: { ARN } }));
    return sets.length === 1 ? (sets[0] as Statement) : { OrStatement: { Statements: sets } };
  }
  if (countries) return geo(countries);
  if (countriesExcept) return { NotStatement: { Statement: geo(countriesExcept) } };
  if (requests !== undefined) {
    return { RateBasedStatement: { Limit: requests, EvaluationWindowSec: WINDOW, AggregateKeyType: 'IP' } };
  }
  return { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: managed } };
}

const geo = (codes: readonly string[]): Statement => ({
  GeoMatchStatement: { CountryCodes: [...codes].sort() as NonNullable<Statement['GeoMatchStatement']>['CountryCodes'] },
});

/** The rules of a group have actions of their own, which can only be overridden. */
function actionOf({ action, managed }: Known): Pick<Rule, 'Action' | 'OverrideAction'> {
  if (managed !== undefined) return { OverrideAction: action === 'count' ? { Count: {} } : { None: {} } };
  if (action === 'allow') return { Action: { Allow: {} } };
  return { Action: action === 'count' ? { Count: {} } : { Block: {} } };
}

/** Returns a rule as apikit writes it, or all of it as text if apikit would write it otherwise. */
export function describedRule(rule: Rule): Known | string {
  const described = guess(rule);
  const isExact = canonical(ruleOf(rule.Name ?? '', described)) === canonical(rule);
  return isExact ? described : canonical(rule);
}

function guess({ Priority = 0, Statement = {}, Action, OverrideAction }: Rule): Known {
  const counts = Action?.Count !== undefined || OverrideAction?.Count !== undefined;
  const action = Action?.Allow ? 'allow' : counts ? 'count' : 'block';
  const rule = { priority: Priority, action } as const;
  const {
    GeoMatchStatement: inside,
    NotStatement: not,
    RateBasedStatement: rate,
    ManagedRuleGroupStatement,
  } = Statement;
  const outside = not?.Statement?.GeoMatchStatement;
  if (inside) return { ...rule, countries: inside.CountryCodes ?? [] };
  if (outside) return { ...rule, countriesExcept: outside.CountryCodes ?? [] };
  if (rate) return { ...rule, requests: rate.Limit ?? 0 };
  if (ManagedRuleGroupStatement) return { ...rule, managed: ManagedRuleGroupStatement.Name ?? '' };
  const sets = Statement.OrStatement?.Statements ?? [Statement];
  const arns = sets.map(({ IPSetReferenceStatement }) => IPSetReferenceStatement?.ARN ?? '');
  const addresses = Object.fromEntries(arns.map((arn) => [/-ipv6\/[^/]+$/.test(arn) ? 'ipv6' : 'ipv4', arn]));
  return { ...rule, addresses };
}

/** The members in alphabetical order, without those that say nothing about what a rule blocks. */
function canonical({ VisibilityConfig: _, ...rule }: Rule): string {
  return JSON.stringify(sorted(rule));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map(sorted);
    return parts.every((part) => typeof part === 'string') ? parts.sort() : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}
