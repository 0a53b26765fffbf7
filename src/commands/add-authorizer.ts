/** `apikit add authorizer`: writes a ready authorizer into the project, with its scheme, its test and its packages. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { AuthorizerAnswers, AuthorizerType } from '../templates/authorizers/template.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './command.ts';

interface Answers {
  /** Absolute. */
  root: string;
  /** Relative to it. */
  contract: string;
  config: string;
  /** Folder of the handler's source. */
  folder: string;
  authorizer: AuthorizerAnswers;
}

interface Added {
  name: string;
  type: AuthorizerType;
  /** Written anew, and changed. */
  written: string[];
  changed: string[];
  /** What is left to be set under function.environment. */
  variables: readonly string[];
}

const TYPES = ['jwt', 'jwt-secret', 'request', 'token'] as const;

export const addAuthorizer = defineCommand<Answers, Added>({
  arguments: [{ name: '[name]', description: 'name of the security scheme, e.g. jwt' }],
  options: [
    { flags: '--type <type>', description: 'what it checks', choices: TYPES },
    { flags: '--issuer <url>', description: 'jwt: who makes the tokens, exactly as in iss' },
    { flags: '--audience <text>', description: 'jwt: whom they are for, as in aud' },
    { flags: '--secret <reference>', description: 'jwt-secret: ssm:/path or secretsmanager:name' },
    { flags: '--header <name>', description: 'request: the header that says who calls (default: X-Caller)' },
  ],
  examples: [
    'apikit add authorizer jwt --type jwt --issuer https://login.example.com --audience https://api.example.com',
    'apikit add authorizer partner --type jwt-secret --issuer partner --audience shop --secret ssm:/shop/partner',
    'apikit add authorizer office --type request --header X-Office',
  ],

  async ask({ args, flags }, context) {
    const project = await context.project();
    const config = project.stage('local');
    if (!/\.m?ts$/.test(config.function.entry)) {
      throw usageError(
        'Ready authorizers are written in TypeScript.',
        `Write the authorizer yourself, in src/authorizers/ next to ${config.function.entry}; docs/authorizers.md says how.`,
      );
    }
    const name = args[0] ?? (await asked(context, 'Name of the security scheme?', 'jwt'));
    if (name === undefined)
      throw usageError('The authorizer needs a name.', 'Pass it, as in apikit add authorizer jwt.');
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name) || name === 'apiKey' || name === 'sigv4') {
      throw usageError(`${JSON.stringify(name)} cannot be the name of an authorizer.`, 'Use letters, digits, - and _.');
    }
    const type = await typeOf(flags.type, context);
    const needed = async (flag: 'issuer' | 'audience' | 'secret', message: string): Promise<string> => {
      const given = typeof flags[flag] === 'string' ? flags[flag] : await asked(context, message);
      if (given?.trim()) return given.trim();
      throw usageError(
        `An authorizer of type ${type} needs --${flag}.`,
        `Pass --${flag}; see apikit add authorizer --help.`,
      );
    };
    const isJwt = type === 'jwt' || type === 'jwt-secret';
    const issuer = isJwt ? await needed('issuer', 'Who makes the tokens (iss)?') : '';
    if (type === 'jwt') checkIssuer(issuer);
    const audience = isJwt ? await needed('audience', 'Whom are they for (aud)?') : '';
    const secret = type === 'jwt-secret' ? await needed('secret', 'Where is the secret kept?') : '';
    if (secret !== '' && !/^(ssm|secretsmanager):\S+$/.test(secret)) {
      throw usageError(
        `${JSON.stringify(secret)} is no reference to a secret.`,
        'Write ssm:/path or secretsmanager:name.',
      );
    }
    const header = typeof flags.header === 'string' ? flags.header : 'X-Caller';
    if (!/^[A-Za-z0-9-]+$/.test(header))
      throw usageError(`${JSON.stringify(header)} is no header.`, 'For example X-Caller.');
    return {
      root: project.root,
      contract: relative(project.root, config.contract),
      config: relative(project.root, project.file),
      folder: dirname(config.function.entry),
      authorizer: { name, type, issuer, audience, secret, header },
    };
  },

  async execute({ root, contract, config, folder, authorizer }) {
    const [{ authorizerParts }, { addPackages }, { insertEntry }, { takenPaths, writeProject }] = await Promise.all([
      import('../templates/authorizers/template.ts'),
      import('../project-edit/add-packages.ts'),
      import('../project-edit/insert-entry.ts'),
      import('../templates/project-folder.ts'),
    ]);
    const { name, type } = authorizer;
    const { files, packages, scheme, secrets, variables } = await authorizerParts(authorizer, folder);
    // The reader of secrets is the same for all of them, and may be there already, changed.
    const shared = `${folder}/api/secrets.ts`;
    const taken = await takenPaths(
      root,
      files.map(({ path }) => path),
    );
    const clash = taken.find((path) => path !== shared);
    if (clash !== undefined) throw isThere(clash);

    const edits = new Map<string, string>();
    const edit = async (path: string, change: (text: string) => string) => {
      try {
        edits.set(path, change(edits.get(path) ?? (await readFile(join(root, path), 'utf8'))));
      } catch (cause) {
        throw notEdited(path, cause);
      }
    };
    await edit(contract, (text) => insertEntry(text, ['components', 'securitySchemes', name], scheme));
    for (const [key, reference] of Object.entries(secrets)) {
      await edit(config, (text) => insertEntry(text, ['function', 'secrets', key], reference));
    }
    if (Object.keys(packages).length > 0) await edit('package.json', (text) => addPackages(text, packages));
    const written = files.filter(({ path }) => !taken.includes(path));
    await writeProject(root, [...written, ...[...edits].map(([path, contents]) => ({ path, contents }))]);
    return { name, type, written: written.map(({ path }) => path), changed: [...edits.keys()], variables };
  },

  render: ({ name, written, changed, variables }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${written.join(', ')}`,
      `${theme.good(SYMBOL.done)} Changed ${changed.join(', ')}`,
      `  Nothing asks for it yet: write security: [{ ${name}: [] }] at the operations that it guards, or at the root.`,
      ...(variables.length > 0 ? [`  Set ${variables.join(' and ')} under function.environment in apikit.yaml.`] : []),
    ],
    next: [...(changed.includes('package.json') ? ['npm install'] : []), 'npm test', 'apikit dev'],
  }),
  json: (added) => added,
});

async function typeOf(given: unknown, context: Context): Promise<AuthorizerType> {
  if (typeof given === 'string') return given as AuthorizerType;
  if (context.interactive) {
    return (await context.prompts.choose({ message: 'What does it check?', choices: [...TYPES] })) as AuthorizerType;
  }
  throw usageError('No type was named.', `Pass --type ${TYPES.join('|')}.`);
}

async function asked(context: Context, message: string, initial?: string): Promise<string | undefined> {
  if (!context.interactive) return undefined;
  return await context.prompts.text({ message, ...(initial !== undefined && { default: initial }) });
}

function checkIssuer(issuer: string): void {
  const url = tryUrl(issuer);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return;
  throw usageError(`${issuer} is no issuer of OpenID Connect.`, 'Its address begins with https://.');
}

function tryUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isThere(path: string): ApikitError {
  return new ApikitError('FileExists', `${path} is there already. Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Choose another name, or remove the file.',
  });
}

function notEdited(path: string, cause: unknown): ApikitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ApikitError('NotEdited', `${path} was not changed: ${why}. Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Correct the file, or choose another name.',
    cause,
  });
}
