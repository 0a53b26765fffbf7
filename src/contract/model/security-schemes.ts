/**
 * Reads what a security scheme of the contract means to API Gateway: the API key, IAM, a Cognito user pool, or an
 * authorizer whose code is in src/authorizers/ of the project. Pure and total: a scheme without such a meaning is a
 * problem.
 */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import type { RuleId } from '../rules/index.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';

/** The header that API Gateway reads API keys from. Its name is fixed (docs/aws/usage-plans.md). */
export const API_KEY_HEADER = 'x-api-key';

export type Scheme =
  | { readonly kind: 'key' }
  | { readonly kind: 'iam' }
  /** `pools` contains names of `userPools` in apikit.yaml, or ARNs. */
  | { readonly kind: 'cognito'; readonly pools: readonly string[]; readonly identitySource: string }
  | AuthorizerScheme;

/** A scheme that the project's own code checks. */
export interface AuthorizerScheme {
  readonly kind: 'token' | 'request';
  /** The identity sources in API Gateway's form, separated by commas. An empty text means none. */
  readonly identitySource: string;
  /** In seconds. With 0, API Gateway caches no result. */
  readonly ttl: number;
  /** The pattern that a token must match before API Gateway calls the authorizer. */
  readonly validation?: string;
  /** The issuer whose tokens an HTTP API checks itself, in place of the project's code. */
  readonly jwt?: TokenIssuer;
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface SchemeProblem {
  readonly rule: RuleId;
  /** The place in the scheme. */
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
}

export interface SchemeReading {
  readonly scheme?: Scheme;
  readonly problems: readonly SchemeProblem[];
}

const AUTHORIZER = 'x-amazon-apigateway-authorizer';
const MEMBERS = ['type', 'ttl', 'identity', 'validation', 'userPool', 'audience', 'issuer'];

/** In seconds: AWS's own default, and its limit (docs/aws/import.md). */
const TTL = { default: 300, most: 3600 };

export function readScheme(scheme: Json): SchemeReading {
  const problems: SchemeProblem[] = [];
  const settings = objectOf(scheme['x-apikit']);
  for (const member of Object.keys(settings)) {
    if (MEMBERS.includes(member)) continue;
    const near = suggest(member, MEMBERS);
    problems.push({
      rule: 'apikit-member',
      path: ['x-apikit', member],
      message: `x-apikit.${member} has no effect at a security scheme.`,
      fix: near ? `Did you mean ${near}?` : `Write one of: ${MEMBERS.join(', ')}.`,
    });
  }
  const found = isObject(scheme[AUTHORIZER])
    ? ofExtension(scheme, scheme[AUTHORIZER], problems)
    : ofStandard(scheme, settings, problems);
  return { ...(found && { scheme: found }), problems };
}

/** Reads a scheme of OpenAPI, with the settings of `x-apikit`. */
function ofStandard(scheme: Json, settings: Json, problems: SchemeProblem[]): Scheme | undefined {
  const authtype = textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase();
  if (authtype === 'awssigv4') return { kind: 'iam' };
  if (scheme.type === 'apiKey' && authtype === undefined && settings.type === undefined) return keyOf(scheme, problems);
  if (!['apiKey', 'http', 'oauth2', 'openIdConnect'].includes(String(scheme.type))) {
    problems.push({
      rule: 'security-scheme',
      path: [],
      message: `is of type ${String(scheme.type)}, which apikit cannot enforce.`,
      fix: 'Use type: http, openIdConnect, oauth2 or apiKey.',
    });
    return undefined;
  }
  const identity = identityOf(scheme, settings, problems);
  if (settings.userPool !== undefined || authtype === 'cognito_user_pools') {
    return cognitoOf(settings, identity, problems);
  }
  const jwt = issuerOf(scheme, settings, problems);
  return { ...authorizerOf(settings, identity, problems), ...(jwt && { jwt }) };
}

function keyOf(scheme: Json, problems: SchemeProblem[]): Scheme | undefined {
  if (scheme.in === 'header' && textOf(scheme.name)?.toLowerCase() === API_KEY_HEADER) return { kind: 'key' };
  problems.push({
    rule: 'api-key-place',
    path: [],
    message: `reads its key from ${String(scheme.in)} ${String(scheme.name)}; API Gateway reads keys from the header ${API_KEY_HEADER} only.`,
    fix: `Write name: ${API_KEY_HEADER} and in: header, or x-apikit: { type: request } to check it with your own code.`,
  });
  return undefined;
}

/** Returns a function that reports a problem with a member of `x-apikit`. */
const complainTo = (problems: SchemeProblem[]) => (member: string, message: string, fix: string) =>
  problems.push({ rule: 'authorizer-settings', path: ['x-apikit', member], message, fix });

function cognitoOf(settings: Json, identity: string, problems: SchemeProblem[]): Scheme {
  const pools = listOf(Array.isArray(settings.userPool) ? settings.userPool : [settings.userPool]);
  const settled = pools.filter((pool): pool is string => typeof pool === 'string' && pool !== '');
  if (settled.length < pools.length || pools.length === 0) {
    const message = 'has no user pool.';
    const fix = 'Write x-apikit: { userPool: main }, a pool under userPools in apikit.yaml, or the ARN of one.';
    problems.push({ rule: 'authorizer-settings', path: ['x-apikit'], message, fix });
  }
  const complain = complainTo(problems);
  for (const member of ['type', 'ttl', 'validation', 'audience', 'issuer']) {
    if (settings[member] !== undefined)
      complain(member, `has x-apikit.${member}, which has no effect beside a user pool.`, 'Remove it.');
  }
  return { kind: 'cognito', pools: settled, identitySource: identity };
}

const CONFIGURATION =
  /^(https:\/\/.+?|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)\/?\.well-known\/openid-configuration$/;

/** Reads the issuer of a scheme with `audience`. Returns `undefined` if only code can check the tokens. */
function issuerOf(scheme: Json, settings: Json, problems: SchemeProblem[]): TokenIssuer | undefined {
  const complain = complainTo(problems);
  if (settings.audience === undefined) {
    if (settings.issuer !== undefined)
      complain('issuer', 'has an issuer without an audience.', 'Write audience beside it, the aud of the tokens.');
    return undefined;
  }
  const given = [settings.audience].flat();
  const audience = given.filter((each): each is string => typeof each === 'string' && each !== '');
  if (audience.length === 0 || audience.length < given.length)
    complain(
      'audience',
      'has an audience that is not a text.',
      'Write the aud of the tokens: [https://api.example.com].',
    );
  const [, base] = CONFIGURATION.exec(textOf(scheme.openIdConnectUrl) ?? '') ?? [];
  if (scheme.type !== 'openIdConnect' || base === undefined) {
    const url = 'https://<issuer>/.well-known/openid-configuration';
    complain('audience', 'has an audience, but no issuer.', `Write type: openIdConnect and openIdConnectUrl: ${url}.`);
    return undefined;
  }
  const issuer = settings.issuer ?? base;
  if (typeof issuer !== 'string' || issuer.replace(/\/$/, '') !== base) {
    complain('issuer', 'has another issuer than its openIdConnectUrl.', `Write issuer: ${base}, or ${base}/.`);
    return undefined;
  }
  return { issuer, audience };
}

function authorizerOf(settings: Json, identitySource: string, problems: SchemeProblem[]): AuthorizerScheme {
  const complain = complainTo(problems);
  const { type = 'request', ttl = identitySource === '' ? 0 : TTL.default, validation } = settings;
  const isToken = type === 'token';
  if (type !== 'token' && type !== 'request') {
    complain('type', `has the unknown type ${String(type)}.`, 'Write type: request or type: token.');
  }
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < 0 || ttl > TTL.most) {
    complain(
      'ttl',
      `has the ttl ${String(ttl)}.`,
      `Write seconds, 0 to ${TTL.most}; with 0, API Gateway caches no result.`,
    );
  } else if (ttl > 0 && identitySource === '') {
    complain('ttl', 'caches results, but has no identity to cache them by.', 'Write ttl: 0, or an identity.');
  }
  if (isToken && !/^method\.request\.header\.[^,]+$/.test(identitySource)) {
    complain('identity', 'is of type token, which has one header as its identity.', 'Write type: request.');
  }
  if (validation !== undefined && !(isToken && isExpression(validation))) {
    const fix = 'Write a regular expression, and type: token beside it.';
    complain('validation', 'has a validation that API Gateway cannot use.', fix);
  }
  return {
    kind: isToken ? 'token' : 'request',
    identitySource,
    ttl: typeof ttl === 'number' ? ttl : TTL.default,
    ...(typeof validation === 'string' && { validation }),
  };
}

/** Reads a scheme with API Gateway's own extension, from imported and exported documents. */
function ofExtension(scheme: Json, extension: Json, problems: SchemeProblem[]): Scheme {
  const header = `method.request.header.${textOf(scheme.name) ?? 'Authorization'}`;
  const type = textOf(extension.type)?.toLowerCase();
  const source = textOf(extension.identitySource);
  if (type === 'cognito_user_pools') {
    const pools = listOf(extension.providerARNs).filter((arn): arn is string => typeof arn === 'string');
    if (pools.length === 0) {
      const fix = 'List the ARN of at least one pool.';
      problems.push({
        rule: 'authorizer-settings',
        path: [AUTHORIZER, 'providerARNs'],
        message: 'has no user pool.',
        fix,
      });
    }
    return { kind: 'cognito', pools, identitySource: source ?? header };
  }
  for (const member of ['authorizerUri', 'authorizerCredentials']) {
    if (extension[member] === undefined) continue;
    const message = `has ${member}, but the project's own code is the authorizer.`;
    problems.push({ rule: 'authorizer-replaced', path: [AUTHORIZER, member], message });
  }
  const settings = {
    type,
    ...(extension.authorizerResultTtlInSeconds !== undefined && { ttl: extension.authorizerResultTtlInSeconds }),
    ...(extension.identityValidationExpression !== undefined && { validation: extension.identityValidationExpression }),
  };
  return authorizerOf(settings, source ?? (type === 'request' ? '' : header), problems);
}

/** Returns `header.X`, `query.x`, `context.x` and `stageVariables.x` in API Gateway's form. */
function identityOf(scheme: Json, settings: Json, problems: SchemeProblem[]): string {
  if (settings.identity === undefined) {
    if (scheme.type !== 'apiKey') return 'method.request.header.Authorization';
    const name = String(scheme.name);
    if (scheme.in === 'query') return `method.request.querystring.${name}`;
    return `method.request.header.${scheme.in === 'cookie' ? 'Cookie' : name}`;
  }
  return listOf(settings.identity)
    .map((entry, index) => {
      const source = typeof entry === 'string' ? identitySource(entry) : undefined;
      if (source === undefined) {
        problems.push({
          rule: 'authorizer-settings',
          path: ['x-apikit', 'identity', index],
          message: `has the identity ${String(entry)}, which API Gateway cannot read.`,
          fix: 'Write header.X, query.x, context.x (e.g. context.identity.sourceIp) or stageVariables.x.',
        });
      }
      return source ?? '';
    })
    .join(',');
}

/** Returns the identity sources in the form of `x-apikit.identity`: `header.Authorization`, `query.token`. */
export function identitiesOf({ identitySource }: Pick<AuthorizerScheme, 'identitySource'>): string[] {
  return identitySource
    .split(',')
    .filter((source) => source !== '')
    .map((source) =>
      source.replace('method.request.header.', 'header.').replace('method.request.querystring.', 'query.'),
    );
}

function identitySource(entry: string): string | undefined {
  const [, place, name] = /^(header|query|context|stageVariables)\.([A-Za-z0-9._$-]+)$/.exec(entry) ?? [];
  if (place === 'header') return `method.request.header.${name}`;
  if (place === 'query') return `method.request.querystring.${name}`;
  return place && entry;
}

function isExpression(text: unknown): boolean {
  try {
    return typeof text === 'string' && new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
