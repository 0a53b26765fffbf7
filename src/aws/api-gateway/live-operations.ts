/**
 * The operations of an API as they are deployed in a stage, with their access and integrations. They come from the
 * export of the deployment, which later changes of the API do not affect. One read.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import { PROBE_PATH } from '../../naming/release-marks.ts';
import { exportApi } from './export-api.ts';

export interface DeployedOperation {
  /** The method in upper case, or `ANY`. */
  readonly method: string;
  readonly path: string;
  readonly key: boolean;
  readonly authorizer?: { readonly name: string; readonly kind: string; readonly scopes: readonly string[] };
  /** Milliseconds. */
  readonly timeout?: number;
  /** The type as API Gateway names it: `aws_proxy`, `http`, `mock`. */
  readonly integration?: string;
  readonly uri?: string;
}

interface Exported {
  paths?: Record<string, Record<string, Method>>;
  components?: { securitySchemes?: Record<string, Scheme> };
}

interface Method {
  security?: Record<string, string[]>[];
  'x-amazon-apigateway-integration'?: { type?: string; uri?: string; timeoutInMillis?: number };
}

interface Scheme {
  name?: string;
  'x-amazon-apigateway-authtype'?: string;
  'x-amazon-apigateway-authorizer'?: { type?: string };
}

/** Leaves out the route that tells the release, because it is not an operation of the contract. */
export async function liveOperations(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<DeployedOperation[]> {
  const { paths = {}, components } = (await exportApi(client, restApiId, stageName)) as Exported;
  const schemes = components?.securitySchemes ?? {};
  const operations = Object.entries(paths).filter(([path]) => path !== PROBE_PATH);
  return operations.flatMap(([path, item]) =>
    OPERATION_KEYS.flatMap((key) => {
      const method = item[key];
      if (!method) return [];
      return [{ method: methodOf(key), path, ...accessOf(method.security ?? [], schemes), ...integrationOf(method) }];
    }),
  );
}

function accessOf(
  security: readonly Record<string, string[]>[],
  schemes: Record<string, Scheme>,
): Pick<DeployedOperation, 'key' | 'authorizer'> {
  const access: { key: boolean; authorizer?: DeployedOperation['authorizer'] } = { key: false };
  for (const [name, scopes] of security.flatMap((each) => Object.entries(each))) {
    const scheme = schemes[name] ?? {};
    const authtype = String(scheme['x-amazon-apigateway-authtype'] ?? '').toLowerCase();
    const type = scheme['x-amazon-apigateway-authorizer']?.type;
    const kind = type === undefined ? (authtype === 'awssigv4' ? 'iam' : undefined) : kindOf(type);
    if (kind !== undefined) access.authorizer = { name, kind, scopes };
    else if (String(scheme.name).toLowerCase() === 'x-api-key') access.key = true;
    // The operation uses a security scheme that apikit does not know. Its name is shown as the kind.
    else access.authorizer = { name, kind: authtype || 'unknown', scopes };
  }
  return access;
}

function integrationOf(method: Method): Pick<DeployedOperation, 'timeout' | 'integration' | 'uri'> {
  const { type, uri, timeoutInMillis } = method['x-amazon-apigateway-integration'] ?? {};
  return {
    ...(timeoutInMillis !== undefined && { timeout: timeoutInMillis }),
    ...(type !== undefined && { integration: type }),
    ...(uri !== undefined && { uri }),
  };
}

function kindOf(type: string): string {
  return type.toLowerCase() === 'cognito_user_pools' ? 'cognito' : type.toLowerCase();
}
