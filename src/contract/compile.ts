/**
 * Contract + stage → the one OpenAPI 3.0 document that PutRestApi takes (design decision 3). Pure and deterministic.
 * Two things are filled in later: the function version's ARN and the release id; placeholders stand for them.
 */
import type { StageConfig } from '../config/config.ts';
import { apiName } from '../stack/names.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../stack/release-marks.ts';
import { hasOwnOptions, isStatic, mockPreflight } from './cors.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { type Json, objectOf } from './json.ts';
import type { Contract } from './load-contract.ts';
import { type Models, requestModels } from './models.ts';
import type { Operation, Parameter } from './operations.ts';
import { API_KEY_SCHEME } from './security.ts';
import { REQUEST_VALIDATORS, validatorOf } from './validators.ts';

export interface CompileFacts {
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
}

/** The gateway's limits of an integration timeout (aws-facts §1), in ms. */
const TIMEOUT = { least: 50, most: 29_000 };

/**
 * Beyond the function's timeout, so that a function that hangs is stopped, and logged, by Lambda, and a cold start is
 * not taken from its time.
 */
const TIMEOUT_SLACK = 1_000;

/** Overwrite resets what is absent, so every property of the API that apikit means to have is here (pitfall 3). */
export function compile(contract: Contract, config: StageConfig, facts: CompileFacts): Json {
  const models = requestModels(contract.document, contract.operations);
  const integration = functionIntegration(config, facts);
  return {
    openapi: '3.0.1',
    info: {
      // PutRestApi names the API after the title.
      title: apiName(config),
      version: contract.version,
      ...(contract.description !== undefined && { description: contract.description }),
    },
    servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false } }],
    paths: compilePaths(contract, config, models, integration),
    components: { securitySchemes: API_KEY_SCHEME, schemas: models.schemas },
    'x-amazon-apigateway-api-key-source': 'HEADER',
    'x-amazon-apigateway-request-validators': REQUEST_VALIDATORS,
    'x-amazon-apigateway-gateway-responses': gatewayResponses(config.cors),
  };
}

function functionIntegration({ function: fn }: StageConfig, { partition, region }: CompileFacts): Json {
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${FUNCTION_ARN_PLACEHOLDER}/invocations`,
    passthroughBehavior: 'when_no_match',
    timeoutInMillis: Math.max(TIMEOUT.least, Math.min(TIMEOUT.most, fn.timeout * 1000 + TIMEOUT_SLACK)),
  };
}

function compilePaths(contract: Contract, { cors }: StageConfig, models: Models, integration: Json): Json {
  const paths: Record<string, Json> = {};
  for (const operation of contract.operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.key]: compileOperation(operation, models, integration),
    };
  }
  for (const [path, item] of Object.entries(paths)) {
    if (!cors || hasOwnOptions(objectOf(contract.document.paths)[path])) continue;
    const pathParameters = contract.operations.find((operation) => operation.path === path)?.parameters ?? [];
    item.options = {
      parameters: pathParameters.filter((parameter) => parameter.in === 'path').map(compileParameter),
      ...(isStatic(cors) ? mockPreflight(cors, Object.keys(item)) : functionPreflight(integration)),
    };
  }
  return paths;
}

function functionPreflight(integration: Json): Json {
  return { security: [], responses: {}, 'x-amazon-apigateway-integration': integration };
}

function compileOperation(operation: Operation, models: Models, integration: Json): Json {
  const validator = validatorOf(operation);
  const content = (operation.body?.schemas ?? []).flatMap(({ contentType }) => {
    const model = models.modelOf(operation.operationId, contentType);
    return model === undefined ? [] : [[contentType, { schema: { $ref: `#/components/schemas/${model}` } }] as const];
  });
  return {
    operationId: operation.operationId,
    parameters: operation.parameters.map(compileParameter),
    ...(content.length > 0 && { requestBody: { required: true, content: Object.fromEntries(content) } }),
    // Always at the operation: that the root's security counts is only observed, not documented (aws-facts §2).
    security: operation.needsKey ? [{ apiKey: [] }] : [],
    // A proxy integration answers for itself; method responses would change nothing.
    responses: {},
    ...(validator && { 'x-amazon-apigateway-request-validator': validator }),
    'x-amazon-apigateway-integration': integration,
  };
}

/** The gateway knows presence and nothing else of a parameter (aws-facts §2). */
function compileParameter({ name, in: place, required }: Parameter): Json {
  return { name, in: place, required, schema: { type: 'string' } };
}
