/** Reads the expressions of a request, or the parameters of DynamoDB's older interface in their place. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { DocumentPath } from '../items/document-path.ts';
import type { Members } from '../members.ts';
import { type ParsedCondition, parseCondition } from './condition-parser.ts';
import { parseProjection } from './projection-parser.ts';
import { References } from './references.ts';
import { ExpressionError } from './tokens.ts';
import { parseUpdate, type UpdateClause } from './update-parser.ts';

const PARSERS = {
  UpdateExpression: parseUpdate,
  ConditionExpression: parseCondition,
  KeyConditionExpression: parseCondition,
  FilterExpression: parseCondition,
  ProjectionExpression: parseProjection,
} as const;

type Name = keyof typeof PARSERS;

export interface Expressions {
  readonly UpdateExpression?: UpdateClause[];
  readonly ConditionExpression?: ParsedCondition;
  readonly KeyConditionExpression?: ParsedCondition;
  readonly FilterExpression?: ParsedCondition;
  readonly ProjectionExpression?: DocumentPath[];
}

/** DynamoDB parses them in this order. */
const NAMES = Object.keys(PARSERS) as Name[];

/**
 * Throws ValidationException if the request mixes both interfaces. `expressions` and `legacy` are the members that the
 * operation has, in the order in which DynamoDB names them.
 */
export function refuseMixedInterfaces(input: Members, expressions: readonly Name[], legacy: readonly string[]): void {
  const given = (names: readonly string[]) => names.filter((name) => input[name] !== undefined);
  const used = given(expressions);
  // A query may combine KeyConditions with a FilterExpression.
  const isAllowed = (name: string) => name === 'KeyConditions' && input.KeyConditionExpression === undefined;
  const others = given(legacy).filter((name) => !isAllowed(name));
  if (used.length > 0 && others.length > 0) {
    throw invalid(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${others.join(', ')}} Expression parameters: {${used.join(', ')}}`,
    );
  }
  if (input.ExpressionAttributeNames !== undefined && used.length === 0) {
    throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  }
  const withValues = expressions.filter((name) => name !== 'ProjectionExpression');
  if (withValues.length === 0 || input.ExpressionAttributeValues === undefined) return;
  if (given(withValues).length > 0) return;
  const verb = withValues.length > 1 ? 'are' : 'is';
  throw invalid(
    `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(' and ')} ${verb} null`,
  );
}

/** Throws ValidationException. */
export function readExpressions(input: Members): Expressions {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const used = NAMES.filter((name) => input[name] !== undefined);
  if (used.length === 0) return {};
  const references = new References(names as Members | undefined, values as Members | undefined);
  const parsed = used.map((name) => [name, parse(name, String(input[name]), references)]);
  references.refuseUnused();
  return Object.fromEntries(parsed) as Expressions;
}

function parse(name: Name, text: string, references: References): unknown {
  try {
    return PARSERS[name](text, references);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalid(`Invalid ${name}: ${error.message}`);
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
