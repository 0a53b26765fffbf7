/** The settings of CreateUserPoolClient and UpdateUserPoolClient: checked, with Cognito's defaults. */
import { AwsError, notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { TimeUnitsType, UpdateUserPoolClientRequest } from '../../../models/cognito-idp.ts';
import { type ClientSettings, ofPool, resourceServers } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';

/** The members that both requests have. */
type ClientInput = Omit<UpdateUserPoolClientRequest, 'UserPoolId' | 'ClientId'> & { readonly ClientName: string };

const UNSUPPORTED_FLOWS = [
  'CUSTOM_AUTH_FLOW_ONLY',
  'ALLOW_USER_AUTH',
  'ALLOW_TOKEN_EXCHANGE_DELEGATION',
  'ALLOW_TOKEN_EXCHANGE_IMPERSONATION',
];

const REFUSED = [
  'AnalyticsConfiguration',
  'EnablePropagateAdditionalUserContextData',
  'PublishSecretsInAWSSecretsManager',
] as const;

const SCOPES = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']);

const SECONDS: Readonly<Record<TimeUnitsType, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Days, unless the client has another unit (docs/aws/user-pools.md). */
const DEFAULT_REFRESH_VALIDITY = 30;

export function clientSettings(
  operation: string,
  context: OperationContext,
  poolId: string,
  input: ClientInput,
  hasSecret: boolean,
): ClientSettings {
  refuseMembers(`Cognito ${operation}`, input, REFUSED);
  checkFlows(operation, input.ExplicitAuthFlows ?? []);
  checkRotation(input);
  checkOAuthFlows(input.AllowedOAuthFlows ?? [], hasSecret);
  checkScopes(context, poolId, input);
  const settings: ClientSettings = {
    ClientName: input.ClientName,
    ExplicitAuthFlows: input.ExplicitAuthFlows?.length ? input.ExplicitAuthFlows : undefined,
    AccessTokenValidity: input.AccessTokenValidity,
    IdTokenValidity: input.IdTokenValidity,
    RefreshTokenValidity: input.RefreshTokenValidity || DEFAULT_REFRESH_VALIDITY,
    TokenValidityUnits: input.TokenValidityUnits,
    ReadAttributes: input.ReadAttributes,
    WriteAttributes: input.WriteAttributes,
    PreventUserExistenceErrors: input.PreventUserExistenceErrors,
    EnableTokenRevocation: input.EnableTokenRevocation ?? true,
    AllowedOAuthFlows: input.AllowedOAuthFlows,
    AllowedOAuthScopes: input.AllowedOAuthScopes,
    AllowedOAuthFlowsUserPoolClient: input.AllowedOAuthFlowsUserPoolClient ?? false,
    // They have no effect, because there are no hosted pages here.
    shown: {
      AuthSessionValidity: input.AuthSessionValidity ?? 3,
      SupportedIdentityProviders: input.SupportedIdentityProviders,
      CallbackURLs: input.CallbackURLs,
      LogoutURLs: input.LogoutURLs,
      DefaultRedirectURI: input.DefaultRedirectURI,
      // GetTokensFromRefreshToken, which would rotate them, is refused by name.
      RefreshTokenRotation: input.RefreshTokenRotation,
    },
  };
  checkLifetimes(settings);
  return settings;
}

function checkFlows(operation: string, flows: readonly string[]): void {
  // The names from before 2019 have no prefix.
  const old = flows.filter((flow) => !flow.startsWith('ALLOW_'));
  if (old.length > 0 && old.length < flows.length) {
    throw invalidParameter("Invalid ExplicitAuthFlows: new and old values can't be used together.");
  }
  const unsupported = flows.find((flow) => UNSUPPORTED_FLOWS.includes(flow));
  if (unsupported !== undefined) throw notImplemented(`Cognito ${operation} with the flow ${unsupported}`);
}

/**
 * "Refresh token rotation isn't compatible with the authentication flow REFRESH_TOKEN_AUTH. To implement refresh token
 * rotation, you must disable this authentication flow in your app client" (Developer Guide, Using the refresh token).
 * AWS rejects the combination (https://github.com/hashicorp/terraform-provider-aws/issues/47196); its message is not
 * known.
 */
function checkRotation({ RefreshTokenRotation, ExplicitAuthFlows = [] }: ClientInput): void {
  if (RefreshTokenRotation?.Feature === 'ENABLED' && ExplicitAuthFlows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be used together with refresh token rotation.');
  }
}

function checkOAuthFlows(flows: readonly string[], hasSecret: boolean): void {
  if (!flows.includes('client_credentials')) return;
  const refuse = (why: string) =>
    new AwsError('InvalidOAuthFlowException', `client_credentials flow can not be selected ${why}`);
  if (flows.length > 1) throw refuse('along with code flow or implicit flow.');
  if (!hasSecret) throw refuse('if client does not have a client secret.');
}

function checkScopes(context: OperationContext, poolId: string, { AllowedOAuthScopes = [] }: ClientInput): void {
  const own = ofPool(resourceServers(context), poolId).flatMap(({ identifier, scopes }) =>
    scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`),
  );
  const unknown = AllowedOAuthScopes.filter((scope) => !SCOPES.has(scope) && !own.includes(scope));
  if (unknown.length > 0)
    throw new AwsError('ScopeDoesNotExistException', `Invalid scopes requested: ${unknown.join(', ')}`);
}

export interface Lifetimes {
  /** The lifetime in seconds. */
  readonly access: number;
  readonly id: number;
  readonly refresh: number;
}

export function lifetimesOf({ TokenValidityUnits: units, ...settings }: ClientSettings): Lifetimes {
  const seconds = (value: number | undefined, unit: TimeUnitsType, fallback: number) =>
    value === undefined ? fallback : value * SECONDS[unit];
  return {
    access: seconds(settings.AccessTokenValidity, units?.AccessToken ?? 'hours', 3600),
    id: seconds(settings.IdTokenValidity, units?.IdToken ?? 'hours', 3600),
    refresh: settings.RefreshTokenValidity * SECONDS[units?.RefreshToken ?? 'days'],
  };
}

/** The limits are five minutes to a day for access and ID tokens, and an hour to ten years for refresh tokens. */
function checkLifetimes(settings: ClientSettings): void {
  const { access, id, refresh } = lifetimesOf(settings);
  if ([access, id].some((seconds) => seconds < 300 || seconds > 86_400)) {
    throw invalidParameter('Invalid range for token validity.');
  }
  if (refresh < 3600 || refresh > 3650 * SECONDS.days) throw invalidParameter('Invalid range for token validity.');
  if (access > refresh || id > refresh) {
    throw invalidParameter('Refresh token validity must be longer than that of the access and ID token.');
  }
}
