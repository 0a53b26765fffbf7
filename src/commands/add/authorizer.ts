/** `apikit add authorizer`: adds an authorizer to the project, with its scheme, its test and its packages. */
import { join, posix, relative } from 'node:path';
import type { Context } from '../../context.ts';
import { isAuthorizerName } from '../../contract/check/lint-security.ts';
import { RULES } from '../../contract/rules/index.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import type {
  AuthorizerAnswers,
  AuthorizerLocation,
  AuthorizerType,
  KeyPlace,
} from '../../templates/authorizers/template.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { authorizerLocation, testOf, textOf } from '../parts/add/authorizer-location.ts';
import { hasScheme, keyPlaceIn, withScheme } from '../parts/add/authorizer-scheme.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers {
  /** An absolute path. */
  root: string;
  /** Relative to the root. */
  contract: string;
  config: string;
  place: AuthorizerLocation;
  authorizer: AuthorizerAnswers;
}

interface Added {
  name: string;
  type: AuthorizerType;
  /** The new files and the edited files. */
  written: string[];
  changed: string[];
  /** The variables that the user still has to set under `function.environment`. */
  variables: readonly string[];
  /** Whether the scheme is new in the contract. */
  isNew: boolean;
  /**
   * The file with the functions that answer API Gateway's authorizer events, if the user has to call them in the
   * handler.
   */
  events?: string;
  /** The command that runs the authorizer's test, if the project has a test runner. */
  test?: string;
}

const TYPES = ['jwt', 'jwt-secret', 'request', 'token'] as const;

export const addAuthorizer = defineCommand({
  arguments: [{ name: '[name]', description: 'name of the security scheme, e.g. jwt' }],
  options: [
    { flags: '--type <type>', description: 'what the authorizer checks', choices: TYPES },
    { flags: '--issuer <url>', description: 'jwt: the issuer of the tokens, exactly as in iss' },
    { flags: '--audience <text>', description: 'jwt: the audience of the tokens, as in aud' },
    { flags: '--secret <reference>', description: 'jwt-secret: ssm:/path or secretsmanager:name' },
    {
      flags: '--header <name>',
      description:
        'request: the header that identifies the caller (default: the key of an existing scheme, or X-Caller)',
    },
  ],
  examples: [
    'apikit add authorizer jwt --type jwt --issuer https://login.example.com --audience https://api.example.com',
    'apikit add authorizer partner --type jwt-secret --issuer partner --audience shop --secret ssm:/shop/partner',
    'apikit add authorizer office --type request --header X-Office',
  ],

  async ask({ args: [given], flags }, context): Promise<Answers> {
    const project = await context.project();
    const config = project.stage('local');
    const place = await authorizerLocation(config.function.entry, project.root);
    const name = given ?? (await asked(context, 'Name of the security scheme?', 'jwt'));
    if (name === undefined)
      throw usageError('The authorizer needs a name.', 'Pass it, as in apikit add authorizer jwt.');
    if (!isAuthorizerName(name))
      throw usageError(`${JSON.stringify(name)} cannot be the name of an authorizer.`, RULES['authorizer-name'].fix);
    const contract = relative(project.root, config.contract);
    const own = keyPlaceIn(await textOf(config.contract), name);
    const type = flags.type ?? (own ? 'request' : await askType(context));
    if (own && type !== 'request') throw otherCheck(name, type, own);
    const needed = async (flag: 'issuer' | 'audience' | 'secret', message: string): Promise<string> => {
      const text = flags[flag] ?? (await asked(context, message));
      if (text?.trim()) return text.trim();
      throw usageError(
        `An authorizer of type ${type} needs --${flag}.`,
        `Pass --${flag}; see apikit add authorizer --help.`,
      );
    };
    const isJwt = type === 'jwt' || type === 'jwt-secret';
    const issuer = isJwt ? await needed('issuer', 'What is the issuer of the tokens (iss)?') : '';
    if (type === 'jwt') checkIssuer(issuer);
    const audience = isJwt ? await needed('audience', 'What is the audience of the tokens (aud)?') : '';
    const secret = type === 'jwt-secret' ? await needed('secret', 'Which reference does the secret have?') : '';
    if (secret !== '' && !/^(ssm|secretsmanager):\S+$/.test(secret)) {
      throw usageError(
        `${JSON.stringify(secret)} is not a reference to a secret.`,
        'Write ssm:/path or secretsmanager:name.',
      );
    }
    const key = keyFrom(name, flags.header, own);
    return {
      root: project.root,
      contract,
      config: relative(project.root, project.file),
      place,
      authorizer: { name, type, issuer, audience, secret, key },
    };
  },

  async execute({ root, contract, config, place, authorizer }, { io }): Promise<Added> {
    const [{ authorizerParts }, { addPackages }, { insertEntry }, { takenPaths, writeProject }] = await Promise.all([
      import('../../templates/authorizers/template.ts'),
      import('../../project-edit/add-packages.ts'),
      import('../../project-edit/insert-entry.ts'),
      import('../../templates/project-folder.ts'),
    ]);
    const { name, type } = authorizer;
    const { files, shared, packages, scheme, secrets, variables } = await authorizerParts(authorizer, place);
    const pathsOf = (some: typeof files) => some.map(({ path }) => path);
    const [clash] = await takenPaths(root, pathsOf(files));
    if (clash !== undefined) throw isThere(clash);
    // The file may exist already, with changes of the user.
    const taken = await takenPaths(root, pathsOf(shared));
    const missing = shared.filter(({ path }) => !taken.includes(path));
    const [events] = pathsOf(missing).filter((path) => path.endsWith(`api/authorizer.${place.ending}`));

    const edits = new Map<string, string>();
    const edit = async (path: string, change: (text: string) => string, initial?: string) => {
      try {
        const before = edits.get(path) ?? (await textOf(join(root, path), initial));
        const after = change(before);
        if (after !== before) edits.set(path, after);
      } catch (cause) {
        throw notEdited(path, cause);
      }
    };
    let isNew = true;
    await edit(contract, (text) => {
      isNew = !hasScheme(text, name);
      return withScheme(text, name, scheme);
    });
    for (const [key, reference] of Object.entries(secrets)) {
      await edit(config, (text) => insertEntry(text, ['function', 'secrets', key], reference));
    }
    if (Object.keys(packages).length > 0)
      await edit('package.json', (text) => addPackages(text, packages), '{ "private": true }\n');
    const written = [...files, ...missing];
    const changes = [...edits].map(([path, contents]) => ({ path, contents }));
    await writeProject(root, [...written, ...changes], io.signal, [contract]);
    const test = testOf(edits.get('package.json') ?? (await textOf(join(root, 'package.json'), '{}')), place, files);
    return {
      name,
      type,
      written: pathsOf(written),
      changed: [...edits.keys()],
      variables,
      isNew,
      ...(events !== undefined && { events }),
      ...(test !== undefined && { test }),
    };
  },

  render: ({ name, written, changed, variables, isNew, events, test }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${written.join(', ')}`,
      ...(changed.length > 0 ? [`${theme.good(SYMBOL.done)} Changed ${changed.join(', ')}`] : []),
      ...(isNew
        ? [
            `  No operation uses it yet: write security: [{ ${name}: [] }] at the operations that it protects, or at the root.`,
          ]
        : []),
      ...(variables.length > 0 ? [`  Set ${variables.join(' and ')} under function.environment in apikit.yaml.`] : []),
      ...(events === undefined ? [] : handlerHint(events)),
    ],
    next: [
      ...(changed.includes('package.json') ? ['npm install'] : []),
      ...(test === undefined ? [] : [test]),
      'apikit dev',
    ],
  }),
  json: ({ isNew: _isNew, events: _events, test: _test, ...added }) => added,
});

/** A handler that no template created does not handle the authorizer events of API Gateway yet. */
function handlerHint(events: string): string[] {
  return [
    '  API Gateway asks your handler to authorize callers. Answer these events first:',
    '    if (isAuthorizerEvent(event)) return await answerAuthorizer(event, Object.values(routes), authorizers);',
    `  isAuthorizerEvent and answerAuthorizer are in ${events}, routes and authorizers in ${generatedBeside(events)}.`,
  ];
}

const generatedBeside = (events: string) => posix.join(events, '../../generated/contract.js');

/** A scheme of the contract names its key itself. */
function keyFrom(scheme: string, header: string | undefined, own: KeyPlace | undefined): KeyPlace {
  if (header === undefined) return own ?? { in: 'header', name: 'X-Caller' };
  // API Gateway accepts these characters in the source of an identity.
  if (!/^[A-Za-z0-9._$-]+$/.test(header))
    throw usageError(`${JSON.stringify(header)} is not a name of a header.`, 'For example X-Caller.');
  if (own && (own.in !== 'header' || own.name.toLowerCase() !== header.toLowerCase()))
    throw usageError(
      `The scheme ${scheme} already says where the caller's key is: ${told(own)}.`,
      'Leave out --header.',
    );
  return own ?? { in: 'header', name: header };
}

function otherCheck(scheme: string, type: AuthorizerType, own: KeyPlace): ApikitError {
  return usageError(
    `An authorizer of type ${type} reads a bearer token, and callers of the scheme ${scheme} send another key: ${told(own)}.`,
    `Run: apikit add authorizer ${scheme} --type request`,
  );
}

const told = ({ in: place, name }: KeyPlace): string =>
  place === 'basic' ? 'a user and a password' : `${place} ${name}`;

async function askType(context: Context): Promise<AuthorizerType> {
  if (context.interactive)
    return await context.prompts.choose({ message: 'What does the authorizer check?', choices: TYPES });
  throw usageError('No type is given.', `Pass --type ${TYPES.join('|')}.`);
}

async function asked(context: Context, message: string, initial?: string): Promise<string | undefined> {
  if (!context.interactive) return undefined;
  return await context.prompts.text({ message, ...(initial !== undefined && { default: initial }) });
}

function checkIssuer(issuer: string): void {
  const url = tryUrl(issuer);
  // The generated authorizer accepts the same issuers (templates/authorizers).
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return;
  throw usageError(`${issuer} is not an issuer of OpenID Connect.`, 'Its address starts with https://.');
}

function tryUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isThere(path: string): ApikitError {
  return new ApikitError('FileExists', `${path} already exists. Nothing was written.`, {
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
