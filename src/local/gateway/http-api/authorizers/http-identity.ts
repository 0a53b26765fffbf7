/** Reads the identity sources of an authorizer, such as `$request.header.X` and `$context.X`. */
import { queryParameters } from '../event-parts.ts';
import { httpContextVariable } from '../http-context.ts';
import type { HttpInvocation } from '../http-invocation.ts';

type Source = (invocation: HttpInvocation) => string | undefined;

/** Returns the value of each source in order, or `undefined` if one is missing or empty. */
export function compileIdentity(
  expressions: readonly string[],
): (invocation: HttpInvocation) => readonly string[] | undefined {
  const sources = expressions.map(compileSource);
  return (invocation) => {
    const values = sources.map((source) => source(invocation));
    return values.every((value): value is string => value !== undefined && value !== '') ? values : undefined;
  };
}

function compileSource(expression: string): Source {
  const [, place, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
  switch (place) {
    case 'request.header':
      return ({ headers }) => headers.get(name.toLowerCase())?.values.join(',');
    case 'request.querystring':
      return ({ queryString }) => queryParameters(queryString)[name]?.join(',');
    case 'context':
      return httpContextVariable(name);
    case 'stageVariables':
      return ({ stage }) => stage!.variables[name];
    default:
      return () => undefined;
  }
}
