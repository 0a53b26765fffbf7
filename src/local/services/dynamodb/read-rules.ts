/**
 * Rules of Query and Scan that dynalite does not have. Members and their types are already checked. The texts are those
 * of moto's `test_dynamodb_select.py`, which ran against DynamoDB, and of dynamodb-conformance
 * (`error-messages/scan.test.ts`).
 */
import type { EngineOperation } from './item-engine.ts';
import type { Members } from './members.ts';

/** Returns `undefined` if the input is valid. */
export type Rule = (input: Members) => string | undefined;

export const READ_RULES: Partial<Record<EngineOperation, Rule>> = {
  // Query's checks are of a newer kind, which counts the errors; Scan's are not.
  Query: (input) => counted(selectFault(input)),
  Scan: (input) => selectFault(input) ?? segmentFault(input),
};

const counted = (fault: string | undefined) => fault && `1 validation error detected: ${fault}`;

function selectFault({ Select, IndexName, ProjectionExpression, AttributesToGet }: Members): string | undefined {
  if (Select === undefined) return undefined;
  const projections = Object.entries({ ProjectionExpression, AttributesToGet }).filter(
    ([, value]) => value !== undefined,
  );
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    return projections.length === 0
      ? 'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES'
      : undefined;
  }
  const [[projection] = []] = projections;
  if (projection !== undefined) {
    return `Cannot specify the ${projection} when choosing to get ${Select === 'COUNT' ? 'only the Count' : String(Select)}`;
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    return 'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName';
  }
  return undefined;
}

/** dynalite has this rule, but not for segment 0. */
const segmentFault = ({ Segment, TotalSegments }: Members): string | undefined =>
  Segment !== undefined && TotalSegments === undefined
    ? 'The TotalSegments parameter is required but was not present in the request when Segment parameter is present'
    : undefined;
