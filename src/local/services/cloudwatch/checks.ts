/** Rules and members that CloudWatch's operations share. */
import { checkMembers, type Member } from '../../cloud/constraints.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { Dimension } from '../../models/cloudwatch.ts';
import { invalidValue } from './errors.ts';

/** Throws ValidationError naming every violated constraint. */
export function check(...members: Member[]): void {
  checkMembers('ValidationError', members);
}

export const readDimensions = (dimensions: readonly Dimension[] = []): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));

/** Returns the same text for the same dimensions in any order. */
export const dimensionsAsText = (dimensions: readonly Dimension[] | undefined): string =>
  JSON.stringify(Object.entries(readDimensions(dimensions)).sort(([a], [b]) => (a < b ? -1 : 1)));

export const dimensionsOnWire = (dimensions: Readonly<Record<string, string>>): Dimension[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/** The period must be 10, 20, 30 or a multiple of 60 seconds. Throws InvalidParameterValue. */
export function checkPeriod(period: number): void {
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw invalidValue(`The parameter Period must be 10, 20, 30 or a multiple of 60; the value was ${period}.`);
  }
}

export const page = pagesOf(() => invalidValue('The NextToken is invalid.'));
