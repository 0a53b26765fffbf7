/** Checks of rules that AWS WAF makes beyond its model (API reference of Rule and RateBasedStatement). */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { FieldToMatch, Rule, Statement } from '../../models/wafv2.ts';
import type { Firewall } from '../../state/firewall.ts';
import { capacityOf } from './capacity.ts';
import { invalidParameter, nonexistent, tooMuchCapacity } from './errors.ts';
import { managedGroup } from './managed-groups.ts';

/** "The maximum capacity for a web ACL is 5,000." */
const MOST_CAPACITY = 5_000;

const WINDOWS = [60, 120, 300, 600];

const FIELDS: readonly string[] = ['UriPath', 'QueryString', 'AllQueryArguments', 'Body', 'Method', 'SingleHeader'];
const TRANSFORMATIONS: readonly string[] = ['NONE', 'URL_DECODE', 'HTML_ENTITY_DECODE', 'LOWERCASE'];

/** Returns the capacity of the rules. Throws `AwsError`. */
export function checkRules(rules: readonly Rule[], firewall: Firewall): number {
  for (const rule of rules) checkRule(rule, firewall);
  for (const member of ['Name', 'Priority'] as const) {
    const seen = rules.map((rule) => rule[member]);
    const twice = seen.find((value, index) => seen.indexOf(value) < index);
    if (twice !== undefined)
      throw invalidParameter('RULE', String(twice), `Two rules have the same ${member.toLowerCase()}`);
  }
  const capacity = capacityOf(rules);
  if (capacity > MOST_CAPACITY) throw tooMuchCapacity();
  return capacity;
}

function checkRule(
  { Name, Statement, Action, OverrideAction, RuleLabels, CaptchaConfig, ChallengeConfig }: Rule,
  firewall: Firewall,
) {
  refuseMembers('AWS WAF with rules', { RuleLabels, CaptchaConfig, ChallengeConfig }, [
    'RuleLabels',
    'CaptchaConfig',
    'ChallengeConfig',
  ]);
  const isGroup = Statement.ManagedRuleGroupStatement !== undefined;
  if (isGroup === (Action !== undefined) || isGroup !== (OverrideAction !== undefined)) {
    throw invalidParameter(
      'RULE',
      Name,
      'A reference in your rule statement is not valid: a rule group needs OverrideAction, and every other rule Action',
    );
  }
  if (Action?.Captcha || Action?.Challenge) throw notImplemented('AWS WAF with the actions Captcha and Challenge');
  checkStatement(Statement, firewall, true);
}

function checkStatement(statement: Statement, firewall: Firewall, top = false): void {
  if (Object.values(statement).filter((one) => one !== undefined).length !== 1) {
    throw invalidParameter('STATEMENT', 'statement', 'You have used none or multiple values for a single statement');
  }
  const { RateBasedStatement: rate, ManagedRuleGroupStatement: group, IPSetReferenceStatement: set } = statement;
  if ((rate || group) && !top) throw invalidParameter('STATEMENT', 'statement', 'This statement cannot be nested');
  if (set && !firewall.ipSets.get(set.ARN)) throw nonexistent();
  if (set?.IPSetForwardedIPConfig || statement.GeoMatchStatement?.ForwardedIPConfig || rate?.ForwardedIPConfig) {
    throw notImplemented('AWS WAF with a forwarded IP address');
  }
  if (rate) {
    const { EvaluationWindowSec: window = 300, AggregateKeyType, ScopeDownStatement } = rate;
    if (!WINDOWS.includes(window)) {
      throw invalidParameter('RATE_BASED_STATEMENT', String(window), 'The window must be 60, 120, 300 or 600 seconds');
    }
    if (AggregateKeyType !== 'IP') throw notImplemented(`AWS WAF with the aggregate key ${AggregateKeyType}`);
    if (ScopeDownStatement) checkStatement(ScopeDownStatement, firewall);
  }
  if (group) {
    refuseMembers('AWS WAF with managed rule groups', group, ['Version', 'ExcludedRules', 'ManagedRuleGroupConfigs']);
    managedGroup(group.VendorName, group.Name);
    if (group.ScopeDownStatement) checkStatement(group.ScopeDownStatement, firewall);
  }
  for (const inner of nested(statement)) checkStatement(inner, firewall);
  const inspected = statement.SizeConstraintStatement ?? statement.SqliMatchStatement ?? statement.XssMatchStatement;
  if (inspected) {
    checkField(inspected.FieldToMatch);
    const foreign = inspected.TextTransformations.find(({ Type }) => !TRANSFORMATIONS.includes(Type));
    if (foreign) throw notImplemented(`AWS WAF with the text transformation ${foreign.Type}`);
  }
}

const nested = ({ AndStatement, OrStatement, NotStatement }: Statement): readonly Statement[] =>
  AndStatement?.Statements ?? OrStatement?.Statements ?? (NotStatement ? [NotStatement.Statement] : []);

function checkField(field: FieldToMatch): void {
  const [name = 'none'] = Object.keys(field);
  if (!FIELDS.includes(name)) throw notImplemented(`AWS WAF with the field to match ${name}`);
}
