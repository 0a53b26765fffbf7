/** A small deployed stage whose handler fails in every way on request, for tests of `explain` and `doctor`. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import type { Io } from '../../src/ui/io.ts';
import { apikit, type CliResult, tempDir } from '../helpers/cli.ts';
import { clientsOf } from '../helpers/project-clients.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const CONTRACT = `openapi: 3.0.3
info: { title: faulty, version: 1.0.0 }
paths:
  /fine:
    get: { operationId: fine, responses: { '200': { description: OK } } }
    put: { operationId: putFine, responses: { '200': { description: OK } } }
  /fail/{how}:
    get:
      operationId: fail
      parameters: [{ name: how, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK } }
  /impatient:
    get: { operationId: impatient, x-apikit: { timeout: 0.3 }, responses: { '200': { description: OK } } }
  /keyed:
    get: { operationId: keyed, security: [{ key: [] }], responses: { '200': { description: OK } } }
  /guarded:
    get: { operationId: guarded, security: [{ token: [] }], responses: { '200': { description: OK } } }
  /strict:
    post:
      operationId: strict
      parameters: [{ name: x-tenant, in: header, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      responses: { '200': { description: OK } }
  /signed:
    get: { operationId: signed, security: [{ iam: [] }], responses: { '200': { description: OK } } }
components:
  schemas:
    Thing: { type: object, required: [name], properties: { name: { type: string } } }
  securitySchemes:
    key: { type: apiKey, name: x-api-key, in: header }
    token: { type: http, scheme: bearer, x-apikit: { type: request, ttl: 0 } }
    iam: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
`;

const HANDLER = `const failures = {
  logged: () => { console.error(new RangeError('a page of the catalogue is missing')); return { statusCode: 200, body: '{}' }; },
  throws: () => { throw new TypeError('it broke'); },
  malformed: () => ({ status: 200, body: { not: 'a string' } }),
  late: () => new Promise((done) => setTimeout(done, 5000)),
  exits: () => process.exit(3),
  env: async () => { try { await fetch('http://' + process.env.BACKEND); } catch (error) { throw error.cause ?? error; } },
  denied: () => { throw Object.assign(new Error('User: arn:aws:sts::000000000000:assumed-role/faulty-dev/faulty-dev is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/faulty-dev-items because no identity-based policy allows the dynamodb:PutItem action'), { name: 'AccessDeniedException' }); },
  throttled: () => { throw Object.assign(new Error('The level of configured provisioned throughput for the table was exceeded'), { name: 'ProvisionedThroughputExceededException' }); },
  conflict: () => { throw Object.assign(new Error('this order is there already'), { name: 'ConflictException' }); },
  cached: () => { throw new Error('stale data came out of the cache'); },
  gone: () => { throw Object.assign(new Error('Requested resource not found'), { name: 'ResourceNotFoundException' }); },
  secret: () => { throw new Error('the payment service says: this API key has expired'); },
};
export const handler = async (event) => {
  if (event.methodArn) {
    const token = event.headers?.authorization ?? event.headers?.Authorization;
    if (token === 'Bearer broken') throw new RangeError('the issuer cannot be read');
    return { principalId: 'x', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: token === 'Bearer deny' ? 'Deny' : 'Allow', Resource: event.methodArn }] } };
  }
  process.stdout.write('working on ' + event.path + '\\n');
  const how = event.pathParameters?.how;
  if (event.path === '/impatient') await new Promise((done) => setTimeout(done, 900));
  if (how) return await failures[how]();
  return { statusCode: 200, body: '{}' };
};
`;

/** Really calls a table, with the permissions of the role; bundling the SDK takes some time. */
const WITH_TABLE = `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
const put = async () => {
  await client.send(new PutItemCommand({ TableName: process.env.TABLE_ITEMS, Item: { id: { S: '1' } } }));
  return { statusCode: 200, body: '{}' };
};
${HANDLER.replace('const failures = {', 'const failures = {\n  put,')}`;

const CONFIG = `name: faulty
region: us-east-1
contract: openapi.yaml
function: { entry: src/handler.mjs, runtime: nodejs22.x, timeout: 1, environment: { BACKEND: backend.example.com } }
tables: { items: { key: id } }
cors: { origins: ['https://app.example.com'] }
usagePlans: { basic: { rate: 50, burst: 50, quota: 3/day } }
stages: { dev: {} }
`;

export interface FaultyStage {
  readonly dir: string;
  readonly cloud: RunningCloud;
  readonly url: string;
  readonly clients: Clients;
  apikit(argv: readonly string[], overrides?: Partial<Io>): Promise<CliResult>;
  /** Sends a request and returns its API Gateway id. */
  send(path: string, init?: RequestInit): Promise<{ id: string; status: number; body: string }>;
  edit(file: string, change: (text: string) => string): void;
  close(): Promise<void>;
}

export interface FaultyOptions {
  readonly withTable?: true;
  /** Whether tests can let calls of the control planes fail. */
  readonly withAdversity?: true;
}

const FILES: Record<string, string> = { 'openapi.yaml': CONTRACT, 'apikit.yaml': CONFIG, 'src/handler.mjs': HANDLER };

export async function startFaultyStage({ withTable, withAdversity }: FaultyOptions = {}): Promise<FaultyStage> {
  const dir = tempDir();
  const files: Record<string, string> = { ...FILES, ...(withTable && { 'src/handler.mjs': WITH_TABLE }) };
  if (withTable) symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(dir, 'node_modules'));
  mkdirSync(join(dir, 'src'));
  const write = (file: string) => writeFileSync(join(dir, file), files[file]!);
  for (const file of Object.keys(files)) write(file);
  const cloud = await startTestCloud(withAdversity && { adversity: {} });
  const env = { AWS_ENDPOINT_URL: cloud.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const run: FaultyStage['apikit'] = (argv, overrides = {}) =>
    apikit(argv, { cwd: dir, ...overrides, env: { ...env, ...overrides.env } });
  const deployed = await run(['deploy', '--stage', 'dev', '--yes', '--json']);
  if (deployed.code !== 0) throw new Error(deployed.stdout + deployed.stderr);
  const { url } = deployed.json<{ url: string }>();
  const clients = clientsOf({ cloud });
  return {
    dir,
    cloud,
    url,
    clients,
    apikit: run,
    async send(path, init) {
      const response = await fetch(url + path, init);
      const body = await response.text();
      return { id: response.headers.get('x-amzn-requestid') ?? '', status: response.status, body };
    },
    edit(file, change) {
      files[file] = change(files[file]!);
      write(file);
    },
    async close() {
      clients.destroy();
      await cloud.close();
    },
  };
}
