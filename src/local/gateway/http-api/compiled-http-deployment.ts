/** Compiles a deployment when its first request arrives: router, integrations and CORS. */
import type { HttpDefinition, HttpDeployment, HttpRoute } from '../../state/http-apis/model.ts';
import { compileHttpAuthorizer } from './authorizers/compile-http-authorizer.ts';
import { compileCors } from './cors.ts';
import { integrationFailure } from './http-api-error.ts';
import type { CompiledHttpDeployment, CompiledRoute, HttpIntegrationRunner } from './http-invocation.ts';
import { compileHttpProxy } from './http-proxy.ts';
import { compileHttpRouter } from './http-router.ts';
import { compileLambdaIntegration } from './lambda-integration.ts';

/** Stored deployments never change, so each is compiled once. */
const known = new WeakMap<HttpDeployment['snapshot'], CompiledHttpDeployment>();

export function compiledHttpDeployment({ snapshot }: HttpDeployment): CompiledHttpDeployment {
  const compiled = known.get(snapshot) ?? compile(snapshot);
  known.set(snapshot, compiled);
  return compiled;
}

function compile({ definition, cors }: HttpDeployment['snapshot']): CompiledHttpDeployment {
  const routes = Object.values(definition.routes);
  return {
    route: compileHttpRouter(routes.map((route) => [route.RouteKey, compileRoute(definition, route)] as const)),
    cors: cors && compileCors(cors),
  };
}

const compileRoute = (definition: HttpDefinition, route: HttpRoute): CompiledRoute => ({
  key: route.RouteKey,
  resourcePath: route.RouteKey.split(' ')[1] ?? route.RouteKey,
  settings: route,
  authorize: compileHttpAuthorizer(definition, route),
  integrate: compileIntegration(definition, route),
});

function compileIntegration({ integrations }: HttpDefinition, { Target }: HttpRoute): HttpIntegrationRunner {
  const integration = integrations[Target?.replace(/^integrations\//, '') ?? ''];
  if (integration === undefined) {
    return () => {
      throw integrationFailure('the route has no integration');
    };
  }
  return integration.IntegrationType === 'AWS_PROXY'
    ? compileLambdaIntegration(integration)
    : compileHttpProxy(integration);
}
