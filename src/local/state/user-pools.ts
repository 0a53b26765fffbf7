/**
 * User pools and their parts as they are stored: types and collections. This service writes them; the data plane reads
 * pools to verify tokens.
 */
import type { Scope } from '../cloud/cloud.ts';
import type { SigningKey } from '../cloud/json-web-token.ts';
import type {
  SignInPolicyType,
  UserPoolClientType,
  UserPoolType,
  VerifiedAttributeType,
} from '../models/cognito-idp.ts';
import type { Collection } from '../storage/store.ts';

/** Collection `cognito-idp.userPools`, keyed by id. */
export interface UserPool {
  readonly id: string;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Set at creation; cannot be changed. */
  readonly fixed: FixedSettings;
  /** The settings that an update replaces: in wire format, with defaults. */
  readonly settings: PoolSettings;
  /** Absent: MFA is off and was never on. */
  readonly mfa?: PoolMfa;
  readonly schema: readonly SchemaAttribute[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Collection `cognito-idp.poolKeys`, keyed by pool; absent until the pool has signed a token. */
export interface PoolKeys {
  /** The key for ID tokens. */
  readonly id: SigningKey;
  /** The key for access tokens. */
  readonly access: SigningKey;
}

export interface PoolMfa {
  readonly mode: 'OFF' | 'ON' | 'OPTIONAL';
  /** Whether one-time passwords of an authenticator app are a factor; there are no other factors here. */
  readonly softwareToken: boolean;
}

export type FixedSettings = Pick<UserPoolType, 'UsernameAttributes' | 'AliasAttributes' | 'UsernameConfiguration'>;

export interface PoolSettings {
  readonly PoolName: string;
  readonly Policies: { readonly PasswordPolicy: PasswordPolicy; readonly SignInPolicy: SignInPolicyType };
  readonly DeletionProtection: 'ACTIVE' | 'INACTIVE';
  readonly AutoVerifiedAttributes?: readonly VerifiedAttributeType[];
  readonly AdminCreateUserConfig: {
    readonly AllowAdminCreateUserOnly: boolean;
    readonly UnusedAccountValidityDays: number;
  };
  /** Message texts and similar settings. They are stored and shown; the embedded cloud sends no messages. */
  readonly shown: UserPoolType;
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

/** Collection `cognito-idp.clients`, keyed by ID. Client IDs are unique, and calls without a pool name only them. */
export interface PoolClient {
  readonly id: string;
  readonly poolId: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly secret?: string;
  /** The settings in wire format, with defaults. */
  readonly settings: ClientSettings;
}

export interface ClientSettings extends UserPoolClientType {
  readonly ClientName: string;
  readonly RefreshTokenValidity: number;
  readonly EnableTokenRevocation: boolean;
  readonly AllowedOAuthFlowsUserPoolClient: boolean;
  /** Settings that are stored and shown: there are no hosted pages here. */
  readonly shown: UserPoolClientType;
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
  /** The attributes without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The hash of the password; absent until a password is set. */
  readonly password?: string;
  /** When the temporary password expires, in epoch milliseconds. */
  readonly temporaryUntil?: number;
  /** Group names in the order of joining. */
  readonly groups: readonly string[];
  /** Tokens issued before this time are invalid; epoch milliseconds. */
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
  /** The `origin_jti` of all tokens of the sign-in. */
  readonly originJti: string;
  /** epoch milliseconds */
  readonly signedInAt: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** Collection `cognito-idp.challenges`: open challenges, keyed by the text of their session. */
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

/** Returns the values of a pool in a collection with keys `<poolId>/…`. */
export function ofPool<T>(collection: Collection<T>, poolId: string): T[] {
  return collection
    .keys()
    .filter((key) => key.startsWith(`${poolId}/`))
    .map((key) => collection.get(key)!);
}

export const poolArn = ({ account, region }: Scope, poolId: string): string =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`;

/** The `iss` of a pool's tokens. */
export const issuerOf = ({ region }: Pick<Scope, 'region'>, poolId: string): string =>
  `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
