/** Where an authorizer finds the caller's credentials: `method.request.header.X, context.y, stageVariables.z`. */
import type { Invocation } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';

/** The value of each source in order; `undefined` when one is missing or empty. */
export type IdentityReader = (invocation: Invocation) => readonly string[] | undefined;

/** Without sources every request has its (empty) identity. An expression of no known form never has a value. */
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
