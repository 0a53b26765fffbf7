/** `apikit users token`: signs a user in, and prints only the token, so that it can be captured. */
import type { Target } from '../../context.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { userPoolName } from '../../naming/names.ts';
import { partitionOf } from '../../naming/regions.ts';
import { stageTags } from '../../naming/tags.ts';
import { defineCommand } from '../parts/command.ts';
import {
  choosePool,
  isLocal,
  localPassword,
  PASSWORD_OPTION,
  POOL_OPTION,
  readPassword,
} from '../parts/users/pool-flags.ts';

const USES = ['id', 'access', 'refresh'] as const;
type Use = (typeof USES)[number];

interface Answers {
  target: Target;
  pool: string;
  /** `undefined` for the client itself. */
  user?: { name: string; password: string };
  scopes: string[];
  use: Use;
}

interface SignedIn {
  pool: string;
  poolId: string;
  clientId: string;
  issuer: string;
  idToken: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  /** In seconds. */
  expiresIn: number | null;
  use: Use;
}

export const usersToken = defineCommand({
  arguments: [{ name: '[name]', description: 'name of the user; none with --program' }],
  options: [
    POOL_OPTION,
    PASSWORD_OPTION,
    {
      flags: '--use <token>',
      description: 'token to print: id for operations without scopes (default), access for operations with scopes',
      choices: USES,
    },
    { flags: '--program', description: 'sign in the client itself, for an access token with scopes' },
    { flags: '--scopes <names>', description: 'with --program: scopes, separated by commas (default: all)' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit users token --program --scopes items/read --stage local',
    'curl -H "Authorization: Bearer $(apikit users token ada --stage local)" "$URL/items"',
  ],

  async ask({ args: [name], flags }, context): Promise<Answers> {
    const config = await context.stage();
    const pool = choosePool(config, flags.pool);
    const scopes = (flags.scopes ?? '').split(',').filter(Boolean);
    if (flags.program) return { target: await context.target(), pool, scopes, use: 'access' };
    if (name === undefined) throw usageError('No user is given.', 'Pass the name of the user, or --program.');
    if (scopes.length > 0) {
      throw usageError(
        'A user gets no scopes of the API with this command.',
        'Pass --program, or sign in on a page of the pool.',
      );
    }
    if (!config.userPools[pool]!.flows.includes('admin-password')) {
      throw usageError(
        `The pool ${pool} does not have the flow admin-password.`,
        'Add it to its flows in apikit.yaml, and deploy.',
      );
    }
    const fallback = isLocal(config) ? localPassword(config, pool) : undefined;
    const password = flags.passwordStdin ? await readPassword(context) : fallback;
    if (password === undefined) throw usageError('The password is missing.', 'Pass --password-stdin.');
    const { use = 'id' } = flags;
    return { target: await context.target(), pool, user: { name, password }, scopes, use };
  },

  async execute({ target: { config, clients, facts }, pool, user, scopes, use }): Promise<SignedIn> {
    const { programToken, signIn, stagePool } = await import('../../aws/users/pool-users.ts');
    const cognito = await clients.cognito();
    const found = await stagePool(cognito, userPoolName(config, pool), stageTags(config));
    const tokens = user
      ? await signIn(cognito, found, user)
      : await programToken(found, scopes, { endpoint: facts.endpoint, region: facts.region });
    return {
      pool,
      poolId: String(found.pool.Id),
      clientId: String(found.client.ClientId),
      issuer: `https://cognito-idp.${facts.region}.${partitionOf(facts.region).dnsSuffix}/${found.pool.Id}`,
      idToken: tokens.IdToken ?? null,
      accessToken: tokens.AccessToken ?? null,
      refreshToken: tokens.RefreshToken ?? null,
      expiresIn: tokens.ExpiresIn ?? null,
      use,
    };
  },

  render: (signedIn) => ({ document: [chosen(signedIn)] }),
  json: ({ use: _, ...signedIn }) => signedIn,
});

function chosen({ use, idToken, accessToken, refreshToken }: SignedIn): string {
  const token = { id: idToken, access: accessToken, refresh: refreshToken }[use];
  if (token !== null) return token;
  throw new ApikitError('SignInFailed', `Cognito returned no ${use} token.`, {
    hint: 'Choose another token with --use.',
  });
}
