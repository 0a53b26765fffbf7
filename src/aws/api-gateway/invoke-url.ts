/** The URLs at which a deployed stage is invoked. Pure. */
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

/** The same at a custom domain with its base path. No name server knows the domains of a custom endpoint. */
export function domainInvokeUrl({ endpoint }: Pick<TargetFacts, 'endpoint'>, domain: string): string {
  return endpoint ? `${endpoint.replace(/\/+$/, '')}/_aws/domain/${domain}` : `https://${domain}`;
}
