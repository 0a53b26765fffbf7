/**
 * The ready authorizers of `apikit add authorizer`. Their files are in `files/<language>/<type>/`. This module contains
 * their paths in the project, the values of their tokens, and their further needs. Reads those files and writes
 * nothing. The files in JavaScript are those in TypeScript without types, except for the tests, which need only
 * Node.js.
 */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import { type RenderedFile, replaceTokens } from '../render.ts';

export const AUTHORIZER_TYPES = ['jwt', 'jwt-secret', 'request', 'token'] as const;
export type AuthorizerType = (typeof AUTHORIZER_TYPES)[number];

export interface AuthorizerAnswers {
  /** The name of the security scheme and of the file. */
  name: string;
  type: AuthorizerType;
  /** Only for `jwt` and `jwt-secret`. */
  issuer: string;
  audience: string;
  /** Only for `jwt-secret`: the reference of the secret. */
  secret: string;
  /** Only for `request`. */
  key: KeyPlace;
}

/** The place of the caller's key, with its name in the original case. `basic` has the name Authorization. */
export interface KeyPlace {
  readonly in: 'header' | 'query' | 'cookie' | 'basic';
  readonly name: string;
}

/** Packages of the project, with their versions. */
const JOSE = { jose: '^6.2.0' };
const SECRETS = { '@aws-sdk/client-secrets-manager': '^3.1142.0', '@aws-sdk/client-ssm': '^3.1142.0' };

const PACKAGES: Readonly<Record<AuthorizerType, Record<string, string>>> = {
  jwt: JOSE,
  'jwt-secret': { ...JOSE, ...SECRETS },
  request: {},
  token: {},
};

/** The folder and the language of the files. */
export interface AuthorizerLocation {
  /** The folder of the handler's source, relative to the project: `src`, or `.`. */
  readonly folder: string;
  readonly ending: 'ts' | 'mjs' | 'js';
}

export interface AuthorizerParts {
  readonly files: RenderedFile[];
  /** Files that several authorizers share. An existing one is not changed. */
  readonly shared: RenderedFile[];
  /** The entries for `dependencies` of package.json. */
  readonly packages: Readonly<Record<string, string>>;
  /** The entry for components.securitySchemes of the contract. */
  readonly scheme: Readonly<Record<string, unknown>>;
  /** The entries for function.secrets of apikit.yaml. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The variables that the user has to set under function.environment. */
  readonly variables: readonly string[];
}

export async function authorizerParts(
  answers: AuthorizerAnswers,
  { folder, ending }: AuthorizerLocation,
): Promise<AuthorizerParts> {
  const { name, type } = answers;
  const environment = environmentName(name);
  const secret = `${environment}_SECRET`;
  const tokens = {
    file: name,
    ENVIRONMENT: environment,
    SECRET: secret,
    issuer: answers.issuer,
    audience: answers.audience,
    in: answers.key.in,
    name: answers.key.in === 'header' ? answers.key.name.toLowerCase() : answers.key.name,
  };
  const inTypeScript = ending === 'ts';
  const sources = join('authorizers/files', inTypeScript ? 'typescript' : 'javascript');
  const written = inTypeScript ? 'ts' : 'mjs';
  const literals = Object.fromEntries(Object.entries(tokens).map(([token, text]) => [token, literal(text)]));
  const ownImport = new RegExp(`(from '[./][^']*)\\.${written}'`, 'g');
  const render = async (source: string, path: string): Promise<RenderedFile> => {
    const text = await readFile(join(packageRoot, 'src/templates', source), 'utf8');
    const contents = replaceTokens(text, literals)
      .replaceAll("'../../src/", `'${posix.join('../..', folder)}/`)
      .replaceAll(ownImport, `$1.${ending}'`);
    return { path: posix.normalize(path), contents };
  };
  const events = inTypeScript ? 'shared/files/typescript/src/api/authorizer.ts' : join(sources, 'events.mjs');
  const secrets = join(sources, `jwt-secret/secrets.${written}`);
  return {
    files: await Promise.all([
      render(join(sources, type, `authorizer.${written}`), `${folder}/authorizers/${name}.${ending}`),
      render(join(sources, type, `authorizer.test.${written}`), `test/authorizers/${name}.test.${ending}`),
    ]),
    shared: await Promise.all([
      render(events, `${folder}/api/authorizer.${ending}`),
      ...(type === 'jwt-secret' ? [render(secrets, `${folder}/api/secrets.${ending}`)] : []),
    ]),
    packages: PACKAGES[type],
    scheme: schemeOf(answers),
    secrets: type === 'jwt-secret' ? { [secret]: answers.secret } : {},
    variables: VARIABLES[type].map((variable) => `${environment}_${variable}`),
  };
}

const VARIABLES: Readonly<Record<AuthorizerType, readonly string[]>> = {
  jwt: [],
  'jwt-secret': [],
  request: ['CALLERS', 'NETWORKS'],
  token: ['TOKENS'],
};

/**
 * API Gateway caches the result for a token for one minute, so an expired token can work that long. An opaque token
 * does not expire by itself; the cache forgets it with the result.
 */
function schemeOf({ type, key, issuer, audience }: AuthorizerAnswers): Record<string, unknown> {
  switch (type) {
    case 'jwt': {
      const openIdConnectUrl = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      // The address of the configuration has no slash that the issuer in tokens may end with.
      const exact = issuer.endsWith('/') ? { issuer } : {};
      return { type: 'openIdConnect', openIdConnectUrl, 'x-apikit': { ttl: 60, audience: [audience], ...exact } };
    }
    case 'jwt-secret':
      return { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', 'x-apikit': { ttl: 60 } };
    case 'request': {
      const source = { header: `header.${key.name}`, query: `query.${key.name}`, cookie: 'header.Cookie' };
      const identity = [{ ...source, basic: 'header.Authorization' }[key.in], 'context.identity.sourceIp'];
      const settings = { type: 'request', identity, ttl: 60 };
      if (key.in === 'basic') return { type: 'http', scheme: 'basic', 'x-apikit': settings };
      return { type: 'apiKey', in: key.in, name: key.name, 'x-apikit': settings };
    }
    case 'token':
      return { type: 'http', scheme: 'bearer', 'x-apikit': { type: 'token', validation: '^Bearer \\S+$', ttl: 60 } };
  }
}

/** For example `my-jwt` → `MY_JWT`. */
function environmentName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_');
}

/** Escapes a text for single quotes. */
function literal(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
