/** Authorizers from tutorials, with the code of docs/authorizers.md around them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const page = readFileSync(join(packageRoot, 'docs/authorizers.md'), 'utf8');

/** Returns the example of the page whose first line begins with this text. */
function example(begin: string): string {
  const start = page.indexOf(`\n${begin}`) + 1;
  expect(start).toBeGreaterThan(0);
  return page.slice(start, page.indexOf('```', start));
}

const NODE = `export const handler = async (event) => {
  switch (event.authorizationToken) {
    case 'allow':
      return generatePolicy('user', 'Allow', event.methodArn);
    case 'deny':
      return generatePolicy('user', 'Deny', event.methodArn);
    default:
      throw new Error('Unauthorized');
  }
};

const generatePolicy = (principalId, Effect, Resource) => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
  context: { stringKey: 'stringval', numberKey: 123, booleanKey: true },
});
`;

const PYTHON = `def lambda_handler(event, context):
    token = event["headers"]["Authorization"]
    if token == "allow":
        return policy("user", "Allow", event["methodArn"])
    if token == "deny":
        return policy("user", "Deny", event["methodArn"])
    raise Exception("Unauthorized")


def policy(principal, effect, resource):
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {"principalId": principal, "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
`;

const contract = (schemes: string) => `openapi: 3.0.3
info: { title: Tutorial, version: '1' }
paths:
  /hello:
    get: { operationId: hello, security: [{ tutorial: [] }], responses: { '200': { description: OK } } }
  /other:
    get: { operationId: other, security: [{ tutorial: [] }], responses: { '200': { description: OK } } }
${schemes}`;

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

it.each([
  [
    'token, in Node.js',
    'entry: src/index.mjs',
    {
      'openapi.yaml': contract(example('components:\n  securitySchemes:\n    tutorial:')),
      'src/index.mjs': example('// src/index.mjs'),
      'src/authorizers/tutorial.mjs': NODE,
    },
  ],
  [
    'request, in Python',
    'handler: lambda_function.lambda_handler, runtime: python3.14',
    {
      'openapi.yaml': contract(
        example('components:\n  securitySchemes:\n    tutorial:').replace('type: token', 'type: request'),
      ),
      'lambda_function.py': example('# lambda_function.py'),
      'authorizers/tutorial.py': PYTHON,
    },
  ],
])('the policy of the authorizer itself decides: %s', async (name, settings, files) => {
  const cwd = tempDir();
  const app = `app-${name.slice(0, 5)}`;
  const all = {
    ...files,
    'apikit.yaml': `name: ${app}\nregion: eu-west-1\nfunction: { ${settings} }\nstages: { dev: {} }\n`,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(join(cwd, dirname(file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  const env = { AWS_ENDPOINT_URL: cloud.endpoint };
  const { code, stderr, json } = await apikit(['deploy', '--stage', 'dev', '--yes', '--json'], { cwd, env });
  if (code !== 0) throw new Error(stderr);
  const { url } = json<{ url: string }>();
  const answer = async (path: string, token?: string) => {
    const { status } = await fetch(url + path, { headers: token === undefined ? {} : { authorization: token } });
    return status;
  };
  expect([await answer('/hello', 'allow'), await answer('/other', 'allow')]).toEqual([200, 200]);
  expect([await answer('/hello', 'deny'), await answer('/hello', 'x'), await answer('/hello')]).toEqual([
    403, 401, 401,
  ]);
});
