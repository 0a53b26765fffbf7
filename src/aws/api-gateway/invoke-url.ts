/** The invoke URL of a deployed stage. Pure. */
import { partitionOf } from '../../naming/regions.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

/**
 * The base URL of a stage, without a trailing slash: `https://{api}.execute-api.{region}.{suffix of the
 * partition}/{stage}`. With a custom endpoint it is `{endpoint}/_aws/execute-api/{api}/{stage}`, the form that
 * emulators understand.
 */
export function invokeUrl(target: TargetFacts, api: string, stage: string): string {
  if (target.endpoint) return `${target.endpoint.replace(/\/+$/, '')}/_aws/execute-api/${api}/${stage}`;
  return `https://${api}.execute-api.${target.region}.${partitionOf(target.region).dnsSuffix}/${stage}`;
}
