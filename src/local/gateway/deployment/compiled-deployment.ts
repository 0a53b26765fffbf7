/**
 * A deployment compiled for serving: router, validators, integrations and gateway responses. They are built once for
 * each immutable snapshot, so that a request only looks them up.
 */
import { compilePolicy } from '../../policy/compile-policy.ts';
import type { ApiDefinition, Deployment, Method, Resource } from '../../state/apis/model.ts';
import { compileAuthorizer } from '../authorizers/compile-authorizer.ts';
import { compileCacheKey } from '../cache/cache-key.ts';
import { compileIntegration } from '../integrations/compile-integration.ts';
import type { CompiledDeployment, CompiledMethod } from '../invocation.ts';
import { compileGatewayResponses } from './gateway-responses.ts';
import { createModelValidators } from './model-validators.ts';
import { compileBodyCheck } from './request-models.ts';
import { compileRequiredParameters } from './required-parameters.ts';
import { createRouter } from './router.ts';

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
