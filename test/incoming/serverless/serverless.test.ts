/** `apikit import serverless`: what a service becomes, and what is listed with its place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../helpers/cli.ts';
import { deployImported } from '../imported-project.ts';
import { NODE, OK, run, written, yaml } from './written-service.ts';

const SHOP = join(import.meta.dirname, 'shop/serverless.yml');

it('a service becomes a project, and what is lost has its file and line', async () => {
  const dir = join(tempDir(), 'shop');
  const { code, stdout, stderr } = await run(SHOP, dir);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
  expect(stdout).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ serverless.yml:69: The function nightly serves no operation, and is not in the project. Functions for streams and queues are consumers in apikit (docs/tables.md, docs/events.md).
      ✘ serverless.yml:81: Uploads (AWS::S3::Bucket) is not in the project. Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.
      ✘ serverless.yml:28: The files do not tell the value of \${ssm:/shop/mail-key}. It is left out: write it in apikit.yaml, or pass --option or --param if it is an option or a parameter of the service.
      ✘ serverless.yml:71: onError of nightly is not in the project. It only affects asynchronous calls. Write a queue for failures at the consumer (docs/tables.md).
      ✘ serverless.yml:33: apiKeys of the API is not in the project. Create them after the deploy, with \`apikit keys create\`.
      ✘ serverless.yml:7: The plugin serverless-domain-manager is not in the project. Write domain in the stage (docs/domains.md).
      ✘ serverless.yml:62: The function is also called by an event of type Schedule. apikit has no such event.

    A deploy changes:
      ~ serverless.yml:55: cors holds for all operations of a stage: the origins and headers of all events together.
      ~ serverless.yml:82: \`apikit status --output url\` prints the URL of a stage, and the same with other names their ARNs.
      ~ resources/tables.yml:5: The table shop-items-\${stage} gets another name: apikit names tables after app and stage. To keep a table that exists with its items, name it in adopts of the stage (docs/adopt.md).

    Stays as it is:
      · serverless.yml:6: The project needs no serverless-offline: \`apikit dev\` runs the API on this machine.

    "
  `);
  expect(yaml(dir)).toMatchInlineSnapshot(`
    {
      "cors": {
        "allowHeaders": [
          "content-type",
        ],
        "origins": [
          "https://shop.example",
        ],
      },
      "function": {
        "architecture": "x86_64",
        "environment": {
          "GREETING": "hello",
          "ITEMS": "\${table.items}",
          "STAGE": "\${stage}",
        },
        "handler": "handler.handler",
        "memory": 256,
        "permissions": [
          {
            "actions": [
              "dynamodb:GetItem",
              "dynamodb:PutItem",
            ],
            "resources": [
              "\${table.items.arn}",
              "\${table.items.arn}/index/*",
            ],
          },
          {
            "actions": [
              "sqs:SendMessage",
            ],
            "resources": [
              "\${queue.mail.arn}",
            ],
          },
        ],
        "runtime": "nodejs22.x",
        "timeout": 10,
      },
      "logs": {
        "retentionDays": 14,
      },
      "name": "shop",
      "queues": {
        "mail": {
          "consumer": {
            "batchSize": 5,
            "handler": "consumers/mail.mjs",
          },
          "deadLetter": false,
          "retentionDays": 2,
          "visibilityTimeout": 60,
        },
      },
      "region": "eu-central-1",
      "stages": {
        "dev": {},
        "prod": {
          "protected": true,
        },
      },
      "tables": {
        "items": {
          "key": "id",
        },
      },
      "tags": {
        "team": "shop",
      },
      "usagePlans": {
        "basic": {
          "burst": 20,
          "quota": "1000/month",
          "rate": 10,
        },
      },
    }
  `);
  expect(yaml(dir, 'openapi.yaml')).toMatchInlineSnapshot(`
    {
      "components": {
        "securitySchemes": {
          "door": {
            "scheme": "bearer",
            "type": "http",
            "x-apikit": {
              "ttl": 0,
              "type": "token",
            },
          },
          "key": {
            "in": "header",
            "name": "x-api-key",
            "type": "apiKey",
          },
        },
      },
      "info": {
        "title": "shop",
        "version": "1",
      },
      "openapi": "3.0.3",
      "paths": {
        "/items": {
          "get": {
            "operationId": "list",
            "responses": {
              "default": {
                "description": "The response of the function",
              },
            },
          },
        },
        "/items/{id}": {
          "delete": {
            "operationId": "itemDeleteItemsId",
            "parameters": [
              {
                "in": "path",
                "name": "id",
                "required": true,
                "schema": {
                  "type": "string",
                },
              },
            ],
            "responses": {
              "default": {
                "description": "The response of the function",
              },
            },
            "security": [
              {
                "door": [],
              },
            ],
          },
          "get": {
            "operationId": "itemGetItemsId",
            "parameters": [
              {
                "in": "path",
                "name": "id",
                "required": true,
                "schema": {
                  "type": "string",
                },
              },
            ],
            "responses": {
              "default": {
                "description": "The response of the function",
              },
            },
          },
          "put": {
            "operationId": "itemPutItemsId",
            "parameters": [
              {
                "in": "path",
                "name": "id",
                "required": true,
                "schema": {
                  "type": "string",
                },
              },
            ],
            "requestBody": {
              "content": {
                "application/json": {
                  "schema": {
                    "properties": {
                      "name": {
                        "type": "string",
                      },
                    },
                    "required": [
                      "name",
                    ],
                    "type": "object",
                  },
                },
              },
              "required": true,
            },
            "responses": {
              "default": {
                "description": "The response of the function",
              },
            },
            "security": [
              {
                "key": [],
              },
            ],
          },
        },
      },
    }
  `);
});

it('the code of the service runs: handlers, their table, the authorizer, keys and the consumer of a queue', async () => {
  const dir = join(tempDir(), 'shop');
  await run(SHOP, dir);
  const project = await deployImported(dir);
  try {
    const list = await fetch(`${project.url}/items`);
    expect([list.status, await list.json()]).toEqual([200, { stage: 'local', greeting: 'hello' }]);
    expect((await fetch(`${project.url}/items/1`)).status).toBe(404);
    const body = JSON.stringify({ name: 'cup' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${project.url}/items/1`, { method: 'PUT', headers, body })).status).toBe(403);
    const { stdout: key } = await project.apikit('keys', 'create', 'ada', '--plan', 'basic', '--stage', 'local');
    const keyed = { ...headers, 'x-api-key': key.trim() };
    const put = (text: string) => fetch(`${project.url}/items/1`, { method: 'PUT', headers: keyed, body: text });
    expect((await put('{}')).status).toBe(400);
    expect((await put(body)).status).toBe(200);
    expect(await (await fetch(`${project.url}/items/1`)).json()).toEqual({ id: '1', name: 'cup' });
    const remove = (Authorization: string) =>
      fetch(`${project.url}/items/1`, { method: 'DELETE', headers: { Authorization } });
    expect((await remove('shut')).status).toBe(401);
    expect(await (await remove('open')).json()).toEqual({ deleted: '1' });
    const { endpoint } = project.cloud;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sqs = new SQSClient({ endpoint, region: 'eu-central-1', credentials });
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    await sqs.send(new SendMessageCommand({ QueueUrl: QueueUrls[0], MessageBody: 'letter' }));
    const sent = async () => (await fetch(`${project.url}/items/letter`)).status;
    await expect.poll(sent, { timeout: 30_000, interval: 500 }).toBe(200);
  } finally {
    await project.close();
  }
});

it('functions of an HTTP API in Python get its events, each its own', async () => {
  const file = written(
    {
      provider: { name: 'aws', runtime: 'python3.11', httpApi: { cors: true } },
      functions: {
        hello: { handler: 'handler.hello', events: [{ httpApi: 'GET /hello/{name}' }] },
        'get-all': { handler: 'src/get-all.main', events: [{ httpApi: { path: '/all', method: 'get' } }] },
        rest: { handler: 'handler.rest', events: [{ httpApi: '*' }] },
      },
    },
    {
      'handler.py':
        'def hello(event, context):\n    return {"statusCode": 200, "body": event["pathParameters"]["name"]}\n\n\ndef rest(event, context):\n    return {"statusCode": 418, "body": event["rawPath"]}\n',
      'src/get-all.py': 'def main(event, context):\n    return ["all"]\n',
    },
  );
  const dir = join(tempDir(), 'web');
  expect((await run(file, dir)).code).toBe(0);
  expect(yaml(dir)).toMatchObject({ api: 'http', payload: '2.0', function: { handler: 'router.handler' } });
  expect(yaml(dir, 'openapi.yaml')).toHaveProperty(['paths', '/']);
  const project = await deployImported(dir);
  try {
    expect(await (await fetch(`${project.url}/hello/ada`)).text()).toBe('ada');
    expect(await (await fetch(`${project.url}/all`)).json()).toEqual(['all']);
    expect((await fetch(`${project.url}/else`, { method: 'POST' })).status).toBe(418);
    expect((await fetch(`${project.url}/`)).status).toBe(418);
  } finally {
    await project.close();
  }
});

it('settings of the provider and of functions become those of apikit.yaml', async () => {
  const layer = 'arn:aws:lambda:eu-west-1:123456789012:layer:one:3';
  const file = written(
    {
      provider: {
        ...NODE,
        endpointType: 'PRIVATE',
        vpcEndpointIds: ['vpce-0123456789abcdef0'],
        tracing: { lambda: true },
        vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
        apiGateway: {
          metrics: true,
          binaryMediaTypes: ['image/png'],
          usagePlan: [{ free: { quota: { limit: 5, period: 'DAY' } } }],
        },
      },
      functions: {
        one: {
          handler: './one.run',
          layers: [layer],
          reservedConcurrency: 3,
          ephemeralStorageSize: 1024,
          events: [{ http: { path: '/', method: 'any', authorizer: 'aws_iam' } }],
        },
      },
    },
    { 'one.js': OK, 'notes.txt': '', '.env': 'KEY=1' },
  );
  const dir = join(tempDir(), 'web');
  const { code, json } = await run(file, dir, '--json');
  expect([code, json<{ findings: unknown[] }>().findings]).toEqual([0, []]);
  expect(yaml(dir)).toMatchObject({
    endpoint: { type: 'private', vpcEndpoints: ['vpce-0123456789abcdef0'] },
    function: {
      handler: 'one.run',
      layers: [layer],
      reservedConcurrency: 3,
      ephemeralStorage: 1024,
      memory: 1024,
      timeout: 6,
      vpc: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
    },
    usagePlans: { free: { quota: '5/day' } },
    binaryMediaTypes: ['image/png'],
    metrics: true,
    tracing: true,
  });
  expect(existsSync(join(dir, '.env'))).toBe(false);
  expect(existsSync(join(dir, 'serverless.yml'))).toBe(false);
});

describe('it refuses what it cannot import, and writes nothing', () => {
  const one = (settings: object) => ({ one: { handler: 'one.run', events: [{ http: 'GET /' }], ...settings } });
  it.each([
    [{ provider: { ...NODE, runtime: 'java21' }, functions: one({}) }, 'function one has the runtime java21'],
    [{ provider: NODE, functions: { one: { handler: 'one.run' } } }, 'no function has an event http or httpApi'],
    [{ provider: NODE, functions: one({ package: { artifact: 'a.zip' } }) }, 'the code of one is not in a folder'],
    [{ provider: NODE, functions: one({ handler: '../../etc/one.run' }) }, 'has no file ../../etc/one'],
    [{ provider: NODE, functions: one({ handler: 'one.run as x, y' }) }, 'is not the name of a function'],
    [{ provider: NODE, functions: one({ image: 'a' }) }, 'the code of one is not in a folder'],
  ])('%j', async (service, message) => {
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(written(service, { 'one.js': OK }), dir);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(dir)).toBe(false);
  });
});
