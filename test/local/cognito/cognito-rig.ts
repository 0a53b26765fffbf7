/** User pools used with the real SDK, with a clock that stands still until a test moves it. */
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { onTestFinished } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

export const PASSWORD = 'Correct-horse-7';
export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

export async function startPools() {
  const clock = fakeClock();
  const cloud = await startTestCloud({ clock: clock.cloud });
  onTestFinished(() => cloud.close());
  const settings = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const client = new cognito.CognitoIdentityProviderClient(settings);
  const send = client.send.bind(client);

  const newPool = async (more: Partial<cognito.CreateUserPoolCommandInput> = {}) =>
    (await send(new cognito.CreateUserPoolCommand({ PoolName: 'people', ...more }))).UserPool!;
  const newClient = async (UserPoolId: string, more: Partial<cognito.CreateUserPoolClientCommandInput> = {}) =>
    (
      await send(
        new cognito.CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'web',
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          ...more,
        }),
      )
    ).UserPoolClient!;
  /** Creates a user who can sign in. */
  const newUser = async (UserPoolId: string, Username: string, attributes: Record<string, string> = {}) => {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    await send(new cognito.AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
    await send(new cognito.AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }));
  };
  const signIn = (
    ClientId: string,
    USERNAME: string,
    PASSWORD_: string = PASSWORD,
    more: Record<string, string> = {},
  ) =>
    send(
      new cognito.InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: PASSWORD_, ...more },
      }),
    );
  const refresh = (ClientId: string, REFRESH_TOKEN: string) =>
    send(
      new cognito.InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
    );
  return { cloud, clock, settings, send, newPool, newClient, newUser, signIn, refresh };
}

/** Returns the claims of a token, without checking its signature. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString('utf8'));
}
