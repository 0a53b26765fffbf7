/**
 * User pools and what belongs to them, as they are stored; types and the collections that hold them. Written by this
 * service; the data plane reads pools to verify tokens.
 */
import type { Scope } from '../../cloud.ts';
import type { SigningKey } from '../../json-web-token.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `cognito-idp.userPools`, keyed by id. */
export interface UserPool {
  readonly id: string;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Set at creation for good. */
  readonly fixed: FixedSettings;
  /** What an update sets anew: as on the wire, with defaults. */
  readonly settings: PoolSettings;
  /** Absent: off, and never turned on. */
  readonly mfa?: PoolMfa;
  readonly schema: readonly SchemaAttribute[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Collection `cognito-idp.poolKeys`, keyed by pool; absent until a pool has signed something. */
export interface PoolKeys {
  /** Of ID tokens. */
  readonly id: SigningKey;
  /** Of access tokens. */
  readonly access: SigningKey;
}

export interface PoolMfa {
  readonly mode: 'OFF' | 'ON' | 'OPTIONAL';
  /** Whether one-time passwords of an authenticator app are a factor; there are no others here. */
  readonly softwareToken: boolean;
}

export interface FixedSettings {
  readonly UsernameAttributes?: readonly string[];
  readonly AliasAttributes?: readonly string[];
  readonly UsernameConfiguration?: { readonly CaseSensitive: boolean };
}

export interface PoolSettings {
  readonly PoolName: string;
  readonly Policies: { readonly PasswordPolicy: PasswordPolicy; readonly SignInPolicy: object };
  readonly DeletionProtection: 'ACTIVE' | 'INACTIVE';
  readonly AutoVerifiedAttributes?: readonly string[];
  readonly AdminCreateUserConfig: {
    readonly AllowAdminCreateUserOnly: boolean;
    readonly UnusedAccountValidityDays: number;
  };
  /** Texts of messages and the like: kept and shown; the embedded cloud sends none. */
  readonly shown: Readonly<Record<string, unknown>>;
}

export interface PasswordPolicy {
  readonly MinimumLength: number;
  readonly RequireUppercase: boolean;
  readonly RequireLowercase: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireSymbols: boolean;
  readonly TemporaryPasswordValidityDays: number;
}

export interface SchemaAttribute {
  /** `email`, `custom:tenant` */
  readonly Name: string;
  readonly AttributeDataType: 'String' | 'Number' | 'DateTime' | 'Boolean';
  readonly DeveloperOnlyAttribute: boolean;
  readonly Mutable: boolean;
  readonly Required: boolean;
  readonly NumberAttributeConstraints?: { readonly MinValue?: string; readonly MaxValue?: string };
  readonly StringAttributeConstraints?: { readonly MinLength?: string; readonly MaxLength?: string };
}

/** Collection `cognito-idp.clients`, keyed by id: client ids are unique, and calls without a pool name only them. */
export interface PoolClient {
  readonly id: string;
  readonly poolId: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly secret?: string;
  /** As on the wire, with defaults. */
  readonly settings: ClientSettings;
}

export interface ClientSettings {
  readonly ClientName: string;
  readonly ExplicitAuthFlows?: readonly string[];
  readonly AccessTokenValidity?: number;
  readonly IdTokenValidity?: number;
  readonly RefreshTokenValidity: number;
  readonly TokenValidityUnits?: Readonly<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string | undefined>>;
  readonly ReadAttributes?: readonly string[];
  readonly WriteAttributes?: readonly string[];
  readonly PreventUserExistenceErrors?: 'ENABLED' | 'LEGACY';
  readonly EnableTokenRevocation: boolean;
  readonly AllowedOAuthFlows?: readonly string[];
  readonly AllowedOAuthScopes?: readonly string[];
  readonly AllowedOAuthFlowsUserPoolClient: boolean;
  /** Kept and shown: there are no hosted pages here. */
  readonly shown: Readonly<Record<string, unknown>>;
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** Collection `cognito-idp.users`, keyed `<poolId>/<username>`. */
export interface User {
  readonly username: string;
  readonly sub: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Hash; absent until a password is set. */
  readonly password?: string;
  /** When the temporary password stops to work; epoch milliseconds. */
  readonly temporaryUntil?: number;
  /** Names, in the order of joining. */
  readonly groups: readonly string[];
  /** Tokens issued before do not work any more; epoch milliseconds. */
  readonly signedOutAt?: number;
}

/** Collection `cognito-idp.groups`, keyed `<poolId>/<name>`. */
export interface Group {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly description?: string;
  readonly roleArn?: string;
  readonly precedence?: number;
}

/** Collection `cognito-idp.resourceServers`, keyed `<poolId>/<identifier>`. */
export interface ResourceServer {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly ScopeName: string; readonly ScopeDescription: string }[];
}

/** Collection `cognito-idp.sessions`: sign-ins, keyed by the hash of their refresh token. */
export interface Session {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  /** `origin_jti` of all tokens of the sign-in. */
  readonly originJti: string;
  /** epoch milliseconds */
  readonly signedInAt: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** Collection `cognito-idp.challenges`: what stands between a sign-in and its tokens, keyed by the session's text. */
export interface Challenge {
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  /** epoch milliseconds */
  readonly expiresAt: number;
}

export interface Collections {
  collection<T>(name: string): Collection<T>;
}

export const userPools = (context: Collections) => context.collection<UserPool>('cognito-idp.userPools');
export const poolKeys = (context: Collections) => context.collection<PoolKeys>('cognito-idp.poolKeys');
export const poolClients = (context: Collections) => context.collection<PoolClient>('cognito-idp.clients');
export const users = (context: Collections) => context.collection<User>('cognito-idp.users');
export const groups = (context: Collections) => context.collection<Group>('cognito-idp.groups');
export const resourceServers = (context: Collections) =>
  context.collection<ResourceServer>('cognito-idp.resourceServers');
export const sessions = (context: Collections) => context.collection<Session>('cognito-idp.sessions');
export const challenges = (context: Collections) => context.collection<Challenge>('cognito-idp.challenges');

/** What of a collection with keys `<poolId>/…` belongs to a pool. */
export function ofPool<T>(collection: Collection<T>, poolId: string): T[] {
  return collection
    .keys()
    .filter((key) => key.startsWith(`${poolId}/`))
    .map((key) => collection.get(key)!);
}

export const poolArn = ({ account, region }: Scope, poolId: string): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`;

/** `iss` of a pool's tokens. */
export const issuerOf = ({ region }: Pick<Scope, 'region'>, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
