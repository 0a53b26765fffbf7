// Plays the cases of HTTP APIs against any endpoint that speaks AWS's control planes: builds each case's own API with
// ImportApi, sends its calls and requests, compares the answers, and deletes the API. FORMAT.md describes a case.
import { createSign, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import * as v2 from '@aws-sdk/client-apigatewayv2';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';

const CASES = join(import.meta.dirname, 'cases');
const REGION = 'us-east-1';
/** Cases that run at the same time. */
const AT_ONCE = 4;

/** Returns the cases of each file, in the order of the files. */
export function readHttpCases() {
  const files = readdirSync(CASES).sort();
  return new Map(files.map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(CASES, file), 'utf8'))]));
}

/** Resolves to `{id, group, evidence, status, where, lines}` of each case that `wants` accepts. */
export async function playHttpCases(endpoint, wants = () => true) {
  const world = await openWorld(endpoint);
  try {
    const chosen = [...readHttpCases()].flatMap(([group, cases]) => cases.map((one) => ({ ...one, group })));
    const waiting = chosen.filter(wants).entries();
    const results = [];
    const worker = async () => {
      for (const [index, one] of waiting) results[index] = await playCase(world, one);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results;
  } finally {
    world.close();
  }
}

/** The clients, the functions that cases share, and a backend that is an issuer of tokens, too. */
async function openWorld(endpoint) {
  const settings = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const clients = {
    apigatewayv2: [v2, new v2.ApiGatewayV2Client(settings)],
    lambda: [lambda, new lambda.LambdaClient(settings)],
    iam: [iam, new iam.IAMClient(settings)],
    logs: [logs, new logs.CloudWatchLogsClient(settings)],
  };
  const send = async (call, params) => {
    const [service, operation] = call.split('.');
    const [sdk, client] = clients[service];
    return client.send(new sdk[`${operation}Command`](params));
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const role = await send('iam.CreateRole', {
    RoleName: 'parity-http',
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  const account = role.Role.Arn.split(':')[4];
  const backend = await openBackend();
  return { endpoint, account, role: role.Role.Arn, send, ...backend, functions: new Map() };
}

async function openBackend() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let issuer = '';
  const server = createServer((request, response) => {
    const chunks = [];
    const json = (status, value) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-backend': 'parity',
        'access-control-allow-origin': 'https://backend.example',
      });
      response.end(JSON.stringify(value));
    };
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url, issuer);
      const status = /^\/status\/(\d+)$/.exec(pathname)?.[1];
      if (pathname === '/.well-known/openid-configuration') return json(200, { issuer, jwks_uri: `${issuer}/keys` });
      if (pathname === '/keys')
        return json(200, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'parity', alg: 'RS256', use: 'sig' }],
        });
      if (status) return json(Number(status), {});
      return json(200, {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { issuer, token: (text) => signToken(text, issuer, privateKey), close };
}

/** `text` has claims as JSON; a text such as `+60` is a time in seconds from now. */
function signToken(text, issuer, key) {
  const now = Math.floor(Date.now() / 1000);
  const times = ([name, value]) => [name, /^[+-]\d+$/.test(value) ? now + Number(value) : value];
  const { $header: header, ...claims } = JSON.parse(text);
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const all = { iss: issuer, iat: now - 1, exp: now + 60, ...Object.fromEntries(Object.entries(claims).map(times)) };
  const signed = `${encode({ alg: 'RS256', kid: 'parity', ...header })}.${encode(all)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(key).toString('base64url')}`;
}

/** The function that every case has: the header `x-answer` is its response as JSON; otherwise it returns the event. */
const ECHO = `export const handler = async (event) => {
  const header = (name) => Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (header('x-fail')) throw new Error(header('x-fail'));
  const answer = header('x-answer');
  if (answer) return JSON.parse(answer);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
};`;

/** Functions with the same text are made once. */
function functionNamed(world, one, name) {
  const { source = ECHO, permission = true, timeout = 10 } = one.functions?.[name] ?? {};
  const key = JSON.stringify([source, permission, timeout]);
  const known = world.functions.get(key) ?? makeFunction(world, { source, permission, timeout });
  world.functions.set(key, known);
  return known;
}

async function makeFunction({ send, role, account, functions }, { source, permission, timeout }) {
  const FunctionName = `parity-http-${functions.size}`;
  const ZipFile = zipSync({ 'index.mjs': Buffer.from(source) });
  await send('lambda.CreateFunction', {
    FunctionName,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: role,
    Timeout: timeout,
    Code: { ZipFile },
  });
  await lambda.waitUntilFunctionActiveV2({ client: clientOf(send), maxWaitTime: 30, minDelay: 0.05 }, { FunctionName });
  if (permission) {
    const SourceArn = `arn:aws:execute-api:${REGION}:${account}:*`;
    await send('lambda.AddPermission', {
      FunctionName,
      StatementId: 'parity',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn,
    });
  }
  return `arn:aws:lambda:${REGION}:${account}:function:${FunctionName}`;
}

/** A waiter only sends commands. */
const clientOf = (send) => ({
  send: (command) => send(`lambda.${command.constructor.name.replace(/Command$/, '')}`, command.input),
});

async function playCase(world, one) {
  const { id, group, evidence } = one;
  const seen = { variables: {}, headers: {} };
  const fill = (value) => filled(world, one, seen, value);
  let where = 'the API';
  const lines = [];
  try {
    if (one.api) await buildApi(world, one, seen, fill);
    for (const [index, step] of (one.steps ?? []).entries()) {
      where = `step ${index + 1}${step.title ? ` (${step.title})` : ''}`;
      await (step.call ? callStep(world, step, seen, fill, lines) : requestStep(world, step, seen, fill, lines));
      if (lines.length > 0) break;
    }
  } catch (error) {
    lines.push(`${error.name}: ${error.message}`);
  }
  if (seen.variables.api) await world.send('apigatewayv2.DeleteApi', { ApiId: seen.variables.api }).catch(() => {});
  return {
    id,
    group,
    evidence,
    status: lines.length === 0 ? 'pass' : 'fail',
    ...(lines.length > 0 && { where, lines }),
  };
}

/** `stage: null` makes no stage; without one, the stage `$default` deploys itself. */
async function buildApi({ send }, one, { variables }, fill) {
  const document = { openapi: '3.0.1', info: { title: one.id, version: '1' }, paths: {}, ...one.api };
  const api = await send('apigatewayv2.ImportApi', { Body: JSON.stringify(await fill(document)) });
  variables.api = api.ApiId;
  if (one.stage === null) return;
  const stage = { StageName: '$default', AutoDeploy: true, ...(await fill(one.stage ?? {})) };
  await send('apigatewayv2.CreateStage', { ApiId: api.ApiId, ...stage });
}

async function callStep({ send }, step, { variables }, fill, lines) {
  const params = await fill(step.params ?? {});
  let result;
  try {
    result = JSON.parse(JSON.stringify(await send(step.call, params)));
  } catch (error) {
    if (!step.error) throw error;
    const { name, message, $metadata } = error;
    return compare(await fill(step.error), { name, message, status: $metadata?.httpStatusCode }, 'error', lines);
  }
  if (step.error) return void lines.push(`the call succeeded: ${JSON.stringify(result)}`);
  for (const [name, path] of Object.entries(step.save ?? {})) {
    variables[name] = path.split('.').reduce((value, part) => value?.[part], result);
  }
  compare(await fill(step.expect ?? {}), result, 'answer', lines);
}

async function requestStep(world, step, seen, fill, lines) {
  const answer = await exchange(world, await fill(step.request), seen);
  seen.headers = answer.headers;
  const { json, ...expected } = await fill(step.expect);
  compare(expected, answer, '', lines);
  if (json !== undefined) compare(json, parsed(answer.body), 'json', lines);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exchange(
  { endpoint },
  { method = 'GET', path = '/', headers = {}, body, bodyBase64, bodySize },
  { variables },
) {
  const { hostname, port } = new URL(endpoint);
  const sent = bodySize
    ? Buffer.alloc(bodySize, 'a')
    : Buffer.from(bodyBase64 ?? body ?? '', bodyBase64 ? 'base64' : 'utf8');
  return new Promise((resolve, reject) => {
    const host = `${variables.api}.execute-api.localhost:${port}`;
    const length = sent.length > 0 ? { 'content-length': sent.length } : {};
    const request = httpRequest(
      { hostname, port, method, path, agent: false, headers: { host, ...length, ...headers } },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(sent);
  });
}

/** Replaces the placeholders in every text of a value, keys included. */
async function filled(world, one, seen, value) {
  if (Array.isArray(value)) return Promise.all(value.map((item) => filled(world, one, seen, item)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(async ([key, item]) => [
      await filled(world, one, seen, key),
      await filled(world, one, seen, item),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (typeof value !== 'string' || !value.includes('{{')) return value;
  let text = '';
  let end = 0;
  for (const match of value.matchAll(/\{\{(\w+)(?::(.*?))?\}\}(?!\})/g)) {
    text += value.slice(end, match.index) + (await placeholder(world, one, seen, match[1], match[2]));
    end = match.index + match[0].length;
  }
  return text + value.slice(end);
}

async function placeholder(world, one, { variables }, name, argument) {
  if (Object.hasOwn(variables, name)) return variables[name];
  switch (name) {
    case 'account':
      return world.account;
    case 'region':
      return REGION;
    case 'issuer':
    case 'backend':
      return world.issuer;
    case 'token':
      return world.token(argument);
    case 'lambdaArn':
      return functionNamed(world, one, argument ?? 'echo');
    case 'lambda': {
      const arn = await functionNamed(world, one, argument ?? 'echo');
      return `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    }
    default:
      throw new Error(`${one.id} has an unknown placeholder: ${name}`);
  }
}

const MATCHERS = {
  $any: () => true,
  $absent: (_, actual) => actual === undefined,
  $matches: (wanted, actual) => typeof actual === 'string' && new RegExp(wanted, 's').test(actual),
  $type: (wanted, actual) => (Array.isArray(actual) ? 'array' : typeof actual) === wanted,
  $oneOf: (wanted, actual) => wanted.some((one) => one === actual),
  $length: (wanted, actual) => actual?.length === wanted,
  $contains: (wanted, actual) => actual?.includes(wanted) === true,
  $exact: (wanted, actual) => JSON.stringify(sorted(wanted)) === JSON.stringify(sorted(actual)),
};

const sorted = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : value;

/** Objects may have more members than expected, lists may not. */
function compare(wanted, actual, where, lines) {
  const differs = (what) => void lines.push(`${where}: expected ${what}, got ${JSON.stringify(actual)?.slice(0, 400)}`);
  if (typeof wanted !== 'object' || wanted === null)
    return wanted === actual ? undefined : differs(JSON.stringify(wanted));
  const keys = Object.keys(wanted);
  if (keys.length > 0 && keys.every((key) => Object.hasOwn(MATCHERS, key))) {
    for (const key of keys) if (!MATCHERS[key](wanted[key], actual)) differs(`${key} ${JSON.stringify(wanted[key])}`);
    return;
  }
  if (typeof actual !== 'object' || actual === null) return differs(JSON.stringify(wanted));
  if (Array.isArray(wanted) && wanted.length !== actual.length) return differs(JSON.stringify(wanted));
  for (const key of keys) compare(wanted[key], actual[key], `${where}${where ? '.' : ''}${key}`, lines);
}
