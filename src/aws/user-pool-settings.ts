/** Settings of user pools and their clients, between apikit's words and Cognito's. Pure. */
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  ExplicitAuthFlowsType,
  UpdateUserPoolClientCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolFlow, UserPoolClientProperties, UserPoolProperties } from '../stack/properties.ts';

const SIGN_IN = { email: 'email', phone: 'phone_number' } as const;

/** What both calls set. */
type Settings = Pick<CreateUserPoolCommandInput, 'Policies' | 'DeletionProtection' | 'AdminCreateUserConfig'>;

function settings(desired: UserPoolProperties, had: Partial<UserPoolType> = {}): Settings {
  const { length, lowercase, uppercase, numbers, symbols, temporaryDays } = desired.passwordPolicy;
  // Cognito tells the days twice and takes them once.
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

/** What UpdateUserPool would reset if it were left out (aws-facts §10): it is written back as it was read. */
const KEPT = [
  'LambdaConfig',
  'AutoVerifiedAttributes',
  'SmsVerificationMessage',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'VerificationMessageTemplate',
  'SmsAuthenticationMessage',
  'UserAttributeUpdateSettings',
  'MfaConfiguration',
  'DeviceConfiguration',
  'EmailConfiguration',
  'SmsConfiguration',
  'UserPoolAddOns',
  'AccountRecoverySetting',
  'UserPoolTier',
] as const satisfies readonly (keyof UserPoolType & keyof UpdateUserPoolCommandInput)[];

export function poolUpdate(id: string, desired: UserPoolProperties, had: UserPoolType): UpdateUserPoolCommandInput {
  const tags = { ...desired.tags };
  for (const [name, value] of Object.entries(had.UserPoolTags ?? {})) if (name.startsWith('aws:')) tags[name] = value;
  return {
    UserPoolId: id,
    ...Object.fromEntries(KEPT.filter((key) => had[key] !== undefined).map((key) => [key, had[key]])),
    ...settings(desired, had),
    UserPoolTags: tags,
  };
}

/** As far as DescribeUserPool tells; groups and scopes are calls of their own. */
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

type ClientSettings = Omit<UpdateUserPoolClientCommandInput, 'UserPoolId' | 'ClientId'>;

function clientSettings({ flows, tokens, scopes }: UserPoolClientProperties): ClientSettings {
  const explicit = (Object.keys(FLOWS) as (keyof typeof FLOWS)[]).filter((flow) => flows.includes(flow));
  return {
    ExplicitAuthFlows: [...explicit.map((flow) => FLOWS[flow]), 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: tokens.access,
    IdTokenValidity: tokens.id,
    RefreshTokenValidity: tokens.refresh,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    // Nobody learns from a sign-in that failed whether there is such a user.
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AllowedOAuthFlowsUserPoolClient: hasSecret(flows),
    AllowedOAuthFlows: hasSecret(flows) ? ['client_credentials'] : [],
    AllowedOAuthScopes: hasSecret(flows) ? scopes : [],
  };
}

/** Programs sign in as themselves, and for that have a secret. */
export function hasSecret(flows: readonly PoolFlow[]): boolean {
  return flows.includes('client-credentials');
}

export function clientInput(name: string, desired: UserPoolClientProperties): CreateUserPoolClientCommandInput {
  return {
    UserPoolId: String(desired.pool),
    ClientName: name,
    GenerateSecret: hasSecret(desired.flows),
    ...clientSettings(desired),
  };
}

/** Everything that was read is written back, for the same reason. */
export function clientUpdate(
  desired: UserPoolClientProperties,
  had: UserPoolClientType,
): UpdateUserPoolClientCommandInput {
  const { ClientSecret: _, LastModifiedDate: __, CreationDate: ___, UserPoolId, ClientId, ...kept } = had;
  const { AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthScopes, ...own } = clientSettings(desired);
  // Without programs of its own, whatever somebody set up for hosted pages is theirs.
  const oauth = hasSecret(desired.flows)
    ? { AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthScopes }
    : {};
  return { ...kept, UserPoolId, ClientId, ...own, ...oauth };
}

/** As the new release wants a client, with the flows and scopes that the one before may still rely on. */
export function clientOfBoth(
  wanted: UserPoolClientProperties,
  had: UserPoolClientProperties,
): UserPoolClientProperties {
  const all = [...Object.keys(FLOWS), 'client-credentials'] as PoolFlow[];
  return {
    ...wanted,
    flows: all.filter((flow) => wanted.flows.includes(flow) || had.flows.includes(flow)),
    scopes: [...new Set([...wanted.scopes, ...had.scopes])].sort(),
  };
}

export function describedClient(client: UserPoolClientType): Omit<UserPoolClientProperties, 'pool'> {
  const explicit: readonly string[] = client.ExplicitAuthFlows ?? [];
  const known = (Object.keys(FLOWS) as (keyof typeof FLOWS)[]).filter((flow) => explicit.includes(FLOWS[flow]));
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
