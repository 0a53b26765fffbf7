/** Where a deployed stage answers. Pure. */
import type { TargetFacts } from './kind-dependencies.ts';

/**
 * The base URL of a stage, without a trailing slash: `https://{api}.execute-api.{region}.amazonaws.com/{stage}`, or with
 * a custom endpoint `{endpoint}/_aws/execute-api/{api}/{stage}`, the form that emulators understand.
 */
export function invokeUrl(target: TargetFacts, api: string, stage: string): string {
  if (target.endpoint) return `${target.endpoint.replace(/\/+$/, '')}/_aws/execute-api/${api}/${stage}`;
  return `https://${api}.execute-api.${target.region}.${dnsSuffix(target.partition)}/${stage}`;
}

function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
