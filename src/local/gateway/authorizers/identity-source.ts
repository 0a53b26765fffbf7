/**
 * Reads the credentials of the caller from an authorizer's identity sources: `method.request.header.X, context.y,
 * stageVariables.z`.
 */
import type { Invocation } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';

/** Returns the value of each source in order, or `undefined` if one is missing or empty. */
export type IdentityReader = (invocation: Invocation) => readonly string[] | undefined;

/** Without sources every request has the same (empty) identity. An expression of unknown form never has a value. */
export function compileIdentitySource(expressions: string | undefined): IdentityReader {
  const sources = (expressions ?? '')
    .split(',')
    .map((expression) => expression.trim())
    .filter((expression) => expression !== '')
    .map(compileValueSource);
  return (invocation) => {
    const values: string[] = [];
    for (const source of sources) {
      const value = source?.(invocation);
      if (value === undefined || value.trim() === '') return undefined;
      values.push(value);
    }
    return values;
  };
}
