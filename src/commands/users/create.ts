/** `apikit users create`: adds a user for development. A generated password is shown once, and only on request. */
import type { Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { userPoolName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { shellWord } from '../../text/shell-word.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import {
  choosePool,
  generatePassword,
  isLocal,
  localPassword,
  PASSWORD_OPTION,
  POOL_OPTION,
  readPassword,
} from '../parts/users/pool-flags.ts';

interface Answers {
  target: Target;
  pool: string;
  name: string;
  password: string;
  /** Whether the user does not know the password yet. */
  made: boolean;
  groups: string[];
  attributes: Record<string, string>;
}

interface Created {
  pool: string;
  name: string;
  groups: string[];
  /** The generated password; `null` if the user gave it. */
  password: string | null;
  /** The command that signs the user in. */
  signIn: string;
}

export const usersCreate = defineCommand({
  arguments: [{ name: '<name>', description: 'name of the user, or the email address to sign in with' }],
  options: [
    POOL_OPTION,
    PASSWORD_OPTION,
    { flags: '--generate-password', description: 'generate a password and show it once' },
    { flags: '--groups <names>', description: 'groups of the user, separated by commas' },
    { flags: '--attributes <list>', description: 'attributes, separated by commas: name=Ada,locale=en' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit users create ada --stage local',
    'apikit users create ada@example.com --groups admins --generate-password --stage dev',
  ],

  async ask({ args: [name], flags }, context): Promise<Answers> {
    const config = await context.stage();
    const pool = choosePool(config, flags.pool);
    const policy = config.userPools[pool]!.passwordPolicy;
    const given = flags.passwordStdin ? await readPassword(context) : undefined;
    const generated = flags.generatePassword ? generatePassword(policy.length) : undefined;
    const password = given ?? generated ?? (isLocal(config) ? localPassword(config, pool) : undefined);
    if (password === undefined) {
      throw usageError('The user needs a password.', 'Pass --password-stdin, or --generate-password to generate one.');
    }
    return {
      target: await context.target(),
      pool,
      name,
      password,
      made: given === undefined,
      groups: list(flags.groups),
      attributes: Object.fromEntries(list(flags.attributes).map(attribute)),
    };
  },

  async execute({ target: { config, clients }, pool, name, password, made, groups, attributes }): Promise<Created> {
    const { createUser, stagePool } = await import('../../aws/users/pool-users.ts');
    const cognito = await clients.cognito();
    const { pool: found } = await stagePool(cognito, userPoolName(config, pool), stageTags(config));
    await createUser(cognito, found, { name, password, groups, attributes });
    // The sign-in command knows the default password of users in the local cloud.
    const isKnown = isLocal(config) && password === localPassword(config, pool);
    const signIn = `apikit users token ${shellWord(name)} --pool ${pool}${isKnown ? '' : ' --password-stdin'} --stage ${config.stage}`;
    return { pool, name, groups, password: made ? password : null, signIn };
  },

  render: ({ pool, name, password, signIn }, theme) => ({
    notes: [`${theme.good(SYMBOL.done)} ${name} is in ${pool}${password === null ? '.' : ', with this password:'}`],
    ...(password !== null && { document: [password] }),
    next: [signIn],
  }),
  json: ({ signIn: _, ...created }) => created,
});

function list(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function attribute(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw usageError(`${JSON.stringify(text)} is not an attribute.`, 'Write name=value.');
}
