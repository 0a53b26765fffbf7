/**
 * Confirms that a deployment protects its methods as the contract says, before a stage serves it. The deployment
 * contains the definition as it is at that moment: somebody else may have changed a method after the import, and an
 * endpoint may keep less of a definition than it accepts. docs/aws/deployments.md says what a deployment shows of
 * itself.
 */
import {
  type APIGatewayClient,
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  type MethodSnapshot,
} from '@aws-sdk/client-api-gateway';
import type { KindContext } from '../../engine/resource.ts';
import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { isAwsError, isNotOffered, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { fewOf, protectionLost } from './protection-lost.ts';

/** The protection of one method in the definition. */
interface Protection {
  /** The path as API Gateway writes it: `/items/{id}`. */
  readonly path: string;
  /** In upper case; `ANY` for all methods. */
  readonly method: string;
  readonly apiKey: boolean;
  readonly authorization: Authorization;
}

type Authorization = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';

/** The parts of a definition that are read here. */
interface Definition {
  paths?: Record<string, Record<string, { security?: Record<string, unknown>[] }>>;
  components?: {
    securitySchemes?: Record<
      string,
      { 'x-amazon-apigateway-authtype'?: string; 'x-amazon-apigateway-authorizer'?: unknown }
    >;
  };
}

/** By path and method. */
type Summary = Record<string, Record<string, MethodSnapshot>>;

interface Deployed {
  api: string;
  deployment: string;
  /** The definition that was imported, with or without its placeholders. */
  definition: Uint8Array;
  context: KindContext;
}

/**
 * Throws `ProtectionLost` if a method of the deployment is open to callers whom the definition keeps out, and deletes
 * the deployment, so that the next run creates another one. Names the methods that cannot be confirmed. Makes one call,
 * and none if nothing is protected.
 */
export async function confirmProtection(client: APIGatewayClient, deployed: Deployed): Promise<void> {
  const { api, deployment, definition, context } = deployed;
  const wanted = protectedMethods(JSON.parse(new TextDecoder().decode(definition)) as Definition);
  if (wanted.length === 0) return;
  const summary = await summaryOf(client, api, deployment);
  const lost = wanted.flatMap((each) => lostBy(each, summary[each.path]?.[each.method]));
  if (lost.length > 0) {
    await deleteUnused(client, api, deployment);
    throw protectionLost(api, lost);
  }
  const missing = wanted.filter(({ path, method }) => summary[path]?.[method] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ path, method }) => `${method} ${path}`);
    context.note(`API Gateway does not show whether these still require keys and sign-in: ${fewOf(names)}`);
  }
}

/** The methods that not everybody may call. */
export function protectedMethods({ paths = {}, components }: Definition): Protection[] {
  const schemes = components?.securitySchemes ?? {};
  return Object.entries(paths).flatMap(([path, item]) =>
    OPERATION_KEYS.flatMap((key) => {
      const names = (item[key]?.security ?? []).flatMap((each) => Object.keys(each));
      if (names.length === 0) return [];
      const kinds = names.map((name) => authorizationOf(schemes[name]?.['x-amazon-apigateway-authtype']));
      return [
        {
          path,
          method: methodOf(key),
          apiKey: kinds.includes('NONE'),
          authorization: kinds.find((kind) => kind !== 'NONE') ?? 'NONE',
        },
      ];
    }),
  );
}

/** `NONE` means that the scheme is the API key, which has no such member. */
function authorizationOf(authtype: string | undefined): Authorization {
  if (authtype === undefined) return 'NONE';
  if (authtype === 'awsSigv4') return 'AWS_IAM';
  return authtype === 'cognito_user_pools' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
}

/** The missing protection, each as a clause. Empty for a method that the deployment does not show. */
function lostBy({ path, method, apiKey, authorization }: Protection, found: MethodSnapshot | undefined): string[] {
  const name = `${method} ${path}`;
  // The case of the letters does not matter: such a difference opens nothing.
  const actual = found?.authorizationType?.toUpperCase();
  const isOther = actual !== undefined && actual !== authorization;
  return [
    ...(apiKey && found?.apiKeyRequired === false ? [`${name} requires no API key`] : []),
    ...(authorization !== 'NONE' && isOther
      ? [`${name} has the authorization ${actual} instead of ${authorization}`]
      : []),
  ];
}

async function summaryOf(client: APIGatewayClient, restApiId: string, deploymentId: string): Promise<Summary> {
  const command = new GetDeploymentCommand({ restApiId, deploymentId, embed: ['apisummary'] });
  try {
    return (await undefinedIfNotFound(client.send(command)))?.apiSummary ?? {};
  } catch (error) {
    if (isNotOffered(error)) return {};
    throw error;
  }
}

/** API Gateway refuses to delete a deployment that a stage serves, so it stays. */
async function deleteUnused(client: APIGatewayClient, restApiId: string, deploymentId: string): Promise<void> {
  try {
    await undefinedIfNotFound(client.send(asCleanUp(new DeleteDeploymentCommand({ restApiId, deploymentId }))));
  } catch (error) {
    if (!isAwsError(error, 'BadRequestException')) throw error;
  }
}
