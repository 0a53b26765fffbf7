/** `apikit import serverless`: what a service becomes, and what is listed with its place. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { deployImported } from '../imported-project.ts';

const SHOP = join(import.meta.dirname, 'shop/serverless.yml');
const run = (...argv: string[]) => apikit(['import', 'serverless', ...argv]);
const yaml = (dir: string, file = 'apikit.yaml') =>
  parse(readFileSync(join(dir, file), 'utf8')) as Record<string, never>;

it('a service becomes a project, and what is lost has its file and line', async () => {
  const dir = join(tempDir(), 'shop');
  const { code, stdout, stderr } = await run(SHOP, dir);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
  expect(stdout).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ serverless.yml:69: The function nightly serves no operation, and is not in the project. Functions for streams and queues are consumers in apikit (docs/tables.md, docs/events.md).
      ✘ serverless.yml:81: Uploads (AWS::S3::Bucket) is not in the project. Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.
      ✘ serverless.yml:29: Models of the API is not in the project. apikit has no such setting.
      ✘ serverless.yml:28: Only the account knows the value of \${ssm:/shop/mail-key}. It is left out: write it in apikit.yaml, or pass --option or --param if it is an option or a parameter of the service.
      ✘ serverless.yml:71: onError of nightly is not in the project. It only affects asynchronous calls. Write a queue for failures at the consumer (docs/tables.md).
      ✘ serverless.yml:33: apiKeys of the API is not in the project. Create them after the deploy, with \`apikit keys create\`.
      ✘ serverless.yml:6: The plugin serverless-domain-manager is not in the project. Write domain in the stage (docs/domains.md).
      ✘ serverless.yml:55: The function is also called by an event of type Schedule. apikit has no such event.

    A deploy changes:
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
        "bundle": {
          "files": [
            "resources/*",
          ],
        },
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
  } finally {
    await project.close();
  }
});
