// The contenders: the project of each one and how it is started. Peers are configured as their documentation says.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeProject } from '../project.mjs';

const handler = fileURLToPath(new URL('handler.mjs', import.meta.url));
const SDK = ['@aws-sdk/client-dynamodb@3', '@aws-sdk/lib-dynamodb@3'];
/** The newest major version of the sandbox that runs on this Node.js. */
const node = Number(process.versions.node.split('.')[0]);

const SERVERLESS = `service: bench
provider:
  name: aws
  runtime: nodejs20.x
  region: us-east-1
  environment: { BENCH_DYNAMODB: '\${env:BENCH_DYNAMODB}' }
plugins: [serverless-offline]
functions:
  hello: { handler: handler.hello, events: [{ http: GET /hello }] }
  create: { handler: handler.create, events: [{ http: POST /items }] }
  get: { handler: handler.get, events: [{ http: 'GET /items/{id}' }] }
`;

function serverlessOffline(name, flags) {
  return {
    name,
    packages: ['osls@4', 'serverless-offline@14', ...SDK],
    write(dir) {
      writeFileSync(join(dir, 'serverless.yml'), SERVERLESS);
      copyFileSync(handler, join(dir, 'handler.mjs'));
    },
    command: (dir, port, second) => [
      join(dir, 'node_modules/osls/bin/serverless.js'),
      ...['offline', '--noPrependStageInUrl', '--httpPort', String(port), '--lambdaPort', String(second)],
      ...flags,
    ],
  };
}

const CLAUDIA = `const ApiBuilder = require('claudia-api-builder');
const routes = import('./handler.mjs');
const api = new ApiBuilder();
const serve = (name) => async (request) => {
  const { statusCode, headers, body } = await (await routes)[name]({ body: request.body, pathParameters: request.pathParams });
  return new api.ApiResponse(JSON.parse(body), headers, statusCode);
};
api.get('/hello', serve('hello'));
api.post('/items', serve('create'));
api.get('/items/{id}', serve('get'));
module.exports = api;
`;

const claudia = {
  name: 'claudia-local-api',
  packages: ['claudia-local-api@3', 'claudia-api-builder@4', ...SDK],
  write(dir) {
    writeFileSync(join(dir, 'app.cjs'), CLAUDIA);
    copyFileSync(handler, join(dir, 'handler.mjs'));
  },
  command: (dir, port) => [
    join(dir, 'node_modules/claudia-local-api/bin/claudia-local-api'),
    ...['--api-module', 'app.cjs', '--port', String(port)],
  ],
};

const architect = {
  name: '@architect/sandbox',
  packages: [`@architect/sandbox@${node >= 22 ? 9 : 8}`, ...SDK],
  write(dir, dynamodb) {
    writeFileSync(join(dir, 'prefs.arc'), `@env\ntesting\n  BENCH_DYNAMODB ${dynamodb}\n`);
    writeFileSync(join(dir, 'app.arc'), '@app\nbench\n\n@http\nget /hello\npost /items\nget /items/:id\n');
    for (const [folder, name] of [
      ['get-hello', 'hello'],
      ['post-items', 'create'],
      ['get-items-000id', 'get'],
    ]) {
      const route = join(dir, 'src/http', folder);
      mkdirSync(route, { recursive: true });
      copyFileSync(handler, join(route, 'routes.mjs'));
      writeFileSync(join(route, 'index.mjs'), `export { ${name} as handler } from './routes.mjs';\n`);
    }
  },
  command: (dir, port) => [join(dir, 'node_modules/@architect/sandbox/src/cli/cli.js'), '--port', String(port)],
};

export const peers = [
  serverlessOffline('serverless-offline', []),
  serverlessOffline('… --useInProcess', ['--useInProcess']),
  claudia,
  architect,
];

/**
 * The template's project with this handler: its key, plan, throttles, validators, logs and metrics. It is deployed
 * before the measurement; its state has what the peers have in their configuration.
 */
export function apikit() {
  const project = makeProject([]);
  copyFileSync(handler, join(project.dir, 'src/handler.ts'));
  project.edit('apikit.yaml', (text) => text.replace(/basic: \{.*\}/, 'basic: { rate: 10000, burst: 5000 }'));
  project.deploy();
  const { url } = JSON.parse(project.apikit('status', '--stage', 'local', '--json'));
  const key = project.apikit('keys', 'create', 'bench', '--plan', 'basic', '--stage', 'local').trim();
  const { port, pathname } = new URL(url);
  project.apikit('local', 'stop');
  return { project, port: Number(port), base: pathname, headers: { 'x-api-key': key } };
}
