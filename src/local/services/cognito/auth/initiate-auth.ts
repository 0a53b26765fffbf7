/**
 * InitiateAuth and AdminInitiateAuth, with a password or a refresh token. Flows with more than one step are refused by
 * name.
 */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { InitiateAuthRequest, InitiateAuthResponse } from '../../../models/cognito-idp.ts';
import type { PoolClient, UserPool } from '../../../state/user-pools.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { clientInItsRegion, findUser, requireClient, requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { checkSecretHash } from './secret-hash.ts';
import { findSession } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { issueTokens } from './tokens.ts';

const REFUSED = ['AnalyticsMetadata', 'Session'] as const;

export const initiateAuth = operation('InitiateAuth', (input, asked) => {
  refuseMembers('Cognito InitiateAuth', input, REFUSED);
  refuseFlows(input);
  const { context, pool, client } = clientInItsRegion(asked, input.ClientId);
  if (input.AuthFlow.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.');
  return authenticate(context, pool, client, input);
});

export const adminInitiateAuth = operation('AdminInitiateAuth', (input, context) => {
  refuseMembers('Cognito AdminInitiateAuth', input, REFUSED);
  refuseFlows(input);
  const pool = requirePool(context, input);
  return authenticate(context, pool, requireClient(context, pool.id, input.ClientId), input);
});

function refuseFlows({ AuthFlow }: InitiateAuthRequest): void {
  if (AuthFlow === 'USER_SRP_AUTH' || AuthFlow === 'CUSTOM_AUTH' || AuthFlow === 'USER_AUTH') {
    throw notImplemented(`Cognito's flow ${AuthFlow}`);
  }
}

function authenticate(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  input: InitiateAuthRequest,
): Promise<InitiateAuthResponse> {
  const { AuthFlow, AuthParameters = {} } = input;
  switch (AuthFlow) {
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      return refresh(context, pool, client, AuthParameters);
    case 'USER_PASSWORD_AUTH':
      requireFlow(client, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH flow');
      break;
    default:
      requireFlow(client, ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'], 'Auth flow');
  }
  const { USERNAME, PASSWORD, SECRET_HASH } = AuthParameters;
  if (USERNAME === undefined) throw invalidParameter('Missing required parameter USERNAME');
  if (PASSWORD === undefined) throw invalidParameter('Missing required parameter PASSWORD');
  checkSecretHash(client, USERNAME, SECRET_HASH);
  return signIn(context, pool, client, USERNAME, PASSWORD);
}

function requireFlow({ settings }: PoolClient, names: readonly string[], what: string): void {
  if (!settings.ExplicitAuthFlows?.some((flow) => names.includes(flow))) {
    throw invalidParameter(`${what} not enabled for this client`);
  }
}

async function refresh(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  { REFRESH_TOKEN, SECRET_HASH }: Readonly<Record<string, string>>,
) {
  const flows = client.settings.ExplicitAuthFlows;
  // Clients with the flow names from before 2019, or without flows, can always refresh.
  if (flows?.some((flow) => flow.startsWith('ALLOW_')) && !flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('Auth flow not enabled for this client');
  }
  if (REFRESH_TOKEN === undefined) throw invalidParameter('Missing required parameter REFRESH_TOKEN');
  const session = findSession(context, REFRESH_TOKEN);
  if (session?.clientId !== client.id || session.poolId !== pool.id) throw notAuthorized('Invalid Refresh Token');
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (session.expiresAt <= context.cloud.clock.now()) throw notAuthorized('Refresh Token has expired');
  const user = findUser(context, pool, session.username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  checkSecretHash(client, user.username, SECRET_HASH);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { ChallengeParameters: {}, AuthenticationResult: await issueTokens(context, pool, client, user, session) };
}
