/**
 * Mapping expressions of gateway and integration responses: `'static'`, `method.request.…`, `context.…`,
 * `stageVariables.…`.
 */
import { headerValue } from '../http/request-headers.ts';
import type { ValueSource } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import { contextVariable } from './context-variables.ts';

/** Returns `undefined` if the expression has no known form. */
export function compileValueSource(expression: string): ValueSource | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return () => literal[1];
  const [, root, name] = /^(context|stageVariables|method\.request\.\w+)\.(.+)$/.exec(expression) ?? [];
  if (root === undefined || name === undefined) return undefined;
  switch (root) {
    case 'context':
      return contextVariable(name);
    case 'stageVariables':
      return ({ stage }) => stage?.variables[name];
    case 'method.request.path':
      return ({ route }) => route?.pathParameters[name];
    case 'method.request.querystring':
      return (invocation) => queryOf(invocation).single[name];
    case 'method.request.header': {
      const key = name.toLowerCase();
      return ({ headers }) => headerValue(headers, key);
    }
    default:
      return undefined;
  }
}
