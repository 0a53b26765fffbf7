/**
 * `userPools` of apikit.yaml: their schema (draft-07), their defaults, and the checks that a schema cannot express.
 * Pure.
 */
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export interface UserPoolConfig {
  /** Without an entry, users sign in with a user name. */
  signIn: ('email' | 'phone')[];
  selfSignUp: boolean;
  passwordPolicy: {
    length: number;
    lowercase: boolean;
    uppercase: boolean;
    numbers: boolean;
    symbols: boolean;
    temporaryDays: number;
  };
  flows: ('srp' | 'password' | 'admin-password' | 'client-credentials')[];
  groups: string[];
  /** The scopes by the identifier of their resource server. */
  scopes: Record<string, string[]>;
  /** In minutes; the refresh token's is in days. */
  tokens: { access: number; id: number; refresh: number };
  /** Defaults to the stage's `protected`. */
  deletionProtection: boolean;
}

export type RawUserPool = Partial<Omit<UserPoolConfig, 'passwordPolicy' | 'tokens'>> & {
  passwordPolicy?: Partial<UserPoolConfig['passwordPolicy']>;
  tokens?: Partial<UserPoolConfig['tokens']>;
};

function flag(description: string): Schema {
  return { type: 'boolean', description };
}

function number(minimum: number, maximum: number, description: string): Schema {
  return { type: 'integer', minimum, maximum, description };
}

function texts(items: Schema, description: string): Schema {
  return { type: 'array', uniqueItems: true, items, description };
}

/** The limits are Cognito's own, from its API reference. */
export const userPoolsSchema: Schema = {
  type: 'object',
  description:
    'Cognito user pools by name, each with one client. A security scheme uses one with x-apikit: { userPool: <name> }.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9-]*$' },
  additionalProperties: section('One pool.', {
    signIn: texts(
      { enum: ['email', 'phone'] },
      'The attribute that users sign in with: email. phone is not supported, because Cognito needs an SMS configuration for it. Cannot be changed later. Default: a user name.',
    ),
    selfSignUp: flag('Users may sign up themselves; otherwise only administrators can add them. Default: false.'),
    passwordPolicy: section('The requirements for passwords.', {
      length: number(6, 99, 'The least number of characters. Default: 12.'),
      lowercase: flag('Default: true.'),
      uppercase: flag('Default: true.'),
      numbers: flag('Default: true.'),
      symbols: flag('Default: false.'),
      temporaryDays: number(1, 365, 'Days that a temporary password is valid. Default: 7.'),
    }),
    flows: texts(
      { enum: ['srp', 'password', 'admin-password', 'client-credentials'] },
      'How the client signs in: srp and password for apps, admin-password for users with AWS credentials (`apikit users token`), client-credentials for programs, which need a domain of the pool. Default: srp and admin-password.',
    ),
    groups: texts(
      { type: 'string', pattern: '^[^\\s]{1,128}$' },
      'Groups that apikit creates. It leaves other groups alone. Default: none.',
    ),
    scopes: {
      type: 'object',
      description:
        'Resource servers with their scopes: { items: [read, write] } creates items/read and items/write. Default: none.',
      propertyNames: { pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}$' },
      additionalProperties: texts(
        { type: 'string', pattern: '^[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]{1,256}$' },
        'Names of scopes.',
      ),
    },
    tokens: section('How long tokens are valid.', {
      access: number(5, 1440, 'Minutes. Default: 60.'),
      id: number(5, 1440, 'Minutes. Default: 60.'),
      refresh: number(1, 3650, 'Days. Default: 30.'),
    }),
    deletionProtection: flag('AWS rejects the deletion of the pool. Default: true in protected stages.'),
  }),
};

export function resolveUserPool(raw: RawUserPool, isProtected: boolean): UserPoolConfig {
  return {
    signIn: [],
    selfSignUp: false,
    flows: ['srp', 'admin-password'],
    groups: [],
    scopes: {},
    deletionProtection: isProtected,
    ...raw,
    passwordPolicy: {
      length: 12,
      lowercase: true,
      uppercase: true,
      numbers: true,
      symbols: false,
      temporaryDays: 7,
      ...raw.passwordPolicy,
    },
    tokens: { access: 60, id: 60, refresh: 30, ...raw.tokens },
  };
}

export function checkUserPools(
  { userPools }: { readonly userPools: Record<string, UserPoolConfig> },
  report: ReportProblem,
): void {
  for (const [name, { signIn, flows, scopes, tokens }] of Object.entries(userPools)) {
    if (signIn.includes('phone')) {
      // To confirm a phone number Cognito sends a code, and needs an SNS role in the pool's SmsConfiguration, which
      // apikit does not create (https://github.com/aws-amplify/amplify-backend/pull/1523).
      report(
        ['userPools', name, 'signIn'],
        `userPools.${name}.signIn has phone: Cognito needs an SMS configuration for it, which apikit does not create.`,
        'Use signIn: [email], or leave it out so that users have user names.',
      );
    }
    if (flows.includes('client-credentials') && Object.keys(scopes).length === 0) {
      report(
        ['userPools', name, 'flows'],
        `userPools.${name} lets programs sign in, but has no scopes for them.`,
        'Add scopes, or remove client-credentials.',
      );
    }
    if (Math.max(tokens.access, tokens.id) > tokens.refresh * 1440) {
      report(
        ['userPools', name, 'tokens'],
        `userPools.${name} has a refresh token that expires before the other tokens.`,
        'Increase refresh.',
      );
    }
  }
}
