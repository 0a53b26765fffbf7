/** Converts a deployed definition to an OpenAPI document: the reverse of `import/`. Pure. */
import type { ApiDefinition, Deployment, RestApi } from '../../../state/apis/model.ts';
import { modelUrl } from '../identifiers.ts';
import { compact } from '../members.ts';
import { type ExportType, exportOperation, type OperationExport, schemaPrefix } from './operation.ts';
import { exportSchemes } from './security.ts';

type Json = Record<string, unknown>;

export interface ExportOptions {
  readonly type: ExportType;
  /** Whether to add the `x-amazon-apigateway-*` extensions, with which the document can be imported again. */
  readonly withExtensions: boolean;
  readonly stageName: string;
  /** `abc.execute-api.eu-west-1.amazonaws.com` */
  readonly host: string;
}

export function exportDocument(api: RestApi, snapshot: Deployment['snapshot'], options: ExportOptions): Json {
  const { type, withExtensions, stageName, host } = options;
  const { definition } = snapshot;
  const info = compact({ title: snapshot.api.name, description: api.description, version: exportVersion(api) });
  const paths = pathsOf({ type, definition, withExtensions });
  const schemas = orAbsent(schemasOf(api.id, definition, type));
  const schemes = orAbsent(exportSchemes(definition, withExtensions));
  const extensions = withExtensions ? apiExtensions(snapshot) : {};
  if (type === 'swagger') {
    const where = { host, basePath: `/${stageName}`, schemes: ['https'] };
    return compact({
      swagger: '2.0',
      info,
      ...where,
      paths,
      securityDefinitions: schemes,
      definitions: schemas,
      ...extensions,
    });
  }
  // The slash is already in the URL [recorded].
  const server = { url: `https://${host}/{basePath}`, variables: { basePath: { default: stageName } } };
  const components = compact({ schemas, securitySchemes: schemes });
  return { openapi: '3.0.1', info, servers: [server], paths, components, ...extensions };
}

/** For an API without a version, the version is the time of its creation. */
export const exportVersion = (api: RestApi): string => api.version ?? new Date(api.createdDate * 1000).toISOString();

function pathsOf(target: OperationExport): Json {
  const resources = Object.values(target.definition.resources).filter(({ resourceMethods }) => resourceMethods);
  return Object.fromEntries(
    resources.map(({ id, path, resourceMethods = {} }) => [
      path,
      Object.fromEntries(
        Object.entries(resourceMethods).map(([name, method]) => [
          name === 'ANY' ? 'x-amazon-apigateway-any-method' : name.toLowerCase(),
          exportOperation(target, method, id),
        ]),
      ),
    ]),
  );
}

function schemasOf(apiId: string, { models }: ApiDefinition, type: ExportType): Json {
  return Object.fromEntries(
    Object.values(models).map(({ name, schema = '{}' }) => [
      name,
      JSON.parse(schema.replaceAll(modelUrl(apiId, ''), schemaPrefix(type))) as unknown,
    ]),
  );
}

function apiExtensions({ api, definition }: Deployment['snapshot']): Json {
  const validators = Object.values(definition.requestValidators).map(({ id, name = id, ...validator }) => [
    name,
    validator,
  ]);
  const responses = Object.values(definition.gatewayResponses).map(({ responseType, ...response }) => [
    responseType,
    response,
  ]);
  return compact({
    'x-amazon-apigateway-request-validators': orAbsent(Object.fromEntries(validators)),
    'x-amazon-apigateway-gateway-responses': orAbsent(Object.fromEntries(responses)),
    'x-amazon-apigateway-api-key-source': api.apiKeySource === 'AUTHORIZER' ? api.apiKeySource : undefined,
    'x-amazon-apigateway-binary-media-types': api.binaryMediaTypes?.length ? api.binaryMediaTypes : undefined,
    'x-amazon-apigateway-minimum-compression-size': api.minimumCompressionSize,
    'x-amazon-apigateway-policy': api.policy === undefined ? undefined : (JSON.parse(api.policy) as unknown),
  });
}

const orAbsent = (map: Json): Json | undefined => (Object.keys(map).length > 0 ? map : undefined);
