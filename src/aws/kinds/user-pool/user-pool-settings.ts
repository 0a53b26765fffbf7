/** Converts the settings of user pools and their clients between apikit's form and Cognito's. Pure. */
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  ExplicitAuthFlowsType,
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { DesiredClient, PoolFlow } from '../user-pool-client/shape.ts';
import type { UserPoolProperties } from './shape.ts';

const SIGN_IN = { email: 'email', phone: 'phone_number' } as const;

/** The settings that both calls have. */
type Settings = Pick<CreateUserPoolCommandInput, 'Policies' | 'DeletionProtection' | 'AdminCreateUserConfig'>;

function settings(desired: UserPoolProperties, had: Partial<UserPoolType> = {}): Settings {
  const { length, lowercase, uppercase, numbers, symbols, temporaryDays } = desired.passwordPolicy;
  // Cognito returns the days in two places and accepts them in one.
  const { UnusedAccountValidityDays: _, ...invitations } = had.AdminCreateUserConfig ?? {};
  return {
    Policies: {
      ...had.Policies,
      PasswordPolicy: {
        ...had.Policies?.PasswordPolicy,
        MinimumLength: length,
        RequireLowercase: lowercase,
        RequireUppercase: uppercase,
        RequireNumbers: numbers,
        RequireSymbols: symbols,
        TemporaryPasswordValidityDays: temporaryDays,
      },
    },
    DeletionProtection: desired.deletionProtection ? 'ACTIVE' : 'INACTIVE',
    AdminCreateUserConfig: { ...invitations, AllowAdminCreateUserOnly: !desired.selfSignUp },
  };
}

export function poolInput(name: string, desired: UserPoolProperties): CreateUserPoolCommandInput {
  const attributes = desired.signIn.map((each) => SIGN_IN[each]);
  return {
    PoolName: name,
    ...settings(desired),
    ...(attributes.length > 0 && { UsernameAttributes: attributes, AutoVerifiedAttributes: attributes }),
    UsernameConfiguration: { CaseSensitive: false },
    UserPoolTags: desired.tags,
  };
}

/**
 * The settings that UpdateUserPool would reset to defaults if the request left them out. apikit does not manage them,
 * and writes them back as they were read: "To avoid setting parameters to Amazon Cognito defaults, construct this API
 * request to pass the existing configuration"
 * (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html). If the SDK
 * gets a new member, it must be added here, or this does not compile.
 */
const KEPT: Readonly<
  Record<Exclude<keyof UserPoolType & keyof UpdateUserPoolCommandInput, keyof Settings | 'UserPoolTags'>, true>
> = {
  LambdaConfig: true,
  AutoVerifiedAttributes: true,
  SmsVerificationMessage: true,
  EmailVerificationMessage: true,
  EmailVerificationSubject: true,
  VerificationMessageTemplate: true,
  SmsAuthenticationMessage: true,
  UserAttributeUpdateSettings: true,
  // Written back as it was read, even if one-time passwords are the only factor (others have measured that,
  // docs/aws/user-pools.md).
  MfaConfiguration: true,
  DeviceConfiguration: true,
  EmailConfiguration: true,
  SmsConfiguration: true,
  UserPoolAddOns: true,
  AccountRecoverySetting: true,
  AcrConfiguration: true,
  DcrConfiguration: true,
  IssuerConfiguration: true,
  KeyConfiguration: true,
  UserPoolTier: true,
};

export function poolUpdate(id: string, desired: UserPoolProperties, had: UserPoolType): UpdateUserPoolCommandInput {
  const tags = { ...desired.tags };
  for (const [name, value] of Object.entries(had.UserPoolTags ?? {})) if (name.startsWith('aws:')) tags[name] = value;
  return {
    UserPoolId: id,
    ...only(had, KEPT),
    ...settings(desired, had),
    UserPoolTags: tags,
  };
}

/** The settings that DescribeUserPool returns. Groups and scopes need other calls. */
export function describedPool(pool: UserPoolType): Omit<UserPoolProperties, 'groups' | 'scopes' | 'tags'> {
  const policy = pool.Policies?.PasswordPolicy;
  const used: readonly string[] = pool.UsernameAttributes ?? [];
  return {
    signIn: (['email', 'phone'] as const).filter((each) => used.includes(SIGN_IN[each])),
    selfSignUp: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    passwordPolicy: {
      length: policy?.MinimumLength ?? 8,
      lowercase: policy?.RequireLowercase ?? false,
      uppercase: policy?.RequireUppercase ?? false,
      numbers: policy?.RequireNumbers ?? false,
      symbols: policy?.RequireSymbols ?? false,
      temporaryDays: policy?.TemporaryPasswordValidityDays ?? 7,
    },
    deletionProtection: pool.DeletionProtection === 'ACTIVE',
  };
}

const FLOWS: Readonly<Record<Exclude<PoolFlow, 'client-credentials'>, ExplicitAuthFlowsType>> = {
  srp: 'ALLOW_USER_SRP_AUTH',
  password: 'ALLOW_USER_PASSWORD_AUTH',
  'admin-password': 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
};

const FLOW_NAMES = Object.keys(FLOWS) as (keyof typeof FLOWS)[];

type ClientSettings = Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>;

function clientSettings({ flows, tokens, scopes }: DesiredClient): ClientSettings {
  const explicit = FLOW_NAMES.filter((flow) => flows.includes(flow));
  return {
    ExplicitAuthFlows: [...explicit.map((flow) => FLOWS[flow]), 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: tokens.access,
    IdTokenValidity: tokens.id,
    RefreshTokenValidity: tokens.refresh,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    // A failed sign-in does not tell whether the user exists.
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AllowedOAuthFlowsUserPoolClient: hasSecret(flows),
    AllowedOAuthFlows: hasSecret(flows) ? ['client_credentials'] : [],
    AllowedOAuthScopes: hasSecret(flows) ? scopes : [],
  };
}

/** A program signs in as itself, and needs a secret for that. */
export function hasSecret(flows: readonly PoolFlow[]): boolean {
  return flows.includes('client-credentials');
}

export function clientInput(name: string, desired: DesiredClient): CreateUserPoolClientCommandInput {
  return {
    UserPoolId: desired.pool,
    ClientName: name,
    GenerateSecret: hasSecret(desired.flows),
    ...clientSettings(desired),
  };
}

/** The same for clients. The values of `clientSettings` replace them. */
const CLIENT_KEPT: Readonly<Record<keyof UserPoolClientType & keyof UpdateUserPoolClientCommandInput, true>> = {
  UserPoolId: true,
  ClientId: true,
  ClientName: true,
  RefreshTokenValidity: true,
  AccessTokenValidity: true,
  IdTokenValidity: true,
  TokenValidityUnits: true,
  ReadAttributes: true,
  WriteAttributes: true,
  ExplicitAuthFlows: true,
  SupportedIdentityProviders: true,
  CallbackURLs: true,
  LogoutURLs: true,
  DefaultRedirectURI: true,
  AllowedOAuthFlows: true,
  AllowedOAuthScopes: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AnalyticsConfiguration: true,
  PreventUserExistenceErrors: true,
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: true,
  AuthSessionValidity: true,
  RefreshTokenRotation: true,
};

/** The members of `had` that `names` has. */
function only<T extends object>(had: T, names: Readonly<Record<string, true>>): Partial<T> {
  return Object.fromEntries(
    Object.entries(had).filter(([key, value]) => key in names && value !== undefined),
  ) as Partial<T>;
}

export function clientUpdate(desired: DesiredClient, had: UserPoolClientType): UpdateUserPoolClientCommandInput {
  const { AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthScopes, ExplicitAuthFlows, ...own } =
    clientSettings(desired);
  // Without programs in apikit.yaml, somebody else may have set up OAuth for hosted pages.
  const oauth = hasSecret(desired.flows)
    ? { AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthScopes }
    : {};
  const { UserPoolId, ClientId } = had;
  return {
    ...only(had, CLIENT_KEPT),
    UserPoolId,
    ClientId,
    ...own,
    ...oauth,
    ExplicitAuthFlows: flowsOf(ExplicitAuthFlows ?? [], had),
  };
}

/**
 * The flows that apikit manages as they are wanted, and the others as they are. A client with refresh token rotation
 * cannot have the flow that refreshes without it (docs/aws/user-pools.md).
 */
function flowsOf(wanted: readonly ExplicitAuthFlowsType[], had: UserPoolClientType): ExplicitAuthFlowsType[] {
  const rotates = had.RefreshTokenRotation?.Feature === 'ENABLED';
  const others = (had.ExplicitAuthFlows ?? []).filter((flow) => OTHER_FLOWS.includes(flow));
  return [...wanted.filter((flow) => !(rotates && flow === 'ALLOW_REFRESH_TOKEN_AUTH')), ...others];
}

/** Flows with the names since 2019. The older names exclude them. */
const OTHER_FLOWS: readonly ExplicitAuthFlowsType[] = ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'];

/** The client as the new release wants it, with the flows and scopes that the release before may still need. */
export function mergedClient(wanted: DesiredClient, had: Pick<DesiredClient, 'flows' | 'scopes'>): DesiredClient {
  const all: PoolFlow[] = [...FLOW_NAMES, 'client-credentials'];
  return {
    ...wanted,
    flows: all.filter((flow) => wanted.flows.includes(flow) || had.flows.includes(flow)),
    scopes: [...new Set([...wanted.scopes, ...had.scopes])].sort(),
  };
}

export function describedClient(client: UserPoolClientType): Omit<DesiredClient, 'pool'> {
  const explicit: readonly string[] = client.ExplicitAuthFlows ?? [];
  const known = FLOW_NAMES.filter((flow) => explicit.includes(FLOWS[flow]));
  const programs = client.AllowedOAuthFlows?.includes('client_credentials') === true;
  const units = client.TokenValidityUnits;
  return {
    flows: [...known, ...(programs ? (['client-credentials'] as const) : [])],
    tokens: {
      access: minutes(client.AccessTokenValidity, units?.AccessToken, 60),
      id: minutes(client.IdTokenValidity, units?.IdToken, 60),
      refresh: Math.round(minutes(client.RefreshTokenValidity, units?.RefreshToken ?? 'days', 30 * 1440) / 1440),
    },
    scopes: programs ? [...(client.AllowedOAuthScopes ?? [])].sort() : [],
  };
}

const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

function minutes(value: number | undefined, unit: string | undefined, otherwise: number): number {
  return value === undefined ? otherwise : value * (MINUTES[unit ?? 'hours'] ?? 60);
}
