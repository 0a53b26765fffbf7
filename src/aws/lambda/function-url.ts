/** The address of a function URL. Pure. */
import type { TargetFacts } from '../sdk/target-facts.ts';

/**
 * Returns the address without a slash at the end. With a custom endpoint it is `{endpoint}/_aws/lambda-url/{id}`,
 * because the name of AWS's host leads to AWS.
 */
export function urlBase(target: TargetFacts, functionUrl: string): string {
  const { hostname } = new URL(functionUrl);
  if (!target.endpoint) return functionUrl.replace(/\/+$/, '');
  return `${target.endpoint.replace(/\/+$/, '')}/_aws/lambda-url/${hostname.split('.')[0]}`;
}
