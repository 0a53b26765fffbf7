/**
 * Confirms that the routes of an HTTP API require of their callers what the contract says, right before a stage serves
 * them, so that no run that was killed earlier can leave a release unconfirmed. The response to ReimportApi has no
 * routes, and a deployment does not show its own. The routes of the API are therefore read after the newest deployment
 * was created: it contains no route that was opened later.
 */
import type { ApiGatewayV2Client, Route } from '@aws-sdk/client-apigatewayv2';
import type { KindContext } from '../../engine/resource.ts';
import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { isNotOffered, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { fewOf, protectionLost } from './protection-lost.ts';

/** The requirement of a route for its callers. */
interface Guard {
  /** `GET /items/{id}` */
  readonly route: string;
  readonly authorization: 'AWS_IAM' | 'CUSTOM' | 'JWT';
  /** A token needs one of them. Empty: any token. */
  readonly scopes: readonly string[];
}

/** The parts of a definition that are read here. */
interface Definition {
  paths?: Record<string, Record<string, { security?: Record<string, string[]>[] }>>;
  components?: { securitySchemes?: Record<string, { 'x-amazon-apigateway-authorizer'?: { type?: string } }> };
}

interface Deployed {
  readonly api: string;
  readonly deployment: string;
  /** The definition that was imported, with or without its placeholders. */
  readonly definition: Uint8Array;
  readonly context: KindContext;
}

/** The largest page. */
const MaxResults = '100';

/**
 * Throws `ProtectionLost` if a route is open to callers whom the definition keeps out, and deletes the deployment, so
 * that the next run creates another one. Names the routes that cannot be confirmed. Makes one call for a hundred
 * routes, and none if nothing is protected.
 */
export async function confirmHttpProtection(client: ApiGatewayV2Client, deployed: Deployed): Promise<void> {
  const { api, deployment, definition, context } = deployed;
  const wanted = guardedRoutes(JSON.parse(new TextDecoder().decode(definition)) as Definition);
  if (wanted.length === 0) return;
  const routes = await routesOf(client, api);
  const lost = wanted.flatMap((guard) => lostBy(guard, routes.get(guard.route)));
  if (lost.length > 0) {
    const { DeleteDeploymentCommand } = await import('@aws-sdk/client-apigatewayv2');
    const command = new DeleteDeploymentCommand({ ApiId: api, DeploymentId: deployment });
    await undefinedIfNotFound(client.send(asCleanUp(command)));
    throw protectionLost(api, lost);
  }
  const missing = wanted.filter(({ route }) => !routes.has(route)).map(({ route }) => route);
  if (missing.length > 0)
    context.note(`API Gateway does not show whether these still require sign-in: ${fewOf(missing)}`);
}

/** The routes that not everybody may call. */
export function guardedRoutes({ paths = {}, components }: Definition): Guard[] {
  const schemes = components?.securitySchemes ?? {};
  return Object.entries(paths).flatMap(([path, item]) =>
    OPERATION_KEYS.flatMap((key): Guard[] => {
      const [requirement] = item[key]?.security ?? [];
      const [named] = Object.entries(requirement ?? {});
      if (!named) return [];
      const [name, scopes] = named;
      const type = schemes[name]?.['x-amazon-apigateway-authorizer']?.type;
      const authorization = type === undefined ? 'AWS_IAM' : type === 'jwt' ? 'JWT' : 'CUSTOM';
      return [{ route: `${methodOf(key)} ${path}`, authorization, scopes }];
    }),
  );
}

/** The missing protection as a clause. Empty for a route that API Gateway does not show. */
function lostBy({ route, authorization, scopes }: Guard, found: Route | undefined): string[] {
  if (found === undefined) return [];
  const { AuthorizationType: actual = 'NONE', AuthorizationScopes: accepted = [] } = found;
  if (actual !== authorization) return [`${route} has the authorization ${actual} instead of ${authorization}`];
  const isWider = scopes.length > 0 && (accepted.length === 0 || accepted.some((scope) => !scopes.includes(scope)));
  return isWider ? [`${route} accepts tokens without the scopes of the contract`] : [];
}

/** By route key. Empty if the endpoint does not support the operation. */
async function routesOf(client: ApiGatewayV2Client, ApiId: string): Promise<Map<string, Route>> {
  const found = new Map<string, Route>();
  const { GetRoutesCommand } = await import('@aws-sdk/client-apigatewayv2');
  let NextToken: string | undefined;
  try {
    do {
      const page = await client.send(new GetRoutesCommand({ ApiId, MaxResults, ...(NextToken && { NextToken }) }));
      for (const route of page.Items ?? []) found.set(route.RouteKey ?? '', route);
      ({ NextToken } = page);
    } while (NextToken);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
  }
  return found;
}
