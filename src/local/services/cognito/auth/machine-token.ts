/**
 * The OAuth grant `client_credentials`: an access token for a program instead of a person, with scopes of the pool's
 * resource servers. It is the only grant of AWS's token endpoint that needs no web page.
 */
import { timingSafeEqual } from 'node:crypto';
import type { CloudBase, Scope } from '../../../cloud/cloud.ts';
import { signToken } from '../../../cloud/json-web-token.ts';
import type { HttpRequest } from '../../../cloud/operation.ts';
import type { WireResponse } from '../../../protocols/wire.ts';
import { type Collections, issuerOf, type PoolClient, poolClients } from '../../../state/user-pools.ts';
import { lifetimesOf } from '../clients/client-settings.ts';
import { keysOf } from '../pool-keys.ts';

export async function machineToken(
  cloud: CloudBase,
  scope: Scope,
  poolId: string,
  http: HttpRequest,
): Promise<WireResponse> {
  const collections: Collections = { collection: (name) => cloud.collection(scope, name) };
  const form = new URLSearchParams(http.body.toString('utf8'));
  const [id, secret] = credentialsIn(http, form);
  const client = poolClients(collections).get(id);
  if (client?.poolId !== poolId || client.secret === undefined || !isSame(client.secret, secret)) {
    return refused('invalid_client');
  }
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
  if (!mayHaveTokens(client)) return refused('unauthorized_client');
  const allowed = client.settings.AllowedOAuthScopes ?? [];
  const scopes =
    form
      .get('scope')
      ?.split(' ')
      .filter((name) => name !== '') ?? allowed;
  if (scopes.some((name) => !allowed.includes(name))) return refused('invalid_scope');

  const { access } = await keysOf(collections, cloud.ids, poolId);
  const now = Math.floor(cloud.clock.now() / 1000);
  const lifetime = lifetimesOf(client.settings).access;
  const claims = {
    sub: client.id,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: now,
    iss: issuerOf(scope, poolId),
    exp: now + lifetime,
    iat: now,
    version: 2,
    jti: cloud.ids.uuid(),
    client_id: client.id,
  };
  return answer(200, { access_token: signToken(claims, access), expires_in: lifetime, token_type: 'Bearer' });
}

/** Reads the credentials from the header (Basic) or the form. */
function credentialsIn({ headers }: HttpRequest, form: URLSearchParams): [id: string, secret: string] {
  const [, encoded] = /^Basic (.+)$/i.exec(String(headers.authorization ?? '')) ?? [];
  if (encoded === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const mayHaveTokens = ({ settings }: PoolClient): boolean =>
  settings.AllowedOAuthFlowsUserPoolClient && settings.AllowedOAuthFlows?.includes('client_credentials') === true;

const refused = (error: string): WireResponse => answer(400, { error });

const answer = (status: number, body: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
