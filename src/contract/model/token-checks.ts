/** Says whose tokens an HTTP API checks itself, in place of the project's code (docs/adr/0026). Pure. */
import { readSchemeNamed } from './access.ts';
import type { ApiDocument } from './api-document.ts';
import type { Scheme, TokenIssuer } from './security-schemes.ts';

/** A pool of `userPools` in apikit.yaml, or another issuer. */
export type TokenCheck = { readonly identitySource: string } & ({ readonly pool: string } | TokenIssuer);

/** A JWT authorizer reads the token from one place (docs/aws/http-apis.md). */
const ONE_PLACE = /^method\.request\.(header|querystring)\.[^,]+$/;

/**
 * Returns `undefined` for a scheme that an HTTP API cannot check. It needs one issuer, one place of the token, and the
 * client of a pool.
 */
export function tokenCheckOf(scheme: Scheme): TokenCheck | undefined {
  if (scheme.kind === 'key' || scheme.kind === 'iam') return undefined;
  const { identitySource } = scheme;
  if (!ONE_PLACE.test(identitySource)) return undefined;
  if (scheme.kind !== 'cognito') return scheme.jwt && { ...scheme.jwt, identitySource };
  const [pool] = scheme.pools;
  if (pool === undefined || scheme.pools.length > 1 || pool.startsWith('arn:')) return undefined;
  return { pool, identitySource };
}

/** The names of the schemes whose tokens the front door of a stage checks, so that they need no code of the project. */
export function checkedSchemes(
  { document, operations }: Pick<ApiDocument, 'document' | 'operations'>,
  api: 'rest' | 'http' | 'url',
): string[] {
  if (api !== 'http') return [];
  const names = new Set(operations.flatMap(({ access }) => access.authorizer?.scheme ?? []));
  return [...names].filter((name) => {
    const { scheme } = readSchemeNamed(document, name);
    return scheme !== undefined && tokenCheckOf(scheme) !== undefined;
  });
}
