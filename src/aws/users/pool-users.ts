/**
 * The users of a stage's user pools, for `apikit users`: creates them with a permanent password, and signs them in.
 * Passwords and tokens are returned if the user asks for them, and stored nowhere.
 */
import { createHmac } from 'node:crypto';
import type {
  AuthenticationResultType,
  CognitoIdentityProviderClient,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { STAGE_TAG } from '../../naming/tags.ts';
import { fetchThroughProxy } from '../../proxy/fetch-through-proxy.ts';
import { userPoolsNamed } from '../kinds/user-pool/user-pool-search.ts';
import { poolClientNamed } from '../kinds/user-pool-client/user-pool-client.ts';
import { owns } from '../ownership/ownership.ts';
import { isAwsError } from '../sdk/errors/sdk-error.ts';

export interface StagePool {
  readonly pool: UserPoolType;
  readonly client: UserPoolClientType;
}

/** A pool of the stage with its client, by their name in AWS. Throws `PoolNotFound`. */
export async function stagePool(cognito: CognitoIdentityProviderClient, name: string, tags: Tags): Promise<StagePool> {
  const ours = (await userPoolsNamed(cognito, name)).filter(({ UserPoolTags }) => owns(tags, UserPoolTags ?? {}));
  const pool = ours.sort((a, b) => (b.EstimatedNumberOfUsers ?? 0) - (a.EstimatedNumberOfUsers ?? 0))[0];
  const client = pool && (await poolClientNamed(cognito, String(pool.Id), name));
  if (pool && client) return { pool, client };
  throw new ApikitError('PoolNotFound', `There is no user pool ${name}${pool ? ' with a client' : ''}.`, {
    hint: `Deploy the stage first. Run: apikit deploy --stage ${tags[STAGE_TAG]}`,
  });
}

export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Creates the user with everything that was asked for, or not at all. Cognito sends no message, and a name that is an
 * address counts as verified. Throws `UserExists` and `UserLeft`.
 */
export async function createUser(
  cognito: CognitoIdentityProviderClient,
  pool: UserPoolType,
  user: NewUser,
): Promise<void> {
  const target = { UserPoolId: String(pool.Id), Username: user.name };
  const attributes = { ...verified(pool, user.name), ...user.attributes };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const { AdminAddUserToGroupCommand, AdminCreateUserCommand, AdminSetUserPasswordCommand } = await import(
    '@aws-sdk/client-cognito-identity-provider'
  );
  try {
    await cognito.send(new AdminCreateUserCommand({ ...target, MessageAction: 'SUPPRESS', UserAttributes }));
  } catch (error) {
    if (!isAwsError(error, 'UsernameExistsException')) throw error;
    throw new ApikitError('UserExists', `User ${user.name} already exists in ${pool.Name}. Nothing was changed.`, {
      hint: 'Choose another name.',
      cause: error,
    });
  }
  try {
    await cognito.send(new AdminSetUserPasswordCommand({ ...target, Password: user.password, Permanent: true }));
    for (const GroupName of user.groups) await cognito.send(new AdminAddUserToGroupCommand({ ...target, GroupName }));
  } catch (error) {
    await takeBack(cognito, target, error);
    throw error;
  }
}

/** Deletes a user who did not get the password or all groups, so that the command can run again. */
async function takeBack(
  cognito: CognitoIdentityProviderClient,
  target: { UserPoolId: string; Username: string },
  reason: unknown,
): Promise<void> {
  const { AdminDeleteUserCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  try {
    await cognito.send(new AdminDeleteUserCommand(target));
  } catch (error) {
    const why = (each: unknown) => (each instanceof Error ? each.message : String(each));
    const message = `The user ${target.Username} was created, but not completed (${why(reason)}), and could not be deleted: ${why(error)}.`;
    throw new ApikitError('UserLeft', message, {
      hint: `Delete it: aws cognito-idp admin-delete-user --user-pool-id ${target.UserPoolId} --username ${target.Username}.`,
      cause: reason,
    });
  }
}

function verified({ UsernameAttributes = [] }: UserPoolType, name: string): Record<string, string> {
  const attribute = name.includes('@') ? 'email' : 'phone_number';
  return UsernameAttributes.includes(attribute) ? { [attribute]: name, [`${attribute}_verified`]: 'true' } : {};
}

/** Throws `SignInFailed` if Cognito asks for more than a password. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  { pool, client }: StagePool,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<AuthenticationResultType> {
  const { ClientId = '', ClientSecret } = client;
  const { AdminInitiateAuthCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const answer = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.Id,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: name,
        PASSWORD: password,
        ...(ClientSecret !== undefined && { SECRET_HASH: secretHash(name, ClientId, ClientSecret) }),
      },
    }),
  );
  if (answer.AuthenticationResult) return answer.AuthenticationResult;
  throw new ApikitError(
    'SignInFailed',
    `${name} cannot sign in with a password alone: Cognito asks for ${answer.ChallengeName}.`,
    {
      hint: 'Sign in with the app, or create a user for development, who needs only a password, with `apikit users create ada`.',
    },
  );
}

/** See Cognito Developer Guide, "Computing secret hash values". */
function secretHash(name: string, clientId: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(name + clientId)
    .digest('base64');
}

/**
 * An access token of the client itself (client_credentials, RFC 6749 §4.4). `endpoint` is that of a local cloud. Throws
 * `NoTokenEndpoint` and `SignInFailed`.
 */
export async function programToken(
  { pool, client }: StagePool,
  scopes: readonly string[],
  { endpoint, region }: { readonly endpoint?: string | undefined; readonly region: string },
): Promise<AuthenticationResultType> {
  const url = tokenEndpoint(pool, endpoint, region);
  if (url === undefined || client.ClientSecret === undefined) throw noTokenEndpoint(pool, client);
  const credentials = Buffer.from(`${client.ClientId}:${client.ClientSecret}`).toString('base64');
  const answer = await fetchThroughProxy(url, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }),
    signal: AbortSignal.timeout(10_000),
  });
  const body = (await answer.json().catch(() => ({}))) as {
    access_token?: string;
    expires_in?: number;
    error?: string;
  };
  if (answer.ok && body.access_token !== undefined) {
    return { AccessToken: body.access_token, ...(body.expires_in !== undefined && { ExpiresIn: body.expires_in }) };
  }
  throw new ApikitError(
    'SignInFailed',
    `The token endpoint of ${pool.Name} answered ${answer.status} ${body.error ?? ''}.`,
    {
      hint: 'Ask for scopes that the pool has; they are under userPools in apikit.yaml.',
    },
  );
}

function tokenEndpoint(pool: UserPoolType, endpoint: string | undefined, region: string): string | undefined {
  if (endpoint !== undefined) return `${endpoint}/${pool.Id}/oauth2/token`;
  if (pool.CustomDomain) return `https://${pool.CustomDomain}/oauth2/token`;
  return pool.Domain ? `https://${pool.Domain}.auth.${region}.amazoncognito.com/oauth2/token` : undefined;
}

function noTokenEndpoint(pool: UserPoolType, client: UserPoolClientType): ApikitError {
  const what = client.ClientSecret === undefined ? 'Its client has no secret' : 'It has no domain';
  return new ApikitError('NoTokenEndpoint', `Programs cannot sign in to ${pool.Name}. ${what}.`, {
    hint:
      client.ClientSecret === undefined
        ? 'Add client-credentials to the flows of the pool in apikit.yaml.'
        : 'Give the pool a domain in the Cognito console; apikit does not create one.',
  });
}
