import { createHmac, createPublicKey, verify } from 'node:crypto';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, PASSWORD, startPools } from './cognito-rig.ts';

async function withJane(more: Partial<cognito.CreateUserPoolClientCommandInput> = {}) {
  const rig = await startPools();
  const { Id } = await rig.newPool();
  const UserPoolId = Id!;
  const client = await rig.newClient(UserPoolId, more);
  await rig.newUser(UserPoolId, 'jane', { email: 'jane@example.com', email_verified: 'true' });
  return { ...rig, UserPoolId, ClientId: client.ClientId!, secret: client.ClientSecret };
}

const refused = (message: string, name = 'NotAuthorizedException') => ({ name, message });

describe('a sign-in with a password', () => {
  it('returns an ID token, an access token and a refresh token', async () => {
    const { clock, send, signIn, UserPoolId, ClientId } = await withJane();
    for (const [GroupName, Precedence] of [
      ['users', 5],
      ['admins', 1],
    ] as const) {
      await send(new cognito.CreateGroupCommand({ UserPoolId, GroupName, Precedence }));
      await send(new cognito.AdminAddUserToGroupCommand({ UserPoolId, Username: 'jane', GroupName }));
    }
    const { AuthenticationResult: result } = await signIn(ClientId, 'jane');
    expect(result).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer', RefreshToken: expect.any(String) });
    const now = Math.floor(clock.now() / 1000);
    const id = claimsOf(result!.IdToken);
    const common = {
      sub: id.sub,
      iss: `https://cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`,
      'cognito:groups': ['admins', 'users'],
      origin_jti: id.origin_jti,
      event_id: id.event_id,
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    };
    expect(id).toEqual({
      ...common,
      email: 'jane@example.com',
      email_verified: true,
      'cognito:username': 'jane',
      aud: ClientId,
      token_use: 'id',
    });
    const access = claimsOf(result!.AccessToken);
    expect(access).toEqual({
      ...common,
      client_id: ClientId,
      username: 'jane',
      scope: 'aws.cognito.signin.user.admin',
      token_use: 'access',
    });
    expect(access.jti).not.toBe(id.jti);
  });

  it('returns tokens that the published keys verify', async () => {
    const { cloud, signIn, UserPoolId, ClientId } = await withJane();
    const { AuthenticationResult: result } = await signIn(ClientId, 'jane');
    const response = await fetch(`${cloud.endpoint}/${UserPoolId}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual(Array(2).fill(['alg', 'e', 'kid', 'kty', 'n', 'use']));
    for (const token of [result!.IdToken!, result!.AccessToken!]) {
      const [head, body, signature] = token.split('.') as [string, string, string];
      const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
      const key = createPublicKey({ key: keys.find((each) => each.kid === kid)!, format: 'jwk' });
      expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    }
    const configuration = await fetch(`${cloud.endpoint}/${UserPoolId}/.well-known/openid-configuration`);
    expect(await configuration.json()).toMatchObject({
      issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`,
      jwks_uri: response.url,
    });
    expect((await fetch(`${cloud.endpoint}/eu-west-1_nothing/.well-known/jwks.json`)).status).not.toBe(200);
  });

  it('is rejected with the messages of Cognito', async () => {
    const { send, signIn, UserPoolId, ClientId, newClient } = await withJane();
    await expect(signIn(ClientId, 'jane', 'Wrong-password-1')).rejects.toMatchObject(
      refused('Incorrect username or password.'),
    );
    await expect(signIn(ClientId, 'john')).rejects.toMatchObject(
      refused('User does not exist.', 'UserNotFoundException'),
    );
    const discreet = await newClient(UserPoolId, { PreventUserExistenceErrors: 'ENABLED' });
    await expect(signIn(discreet.ClientId!, 'john')).rejects.toMatchObject(refused('Incorrect username or password.'));
    await send(new cognito.AdminDisableUserCommand({ UserPoolId, Username: 'jane' }));
    await expect(signIn(ClientId, 'jane')).rejects.toMatchObject(refused('User is disabled.'));
    await send(new cognito.AdminEnableUserCommand({ UserPoolId, Username: 'jane' }));
    expect((await signIn(ClientId, 'jane')).AuthenticationResult).toBeDefined();
  });

  it('needs its flow to be enabled for the client', async () => {
    const { send, signIn, UserPoolId, ClientId } = await withJane({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
    await expect(signIn(ClientId, 'jane')).rejects.toMatchObject(
      refused('USER_PASSWORD_AUTH flow not enabled for this client', 'InvalidParameterException'),
    );
    const AuthParameters = { USERNAME: 'jane', PASSWORD };
    await expect(
      send(
        new cognito.AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters,
        }),
      ),
    ).rejects.toMatchObject(refused('Auth flow not enabled for this client', 'InvalidParameterException'));
    await expect(
      send(new cognito.InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })),
    ).rejects.toMatchObject({ name: 'NotImplementedException', message: expect.stringContaining('USER_SRP_AUTH') });
  });

  it('for a client with a secret needs the hash', async () => {
    const { signIn, ClientId, secret } = await withJane({ GenerateSecret: true });
    await expect(signIn(ClientId, 'jane')).rejects.toMatchObject(
      refused(`Client ${ClientId} is configured with secret but SECRET_HASH was not received`),
    );
    await expect(signIn(ClientId, 'jane', PASSWORD, { SECRET_HASH: 'bm8=' })).rejects.toMatchObject(
      refused(`SecretHash does not match for the client: ${ClientId}`),
    );
    const SECRET_HASH = createHmac('sha256', secret!).update(`jane${ClientId}`).digest('base64');
    expect((await signIn(ClientId, 'jane', PASSWORD, { SECRET_HASH })).AuthenticationResult).toBeDefined();
  });

  it('with a temporary password asks for a new one, once and in time', async () => {
    const { clock, send, signIn, UserPoolId, ClientId } = await withJane();
    const TemporaryPassword = 'Temporary-1';
    await send(new cognito.AdminCreateUserCommand({ UserPoolId, Username: 'john', TemporaryPassword }));
    const asked = await signIn(ClientId, 'john', TemporaryPassword);
    expect(asked).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: expect.any(String) });
    expect(asked.AuthenticationResult).toBeUndefined();
    const answer = (NEW_PASSWORD: string, Session = asked.Session) =>
      send(
        new cognito.RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'john', NEW_PASSWORD },
        }),
      );
    await expect(answer('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await answer(PASSWORD)).AuthenticationResult).toBeDefined();
    await expect(answer(PASSWORD)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(ClientId, 'john')).AuthenticationResult).toBeDefined();

    await send(new cognito.AdminCreateUserCommand({ UserPoolId, Username: 'jack', TemporaryPassword }));
    clock.advance(7 * 86_400_000);
    await expect(signIn(ClientId, 'jack', TemporaryPassword)).rejects.toMatchObject(
      refused('Temporary password has expired and must be reset by an administrator.'),
    );
  });
});

describe('a refresh token', () => {
  it('returns new tokens of the same sign-in until it expires', async () => {
    const { clock, signIn, refresh, ClientId } = await withJane({ RefreshTokenValidity: 1 });
    const { AuthenticationResult: first } = await signIn(ClientId, 'jane');
    clock.advance(3_600_000);
    const { AuthenticationResult: second } = await refresh(ClientId, first!.RefreshToken!);
    expect(second).not.toHaveProperty('RefreshToken');
    const [before, after] = [claimsOf(first!.AccessToken), claimsOf(second!.AccessToken)];
    expect(after).toMatchObject({ origin_jti: before.origin_jti, auth_time: before.auth_time, sub: before.sub });
    expect(after.exp).toBe(Number(before.exp) + 3600);
    clock.advance(23 * 3_600_000);
    await expect(refresh(ClientId, first!.RefreshToken!)).rejects.toMatchObject(refused('Refresh Token has expired'));
    await expect(refresh(ClientId, 'nonsense')).rejects.toMatchObject(refused('Invalid Refresh Token'));
  });

  it('is valid only for its client', async () => {
    const { newClient, signIn, refresh, UserPoolId, ClientId } = await withJane();
    const other = await newClient(UserPoolId);
    const { AuthenticationResult } = await signIn(ClientId, 'jane');
    await expect(refresh(other.ClientId!, AuthenticationResult!.RefreshToken!)).rejects.toMatchObject(
      refused('Invalid Refresh Token'),
    );
  });

  it('can be revoked together with its access tokens', async () => {
    const { send, signIn, refresh, ClientId } = await withJane();
    const { AuthenticationResult: revoked } = await signIn(ClientId, 'jane');
    const { AuthenticationResult: other } = await signIn(ClientId, 'jane');
    await send(new cognito.RevokeTokenCommand({ ClientId, Token: revoked!.RefreshToken }));
    await expect(refresh(ClientId, revoked!.RefreshToken!)).rejects.toMatchObject(
      refused('Refresh Token has been revoked'),
    );
    await expect(send(new cognito.GetUserCommand({ AccessToken: revoked!.AccessToken }))).rejects.toMatchObject(
      refused('Access Token has been revoked'),
    );
    expect((await send(new cognito.GetUserCommand({ AccessToken: other!.AccessToken }))).Username).toBe('jane');
  });
});

describe('an access token', () => {
  it('allows its user to read the profile and change the password, until it expires', async () => {
    const { clock, send, signIn, ClientId } = await withJane();
    const { AuthenticationResult } = await signIn(ClientId, 'jane');
    const { AccessToken, IdToken } = AuthenticationResult!;
    expect(await send(new cognito.GetUserCommand({ AccessToken }))).toMatchObject({
      Username: 'jane',
      UserAttributes: expect.arrayContaining([{ Name: 'email', Value: 'jane@example.com' }]),
    });
    await expect(send(new cognito.GetUserCommand({ AccessToken: IdToken }))).rejects.toMatchObject(
      refused('Invalid Access Token'),
    );
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      send(new cognito.ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
    await expect(change('Wrong-password-1', 'Another-1-word')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await change(PASSWORD, 'Another-1-word');
    expect((await signIn(ClientId, 'jane', 'Another-1-word')).AuthenticationResult).toBeDefined();
    clock.advance(3_600_000);
    await expect(send(new cognito.GetUserCommand({ AccessToken }))).rejects.toMatchObject(
      refused('Access Token has expired'),
    );
  });

  it('ends with a global sign-out', async () => {
    const { send, signIn, refresh, ClientId } = await withJane();
    const { AuthenticationResult } = await signIn(ClientId, 'jane');
    const { AccessToken, RefreshToken } = AuthenticationResult!;
    await send(new cognito.GlobalSignOutCommand({ AccessToken }));
    await expect(send(new cognito.GetUserCommand({ AccessToken }))).rejects.toMatchObject(
      refused('Access Token has been revoked'),
    );
    await expect(refresh(ClientId, RefreshToken!)).rejects.toMatchObject(refused('Refresh Token has been revoked'));
  });
});
