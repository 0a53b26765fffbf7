/** The ARN of a request, with which policies of callers and authorizers decide. */
import type { HttpInvocation } from '../http-invocation.ts';

/** `arn:aws:execute-api:eu-west-1:000000000000:abc123/$default/GET/pets/1` */
export function routeArn({ target, stage, stageName, httpMethod, path }: HttpInvocation): string {
  const { region, account } = stage!.scope;
  return `arn:aws:execute-api:${region}:${account}:${target.apiId}/${stageName}/${httpMethod}${path}`;
}
