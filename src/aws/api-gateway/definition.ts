/** The definition document of an API: fills it in, imports it, and checks that API Gateway kept all of it. */
import { type APIGatewayClient, PutRestApiCommand, type PutRestApiCommandOutput } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import { dnsSuffixOf } from '../../naming/regions.ts';
import {
  FUNCTION_ARN_PLACEHOLDER,
  USER_POOL_ARN_PLACEHOLDER,
  USER_POOL_CLIENT_PLACEHOLDER,
  USER_POOL_ISSUER_PLACEHOLDER,
} from '../../naming/release-marks.ts';

/**
 * Replaces the placeholders. The ARNs go into JSON strings and are escaped for them. `userPools` and the IDs of their
 * clients are by the names in apikit.yaml.
 */
export function fillDefinition(
  template: Uint8Array,
  functionArn: string,
  userPools: Readonly<Record<string, string>> = {},
  userPoolClients: Readonly<Record<string, string>> = {},
): string {
  const values = [
    [FUNCTION_ARN_PLACEHOLDER, functionArn] as const,
    ...Object.entries(userPools).flatMap(([name, arn]) => [
      [USER_POOL_ARN_PLACEHOLDER(name), arn] as const,
      [USER_POOL_ISSUER_PLACEHOLDER(name), issuerOf(arn)] as const,
    ]),
    ...Object.entries(userPoolClients).map(([name, id]) => [USER_POOL_CLIENT_PLACEHOLDER(name), id] as const),
  ];
  return values.reduce(
    (text, [placeholder, value]) => text.replaceAll(placeholder, () => JSON.stringify(value).slice(1, -1)),
    new TextDecoder().decode(template),
  );
}

/** `arn:aws:cognito-idp:<region>:<account>:userpool/<id>`. The issuer is the `iss` of the pool's tokens. */
function issuerOf(poolArn: string): string {
  const [, partition = '', , region, , pool = ''] = poolArn.split(':');
  return `https://cognito-idp.${region}.${dnsSuffixOf(partition)}/${pool.split('/').at(-1)}`;
}

/**
 * Imports the document over the current definition. Routes that are not in it are removed. API-level settings are
 * reset, so the response is compared (docs/pitfalls.md, pitfall 3). Returns the warnings of API Gateway.
 */
export async function putDefinition(client: APIGatewayClient, api: string, document: string): Promise<string[]> {
  const put = await client.send(
    new PutRestApiCommand({
      restApiId: api,
      mode: 'overwrite',
      failOnWarnings: false,
      body: new TextEncoder().encode(document),
    }),
  );
  const lost = lostSettings(JSON.parse(document) as Definition, put);
  if (lost.length > 0) throw settingsLost(api, lost);
  return put.warnings ?? [];
}

interface Definition {
  info?: { title?: string; description?: string };
  'x-amazon-apigateway-api-key-source'?: string;
  'x-amazon-apigateway-binary-media-types'?: string[];
  'x-amazon-apigateway-minimum-compression-size'?: number;
  'x-amazon-apigateway-policy'?: unknown;
}

/** The API-level settings of the document that the response does not have. */
export function lostSettings(
  document: Definition,
  put: Partial<
    Pick<PutRestApiCommandOutput, 'name' | 'apiKeySource' | 'binaryMediaTypes' | 'minimumCompressionSize' | 'policy'>
  >,
): string[] {
  const keySource = document['x-amazon-apigateway-api-key-source'];
  const binary = document['x-amazon-apigateway-binary-media-types'] ?? [];
  const compression = document['x-amazon-apigateway-minimum-compression-size'];
  const checks: [string, boolean][] = [
    ['name', document.info?.title === undefined || document.info.title === put.name],
    ['apiKeySource', keySource === undefined || keySource === (put.apiKeySource ?? 'HEADER')],
    ['binaryMediaTypes', binary.every((type) => put.binaryMediaTypes?.includes(type))],
    ['minimumCompressionSize', compression === undefined || compression === put.minimumCompressionSize],
    ['policy', document['x-amazon-apigateway-policy'] === undefined || Boolean(put.policy)],
  ];
  return checks.filter(([, kept]) => !kept).map(([name]) => name);
}

function settingsLost(api: string, lost: readonly string[]): ApikitError {
  return new ApikitError(
    'DefinitionNotApplied',
    `API Gateway accepted the definition of API ${api} but did not keep its ${lost.join(', ')}. Nothing went live.`,
    { hint: 'Run the same command again. If it happens again, somebody else is changing the API at the same time.' },
  );
}
