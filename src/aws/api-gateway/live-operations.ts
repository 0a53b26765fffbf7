/**
 * The operations of an API as they are deployed in a stage, with their access and integrations. They come from the
 * export of the deployment, which later changes of the API do not affect. One read.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
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

export async function liveOperations(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<DeployedOperation[]> {
  return operationsIn(await exportApi(client, restApiId, stageName));
}

/** Does the same for an HTTP API. */
export async function liveHttpOperations(
  client: ApiGatewayV2Client,
  ApiId: string,
  StageName: string,
): Promise<DeployedOperation[]> {
  const { ExportApiCommand } = await import('@aws-sdk/client-apigatewayv2');
  const asked = { ApiId, StageName, Specification: 'OAS30', OutputType: 'JSON', IncludeExtensions: true };
  const { body } = await client.send(new ExportApiCommand(asked));
  return operationsIn(JSON.parse(new TextDecoder().decode(body)));
}

/** The routes that are not operations of the contract: the one that tells the release, and the default route. */
const OTHERS = [PROBE_PATH, '/$default'];

function operationsIn({ paths = {}, components }: Exported): DeployedOperation[] {
  const schemes = components?.securitySchemes ?? {};
  const operations = Object.entries(paths).filter(([path]) => !OTHERS.includes(path));
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
