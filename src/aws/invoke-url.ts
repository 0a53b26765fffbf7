/** Where a deployed stage answers, and the ARNs of an API. Pure. */
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

/** ARN of an API Gateway resource such as `/restapis/{id}`; the account field is empty in these (aws-facts §8). */
export function apiGatewayArn(target: TargetFacts, path: string): string {
  return `arn:${target.partition}:apigateway:${target.region}::${path}`;
}

/** Every stage, method and path of one API, as the source of an invoke permission (aws-facts §5). */
export function executeApiArn(target: TargetFacts, api: string): string {
  return `arn:${target.partition}:execute-api:${target.region}:${target.account}:${api}/*/*`;
}
