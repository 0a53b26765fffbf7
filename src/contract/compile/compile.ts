/**
 * Contract + stage → the one OpenAPI 3.0 document that PutRestApi takes. Pure and deterministic.
 * Two things are filled in later: the function version's ARN and the release id; placeholders stand for them.
 */
import type { StageConfig } from '../../config/config.ts';
import { apiName } from '../../naming/names.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../naming/release-marks.ts';
import type { Contract } from '../model/contract.ts';
import { type Json, objectOf } from '../model/json.ts';
import { isMappable, type Operation, type Parameter } from '../model/operations.ts';
import type { OwnIntegration } from '../model/settings.ts';
import { compiledSchemes, compiledSecurity } from './authorizers.ts';
import { cacheKeys, keyParameter } from './cache-keys.ts';
import { answersPreflight, mockPreflight, withCors } from './cors.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { type Models, requestModels } from './models.ts';
import { methodResponses, ownIntegration } from './own-integration.ts';
import { probeRoute } from './probe-route.ts';
import { REQUEST_VALIDATORS, validatorOf } from './validators.ts';

export interface CompileFacts {
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
}

/** The gateway's limits of an integration timeout (docs/aws/quotas.md), in ms. */
const TIMEOUT = { least: 50, most: 29_000 };

/**
 * Beyond the function's timeout, so that a function that hangs is stopped, and logged, by Lambda, and a cold start is
 * not taken from its time.
 */
const TIMEOUT_SLACK = 1_000;

/**
 * Overwrite resets what is absent, so every property of the API that apikit means to have is here (docs/pitfalls.md,
 * pitfall 3).
 */
export function compile(contract: Contract, config: StageConfig, facts: CompileFacts): Json {
  const models = requestModels(contract.document, contract.operations);
  return {
    openapi: '3.0.1',
    info: {
      // PutRestApi names the API after the title.
      title: apiName(config),
      version: contract.version,
      ...(contract.description !== undefined && { description: contract.description }),
    },
    servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false } }],
    paths: compilePaths(contract, config, models, facts),
    components: {
      securitySchemes: compiledSchemes(contract.document, contract.operations, functionUri(facts)),
      schemas: models.schemas,
    },
    'x-amazon-apigateway-api-key-source': 'HEADER',
    ...(config.binaryMediaTypes.length > 0 && { 'x-amazon-apigateway-binary-media-types': config.binaryMediaTypes }),
    ...(config.compression !== undefined && { 'x-amazon-apigateway-minimum-compression-size': config.compression }),
    'x-amazon-apigateway-request-validators': REQUEST_VALIDATORS,
    'x-amazon-apigateway-gateway-responses': gatewayResponses(config.cors, contract.operations),
  };
}

/** What the operation names itself, or the function. */
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

/** Of the integrations, and of authorizers, which are code of the same function. */
function functionUri({ partition, region }: CompileFacts): string {
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${FUNCTION_ARN_PLACEHOLDER}/invocations`;
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

function compilePaths(contract: Contract, config: StageConfig, models: Models, facts: CompileFacts): Json {
  const { cors, binaryMediaTypes } = config;
  const paths: Record<string, Json> = {};
  for (const operation of contract.operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.key]: compileOperation(operation, models, config, facts),
    };
  }
  for (const [path, item] of Object.entries(paths)) {
    if (!cors || !answersPreflight(cors, objectOf(contract.document.paths)[path])) continue;
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
  const own = integration && withCors(integration, config.cors);
  const validator = validatorOf(operation);
  const content = (operation.body?.schemas ?? []).flatMap(({ contentType }) => {
    const model = models.modelOf(operation.operationId, contentType);
    return model === undefined ? [] : [[contentType, { schema: { $ref: `#/components/schemas/${model}` } }] as const];
  });
  return {
    operationId: operation.operationId,
    parameters: parametersOf(operation, config).map(compileParameter),
    ...(content.length > 0 && { requestBody: { required: true, content: Object.fromEntries(content) } }),
    // Always at the operation: that the root's security counts is only observed, not documented (docs/aws/import.md).
    security: compiledSecurity(operation),
    // A proxy integration answers for itself; method responses would change nothing.
    responses: own ? methodResponses(own) : {},
    ...(validator && { 'x-amazon-apigateway-request-validator': validator }),
    'x-amazon-apigateway-integration': integrationOf(operation, own, config, facts),
  };
}

/** Those of the contract, and cache keys that it cannot declare; names that API Gateway does not take are the handler's. */
function parametersOf(operation: Operation, { cors }: StageConfig): Parameter[] {
  const declared = operation.parameters.filter((each) => each.in === 'path' || isMappable(each.name));
  const undeclared = cacheKeys(operation, cors).filter(
    (key) => !declared.some((each) => each.in === key.in && each.name === key.name),
  );
  return [...declared, ...undeclared.map((key) => ({ ...key, required: false }))];
}

/** The gateway knows presence and nothing else of a parameter (docs/aws/import.md). */
function compileParameter({ name, in: place, required }: Parameter): Json {
  return { name, in: place, required, schema: { type: 'string' } };
}
