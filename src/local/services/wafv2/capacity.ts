/**
 * The web ACL capacity units that rules need, as AWS WAF publishes them (docs/aws/waf.md). A statement that the data
 * plane does not evaluate is refused by name.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { Rule, Statement, TextTransformation } from '../../models/wafv2.ts';
import { managedGroup } from './managed-groups.ts';

/** "Each text transformation that you apply adds 10 WCUs." */
const TRANSFORMATION = 10;

export const capacityOf = (rules: readonly Rule[]): number =>
  rules.reduce((sum, { Statement }) => sum + statementCapacity(Statement), 0);

function statementCapacity(statement: Statement): number {
  const [[name, value] = ['no statement', undefined]] = Object.entries(statement).filter(
    ([, one]) => one !== undefined,
  );
  const own = value && CAPACITIES[name as keyof Statement];
  if (!own) throw notImplemented(`AWS WAF with ${name}`);
  return own(value as never);
}

type Capacities = { readonly [S in keyof Statement]?: (statement: NonNullable<Statement[S]>) => number };

const all = (statements: readonly Statement[]): number =>
  statements.reduce((sum, one) => sum + statementCapacity(one), 0);

const transformed = (base: number, transformations: readonly TextTransformation[]): number =>
  base + TRANSFORMATION * transformations.filter(({ Type }) => Type !== 'NONE').length;

const CAPACITIES: Capacities = {
  IPSetReferenceStatement: () => 1,
  GeoMatchStatement: () => 1,
  RateBasedStatement: ({ ScopeDownStatement: down }) => 2 + (down ? statementCapacity(down) : 0),
  ManagedRuleGroupStatement: ({ VendorName, Name, ScopeDownStatement: down }) =>
    managedGroup(VendorName, Name).capacity + (down ? statementCapacity(down) : 0),
  SizeConstraintStatement: ({ TextTransformations }) => transformed(1, TextTransformations),
  SqliMatchStatement: ({ SensitivityLevel, TextTransformations }) =>
    transformed(SensitivityLevel === 'HIGH' ? 30 : 20, TextTransformations),
  XssMatchStatement: ({ TextTransformations }) => transformed(40, TextTransformations),
  AndStatement: ({ Statements }) => all(Statements),
  OrStatement: ({ Statements }) => all(Statements),
  NotStatement: ({ Statement }) => statementCapacity(Statement),
};
