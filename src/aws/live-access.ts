/**
 * Who may call each method of an API, as it is deployed in a stage: from its export, which is of the deployment, and not of what
 * somebody has changed since. One read.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { PROBE_PATH } from '../stack/release-marks.ts';
import { exportApi } from './export-api.ts';

export interface LiveAccess {
  /** Upper case; `ANY` for all. */
  readonly method: string;
  readonly path: string;
  readonly key: boolean;
  readonly authorizer?: { readonly name: string; readonly kind: string; readonly scopes: readonly string[] };
}

export interface Exported {
  paths?: Record<string, Record<string, { security?: Record<string, string[]>[] }>>;
  components?: { securitySchemes?: Record<string, Scheme> };
}

interface Scheme {
  name?: string;
  'x-amazon-apigateway-authtype'?: string;
  'x-amazon-apigateway-authorizer'?: { type?: string };
}

const ANY = 'x-amazon-apigateway-any-method';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY];

export async function liveAccess(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<LiveAccess[]> {
  const document = (await exportApi(client, restApiId, stageName)) as Exported;
  return liveMethods(document).map(({ access }) => access);
}

/** Without the route that tells the release, which is nobody's operation. `key`: as the document has the method. */
export function liveMethods({ paths = {}, components }: Exported): { key: string; access: LiveAccess }[] {
  const schemes = components?.securitySchemes ?? {};
  const operations = Object.entries(paths).filter(([path]) => path !== PROBE_PATH);
  return operations.flatMap(([path, item]) =>
    METHODS.flatMap((key) =>
      item[key] ? [{ key, access: accessOf(path, key, item[key].security ?? [], schemes) }] : [],
    ),
  );
}

function accessOf(
  path: string,
  key: string,
  security: readonly Record<string, string[]>[],
  schemes: Record<string, Scheme>,
): LiveAccess {
  const access: { -readonly [Key in keyof LiveAccess]: LiveAccess[Key] } = {
    method: key === ANY ? 'ANY' : key.toUpperCase(),
    path,
    key: false,
  };
  for (const [name, scopes] of security.flatMap((each) => Object.entries(each))) {
    const scheme = schemes[name] ?? {};
    const authtype = String(scheme['x-amazon-apigateway-authtype'] ?? '').toLowerCase();
    const type = scheme['x-amazon-apigateway-authorizer']?.type;
    const kind = type === undefined ? (authtype === 'awssigv4' ? 'iam' : undefined) : kindOf(type);
    if (kind !== undefined) access.authorizer = { name, kind, scopes };
    else if (String(scheme.name).toLowerCase() === 'x-api-key') access.key = true;
    // Some scheme that this program does not know guards it: said as it is called.
    else access.authorizer = { name, kind: authtype || 'unknown', scopes };
  }
  return access;
}

function kindOf(type: string): string {
  return type.toLowerCase() === 'cognito_user_pools' ? 'cognito' : type.toLowerCase();
}
