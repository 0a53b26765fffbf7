/**
 * Required request parameters: API Gateway only checks that they are present and not blank (docs/aws/data-plane.md).
 */
import { headerValue } from '../http/request-headers.ts';
import type { RequiredParameter } from '../invocation.ts';
import { queryOf } from '../query-of.ts';

/**
 * Takes `method.request.header.X` → required. The result is in AWS's order: headers, path, query, each sorted by name.
 */
export function compileRequiredParameters(requestParameters: Readonly<Record<string, boolean>>): RequiredParameter[] {
  return Object.keys(requestParameters)
    .filter((key) => requestParameters[key])
    .sort()
    .map((key) => {
      const [, , place = '', ...rest] = key.split('.');
      const name = rest.join('.');
      return { name, isMissing: presenceCheck(place.replace('multivalue', ''), name) };
    });
}

function presenceCheck(place: string, name: string): RequiredParameter['isMissing'] {
  const blank = (value: string | undefined) => value === undefined || value.trim() === '';
  const lowerCase = name.toLowerCase();
  switch (place) {
    case 'header':
      return ({ headers }) => blank(headerValue(headers, lowerCase));
    case 'path':
      return ({ route }) => blank(route?.pathParameters[name]);
    default:
      return (invocation) => blank(queryOf(invocation).single[name]);
  }
}
