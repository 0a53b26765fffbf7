/**
 * A deployment compiled for serving: router, validators, integrations and gateway responses. They are built once for
 * each immutable snapshot, so that a request only looks them up.
 */
import { type CompiledPolicy, compilePolicy } from '../../policy/compile-policy.ts';
import type { ApiDefinition, Deployment, Method, Resource } from '../../state/apis/model.ts';
import { compileAuthorizer } from '../authorizers/compile-authorizer.ts';
import type { Authorize } from '../authorizers/lambda-authorizer.ts';
import { type CacheKey, compileCacheKey } from '../cache/cache-key.ts';
import { compileIntegration, type IntegrationRunner } from '../integrations/compile-integration.ts';
import { type ConfiguredResponse, compileGatewayResponses } from './gateway-responses.ts';
import { createModelValidators } from './model-validators.ts';
import { type BodyCheck, compileBodyCheck } from './request-models.ts';
import { compileRequiredParameters, type RequiredParameter } from './required-parameters.ts';
import { createRouter, type Router } from './router.ts';

export interface CompiledDeployment {
  readonly id: string;
  readonly binaryMediaTypes: readonly string[];
  /** The size in bytes. Absent: responses are not compressed. */
  readonly minimumCompressionSize: number | undefined;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  /** The resource policy of the API at the time of the deployment. */
  readonly policy: CompiledPolicy | undefined;
  readonly route: Router<CompiledMethod>;
  /** Returns the configuration of a gateway response, its own or the inherited one. */
  readonly configuredResponse: (type: string, status: number) => ConfiguredResponse | undefined;
}

export interface CompiledMethod {
  readonly resourceId: string;
  readonly resourcePath: string;
  /** The path as in the keys of method settings: `~1pets~1{id}`. */
  readonly settingPath: string;
  readonly authorizationType: Method['authorizationType'];
  /** Absent for methods without authorization. */
  readonly authorize: Authorize | undefined;
  readonly apiKeyRequired: boolean;
  readonly operationName: string | undefined;
  /** Parameters in the order in which missing ones are reported; empty if they are not validated. */
  readonly requiredParameters: readonly RequiredParameter[];
  /** Absent if bodies are not validated. */
  readonly checkBody: BodyCheck | undefined;
  readonly integrate: IntegrationRunner;
  readonly cacheKey: CacheKey;
}

const compiled = new WeakMap<Deployment, CompiledDeployment>();

/** Returns the same result for the same stored deployment. */
export function compiledDeployment(apiId: string, deployment: Deployment): CompiledDeployment {
  const known = compiled.get(deployment);
  if (known) return known;
  const { api, definition } = deployment.snapshot;
  const fresh: CompiledDeployment = {
    id: deployment.id,
    binaryMediaTypes: (api.binaryMediaTypes ?? []).map((type) => type.toLowerCase()),
    minimumCompressionSize: api.minimumCompressionSize,
    apiKeySource: api.apiKeySource,
    policy: api.policy ? compilePolicy(api.policy) : undefined,
    route: createRouter(compileResources(apiId, definition)),
    configuredResponse: compileGatewayResponses(definition.gatewayResponses),
  };
  compiled.set(deployment, fresh);
  return fresh;
}

function compileResources(apiId: string, definition: ApiDefinition) {
  const validators = createModelValidators(apiId, definition.models);
  const compileMethod = (resource: Resource, method: Method): CompiledMethod => {
    const validator = definition.requestValidators[method.requestValidatorId ?? ''];
    return {
      resourceId: resource.id,
      resourcePath: resource.path,
      settingPath: resource.path.replaceAll('~', '~0').replaceAll('/', '~1'),
      authorizationType: method.authorizationType,
      authorize: compileAuthorizer(definition.authorizers, method),
      apiKeyRequired: method.apiKeyRequired,
      operationName: method.operationName,
      requiredParameters: validator?.validateRequestParameters
        ? compileRequiredParameters(method.requestParameters ?? {})
        : [],
      checkBody: validator?.validateRequestBody ? compileBodyCheck(method.requestModels ?? {}, validators) : undefined,
      integrate: compileIntegration(method.methodIntegration),
      cacheKey: compileCacheKey(method.methodIntegration, resource.id),
    };
  };
  return Object.values(definition.resources).map((resource) => ({
    path: resource.path,
    methods: new Map(
      Object.entries(resource.resourceMethods ?? {}).map(([name, method]) => [name, compileMethod(resource, method)]),
    ),
  }));
}
