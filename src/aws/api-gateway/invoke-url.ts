/** Where a deployed stage answers. Pure. */
import { partitionOf } from '../../naming/regions.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

/**
 * The base URL of a stage, without a trailing slash: `https://{api}.execute-api.{region}.{suffix of the partition}/{stage}`, or with
 * a custom endpoint `{endpoint}/_aws/execute-api/{api}/{stage}`, the form that emulators understand.
 */
export function invokeUrl(target: TargetFacts, api: string, stage: string): string {
  if (target.endpoint) return `${target.endpoint.replace(/\/+$/, '')}/_aws/execute-api/${api}/${stage}`;
  return `https://${api}.execute-api.${target.region}.${partitionOf(target.region).dnsSuffix}/${stage}`;
}
