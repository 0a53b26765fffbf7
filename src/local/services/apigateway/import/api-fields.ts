/** The fields of the API itself in a document, and the fields that an overwrite resets (docs/aws/import.md). */
import type { Scope } from '../../../cloud/cloud.ts';
import type { RestApi } from '../../../state/apis/model.ts';
import { compact } from '../members.ts';
import { storedPolicy } from '../policy.ts';
import { checkedApiKeySource, checkedApiName, checkedCompressionSize } from '../rest-apis/rest-api-values.ts';
import type { Dialect } from './dialect.ts';
import { flagIn, isObject, type Json, objectIn, scalarIn, textIn, textsIn } from './json.ts';

export type PutMode = 'merge' | 'overwrite';

/**
 * Returns the API after the import: merged, or with defaults where the document has no value. ID, root and tags stay.
 */
export function importedApi(api: RestApi, document: Json, dialect: Dialect, mode: PutMode, scope: Scope): RestApi {
  const info = objectIn(document.info);
  const before: Partial<RestApi> = mode === 'merge' ? api : {};
  const source = textIn(document['x-amazon-apigateway-api-key-source']);
  const size = document['x-amazon-apigateway-minimum-compression-size'];
  const policy = document['x-amazon-apigateway-policy'];
  const binaryTypes = textsIn(document['x-amazon-apigateway-binary-media-types']) ?? [];
  const disable = dialect.endpoint.disableExecuteApiEndpoint;
  const { vpcEndpointIds: endpointsBefore, ...endpoint } = api.endpointConfiguration;
  const vpcEndpointIds = textsIn(dialect.endpoint.vpcEndpointIds) ?? (mode === 'merge' ? endpointsBefore : undefined);
  return compact({
    id: api.id,
    name: checkedApiName(textIn(info.title) ?? api.name),
    description: textIn(info.description) ?? before.description,
    version: scalarIn(info.version) ?? before.version,
    createdDate: api.createdDate,
    apiKeySource: source === undefined ? (before.apiKeySource ?? 'HEADER') : checkedApiKeySource(source),
    endpointConfiguration: { ...endpoint, ...(vpcEndpointIds && { vpcEndpointIds }) },
    binaryMediaTypes: [...new Set([...(before.binaryMediaTypes ?? []), ...binaryTypes])],
    minimumCompressionSize: size === undefined ? before.minimumCompressionSize : checkedCompressionSize(Number(size)),
    policy: isObject(policy) ? storedPolicy(JSON.stringify(policy), scope, api.id) : before.policy,
    tags: api.tags,
    disableExecuteApiEndpoint: disable === undefined ? api.disableExecuteApiEndpoint : flagIn(disable),
    rootResourceId: api.rootResourceId,
    securityPolicy: textIn(document['x-amazon-apigateway-security-policy']) ?? api.securityPolicy,
    endpointAccessMode: textIn(document['x-amazon-apigateway-endpoint-access-mode']) ?? api.endpointAccessMode,
  });
}
