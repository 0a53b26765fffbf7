/**
 * Compiles the contract and the configuration of a stage to the OpenAPI 3.0 document for PutRestApi. Pure and
 * deterministic. Placeholders stand for the ARN of the function version and for the release ID, which are filled in
 * later.
 */
import type { StageConfig } from '../../config/config.ts';
import { apiName } from '../../naming/names.ts';
import type { Contract } from '../model/contract.ts';
import type { OwnIntegration } from '../model/integration.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { isMappable, type Parameter } from '../model/parameters.ts';
import { accessPolicy, hasPolicy } from './access-policy.ts';
import { compiledSchemes, compiledSecurity } from './authorizers.ts';
import { cacheKeys, keyParameter } from './cache-keys.ts';
import { answersPreflight, mockPreflight, withCors } from './cors.ts';
import { type CompileFacts, functionUri, TIMEOUT, TIMEOUT_SLACK } from './function-integration.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { type Models, requestModels, validatedMedia } from './models.ts';
import { methodResponses, ownIntegration } from './own-integration.ts';
import { probeRoute } from './probe-route.ts';
import { withAddress } from './service-address.ts';
import { REQUEST_VALIDATORS, validatorOf } from './validators.ts';

/**
 * PutRestApi in the mode `overwrite` resets absent properties. So every property that the API needs is here
 * (docs/pitfalls.md, pitfall 3).
 */
export function compile(contract: Contract, config: StageConfig, facts: CompileFacts): Json {
  const models = requestModels(contract.document, contract.operations);
  const paths = compilePaths(contract, config, models, facts);
  return {
    openapi: '3.0.1',
    info: {
      // PutRestApi gives the API its title as the name.
      title: apiName(config),
      version: contract.version,
      ...(contract.description !== undefined && { description: contract.description }),
    },
    servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': endpointOf(config.endpoint) }],
    paths,
    components: {
      securitySchemes: compiledSchemes(contract.document, contract.operations, functionUri(facts)),
      schemas: models.schemas,
    },
    'x-amazon-apigateway-api-key-source': 'HEADER',
    ...(config.binaryMediaTypes.length > 0 && { 'x-amazon-apigateway-binary-media-types': config.binaryMediaTypes }),
    ...(config.compression !== undefined && { 'x-amazon-apigateway-minimum-compression-size': config.compression }),
    ...(hasPolicy(config) && { 'x-amazon-apigateway-policy': accessPolicy(config, paths, contract.operations) }),
    'x-amazon-apigateway-request-validators': REQUEST_VALIDATORS,
    'x-amazon-apigateway-gateway-responses': gatewayResponses(config.cors, contract.operations),
  };
}

/** The type of the endpoint is not part of a definition (docs/aws/endpoints.md). */
function endpointOf({ vpcEndpoints, executeApi = true }: StageConfig['endpoint']): Json {
  return { disableExecuteApiEndpoint: !executeApi, ...(vpcEndpoints.length > 0 && { vpcEndpointIds: vpcEndpoints }) };
}

/** Returns the operation's own integration, or the integration with the function. */
function integrationOf(
  operation: Operation,
  own: OwnIntegration | undefined,
  config: StageConfig,
  facts: CompileFacts,
): Json {
  const { timeout } = operation.settings;
  const keys = cacheKeys(operation, config.cors).map(keyParameter);
  return {
    ...(own ? ownIntegration(own, operation) : functionIntegration(config, facts)),
    ...(timeout !== undefined && own?.type !== 'mock' && { timeoutInMillis: Math.round(timeout * 1000) }),
    ...(keys.length > 0 && { cacheKeyParameters: keys }),
  };
}

function functionIntegration({ function: fn }: StageConfig, facts: CompileFacts): Json {
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: functionUri(facts),
    passthroughBehavior: 'when_no_match',
    timeoutInMillis: Math.max(TIMEOUT.least, Math.min(TIMEOUT.most, fn.timeout * 1000 + TIMEOUT_SLACK)),
  };
}

function compilePaths(
  contract: Contract,
  config: StageConfig,
  models: Models,
  facts: CompileFacts,
): Record<string, Json> {
  const { cors, binaryMediaTypes } = config;
  const paths: Record<string, Json> = {};
  for (const operation of contract.operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.key]: compileOperation(operation, models, config, facts),
    };
  }
  for (const [path, item] of Object.entries(paths)) {
    if (!cors || !answersPreflight(cors, Object.keys(item))) continue;
    const pathParameters = contract.operations.find((operation) => operation.path === path)?.parameters ?? [];
    item.options = {
      parameters: pathParameters.filter((parameter) => parameter.in === 'path').map(compileParameter),
      ...mockPreflight(cors, Object.keys(item), binaryMediaTypes),
    };
  }
  return { ...paths, ...probeRoute(contract.operations, binaryMediaTypes) };
}

function compileOperation(operation: Operation, models: Models, config: StageConfig, facts: CompileFacts): Json {
  const { integration } = operation.settings;
  const own = integration && withCors(withAddress(integration, config), config.cors);
  const validator = validatorOf(operation);
  const content = validatedMedia(operation.body).flatMap(({ contentType }) => {
    const model = models.modelOf(operation.operationId, contentType);
    return model === undefined ? [] : [[contentType, { schema: { $ref: `#/components/schemas/${model}` } }] as const];
  });
  return {
    operationId: operation.operationId,
    parameters: parametersOf(operation, config).map(compileParameter),
    ...(content.length > 0 && { requestBody: { required: true, content: Object.fromEntries(content) } }),
    // Each operation has its own `security`: AWS does not document that the root's applies (docs/aws/import.md).
    security: compiledSecurity(operation),
    // A proxy integration returns its own response, so method responses would have no effect.
    responses: own ? methodResponses(own) : {},
    ...(validator && { 'x-amazon-apigateway-request-validator': validator }),
    'x-amazon-apigateway-integration': integrationOf(operation, own, config, facts),
  };
}

/**
 * Returns the contract's parameters and undeclarable cache keys. Names that API Gateway does not accept are left to the
 * handler.
 */
function parametersOf(operation: Operation, { cors }: StageConfig): StoredParameter[] {
  const declared = operation.parameters.filter(isMappable);
  const undeclared = cacheKeys(operation, cors).filter(
    (key) => !declared.some((each) => each.in === key.in && each.name === key.name),
  );
  return [...declared, ...undeclared.map((key) => ({ ...key, required: false }))];
}

/** API Gateway uses only the name, the place and `required` of a parameter (docs/aws/import.md). */
type StoredParameter = Pick<Parameter, 'name' | 'in' | 'required'>;

function compileParameter({ name, in: place, required }: StoredParameter): Json {
  return { name, in: place, required, schema: { type: 'string' } };
}
