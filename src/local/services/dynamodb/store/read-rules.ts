/**
 * Rules between the members of Query and Scan. The texts are those of moto's `test_dynamodb_select.py`, which ran
 * against DynamoDB, of dynamodb-conformance (`error-messages/scan.test.ts`) and of dynalite's tests.
 */
import type { Members } from '../members.ts';

/** Returns the error of `Select`; `undefined` if it fits the other members. */
export function selectFault({ Select, IndexName, ProjectionExpression, AttributesToGet }: Members): string | undefined {
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

/** Returns the error of the members for a parallel scan. */
export function checkSegments({ Segment, TotalSegments }: Members): string | undefined {
  if (Segment !== undefined && TotalSegments === undefined) {
    return 'The TotalSegments parameter is required but was not present in the request when Segment parameter is present';
  }
  if (TotalSegments === undefined) return undefined;
  if (Segment === undefined) {
    return 'The Segment parameter is required but was not present in the request when parameter TotalSegments is present';
  }
  return Number(Segment) < Number(TotalSegments)
    ? undefined
    : `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`;
}
