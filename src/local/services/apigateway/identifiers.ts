/** The only place for API Gateway's IDs and ARNs: their lengths, formats and parsing. */
import type { Scope } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';

type Ids = Pick<OperationContext, 'cloud'>;

/** IDs of APIs, resources, deployments and keys have ten characters of `[a-z0-9]`; other IDs have six. */
export const newLongId = (context: Ids): string => context.cloud.ids.short(10);
export const newShortId = (context: Ids): string => context.cloud.ids.short(6);

/** A generated API key value: 40 characters (docs/aws/usage-plans.md). */
export const newApiKeyValue = (context: Ids): string => context.cloud.ids.short(40);

/** `arn:aws:execute-api:eu-west-1:000000000000:abc123` */
export const executeApiArn = (scope: Scope, apiId: string): string =>
  `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}`;

/** The URL that API Gateway writes for `$ref` between models. */
export const modelUrl = (apiId: string, model: string): string =>
  `https://apigateway.amazonaws.com/restapis/${apiId}/models/${model}`;

/** The resource that the ARN of a tag operation names. */
export type Taggable =
  | { readonly kind: 'restapis' | 'apikeys' | 'usageplans' | 'domainnames'; readonly id: string }
  | { readonly kind: 'stages'; readonly apiId: string; readonly stage: string };

/**
 * Parses `arn:aws:apigateway:{region}::/restapis/{id}[/stages/{stage}]` and similar ARNs; `undefined` for anything
 * else.
 */
export function parseTaggableArn(arn: string, region: string): Taggable | undefined {
  const match = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]+)::\/(.+)$/.exec(arn);
  if (!match || match[1] !== region) return undefined;
  const [kind, id, child, stage, ...rest] = match[2]!.split('/');
  if (!id || rest.length > 0) return undefined;
  if (kind === 'restapis' && child === 'stages' && stage) return { kind: 'stages', apiId: id, stage };
  if (child !== undefined) return undefined;
  return isTaggable(kind) ? { kind, id } : undefined;
}

const isTaggable = (kind: string | undefined): kind is 'restapis' | 'apikeys' | 'usageplans' | 'domainnames' =>
  kind === 'restapis' || kind === 'apikeys' || kind === 'usageplans' || kind === 'domainnames';

/** Whether the text has the form of an ARN. */
export const looksLikeArn = (value: string): boolean => /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^:]*:.+$/.test(value);
