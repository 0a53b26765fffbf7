/**
 * Compiles the contract to the OpenAPI 3.0 document for ReimportApi, which defines an HTTP API. Pure and deterministic.
 * Every route calls the function, which makes the checks that an HTTP API does not have (docs/adr/0026). The default
 * route takes all other requests, so that an unknown path gets the response of a REST API.
 */
import type { CorsConfig, StageConfig } from '../../config/config.ts';
import { allowedOrigins } from '../../config/loopback-origins.ts';
import { ANY_METHOD, METHODS } from '../../naming/methods.ts';
import { apiName } from '../../naming/names.ts';
import type { Contract } from '../model/contract.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { checkedSchemes } from '../model/token-checks.ts';
import { type CompileFacts, functionUri, TIMEOUT, TIMEOUT_SLACK } from './function-integration.ts';
import { httpSchemes, httpSecurity } from './http-authorizers.ts';

/** The integration of all operations without a timeout of their own. */
const SHARED = 'function';

export function compileHttp(contract: Contract, config: StageConfig, facts: CompileFacts): Json {
  const checked = checkedSchemes(contract, 'http');
  const paths: Record<string, Json> = {};
  for (const operation of contract.operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.key]: compileOperation(operation, checked, config, facts),
    };
  }
  for (const [path, item] of Object.entries(paths)) {
    // A preflight has no credentials, so a route for all methods must not catch it.
    const any = item[ANY_METHOD] as { security?: unknown } | undefined;
    if (config.cors && any?.security && !item.options)
      paths[path] = { ...item, options: { 'x-amazon-apigateway-integration': reference } };
  }
  return {
    openapi: '3.0.1',
    info: {
      // ReimportApi gives the API its title as the name.
      title: apiName(config),
      version: contract.version,
      ...(contract.description !== undefined && { description: contract.description }),
    },
    ...(config.cors && { 'x-amazon-apigateway-cors': corsOf(config.cors, contract.operations) }),
    // A release of an API that answers at its default address keeps its ID.
    ...(config.endpoint.executeApi === false && {
      servers: [{ url: '/', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
    }),
    paths: {
      ...paths,
      '/$default': { [ANY_METHOD]: { isDefaultRoute: true, 'x-amazon-apigateway-integration': reference } },
    },
    components: {
      securitySchemes: httpSchemes(contract.document, contract.operations, functionUri(facts)),
      'x-amazon-apigateway-integrations': { [SHARED]: integration(functionTimeout(config), facts) },
    },
  };
}

const reference = { $ref: `#/components/x-amazon-apigateway-integrations/${SHARED}` };

function compileOperation(
  operation: Operation,
  checked: readonly string[],
  config: StageConfig,
  facts: CompileFacts,
): Json {
  const { timeout } = operation.settings;
  return {
    operationId: operation.operationId,
    ...httpSecurity(operation, checked),
    'x-amazon-apigateway-integration':
      timeout === undefined ? reference : integration(Math.min(functionTimeout(config), timeout * 1000), facts),
  };
}

const functionTimeout = ({ function: { timeout } }: StageConfig): number => timeout * 1000 + TIMEOUT_SLACK;

function integration(timeout: number, facts: CompileFacts): Json {
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: functionUri(facts),
    connectionType: 'INTERNET',
    payloadFormatVersion: '2.0',
    timeoutInMillis: Math.max(TIMEOUT.least, Math.min(TIMEOUT.most, Math.round(timeout))),
  };
}

/** API Gateway answers preflights itself, and adds these headers to all responses, its own errors included. */
function corsOf(cors: CorsConfig, operations: readonly Operation[]): Json {
  const methods = operations.some(({ key }) => key === ANY_METHOD)
    ? METHODS
    : METHODS.filter((method) => method === 'options' || operations.some(({ key }) => key === method));
  return {
    allowOrigins: allowedOrigins(cors),
    allowMethods: methods.map((method) => method.toUpperCase()),
    ...(cors.allowHeaders.length > 0 && { allowHeaders: cors.allowHeaders }),
    ...(cors.exposeHeaders.length > 0 && { exposeHeaders: cors.exposeHeaders }),
    ...(cors.credentials && { allowCredentials: true }),
    maxAge: cors.maxAge,
  };
}
