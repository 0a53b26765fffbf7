/** `apikit import chalice`: what an app becomes, what is listed with its place, and that nothing of the app is run. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { deployImported } from '../imported-project.ts';

const ORDERS = join(import.meta.dirname, 'orders/app.py');
const run = (...argv: string[]) => apikit(['import', 'chalice', ...argv], { env: { AWS_REGION: 'eu-west-1' } });
const yaml = (dir: string, file = 'apikit.yaml') =>
  parse(readFileSync(join(dir, file), 'utf8')) as Record<string, never>;

it('an app becomes a project, and what is lost has its file and line', async () => {
  const dir = join(tempDir(), 'orders');
  const { code, stdout, stderr } = await run(ORDERS, dir);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
  expect(stdout).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ app.py:53: The function hourly (schedule) is not in the project. apikit has no schedules: let EventBridge Scheduler call the function or an operation.
      ✘ .chalice/config.json:10: api_gateway_custom_domain is not in the project. Write domain in the stage (docs/domains.md).
      ✘ .chalice/config.json:12: The settings of the stage prod are not in the project. Write what differs in stages.prod of apikit.yaml.

    A deploy changes:
      ~ app.py:48: The queue mail gets a new one beside it. For the existing queue, write import: <its ARN> in queues.mail.
      ~ .chalice/policy-dev.json:1: It allows s3:GetObject on arn:aws:s3:::orders/*. The project keeps that with a why: narrow it.

    "
  `);
  expect(yaml(dir)).toMatchInlineSnapshot(`
    {
      "binaryMediaTypes": [
        "application/octet-stream",
        "application/x-tar",
        "application/zip",
        "audio/basic",
        "audio/ogg",
        "audio/mp4",
        "audio/mpeg",
        "audio/wav",
        "audio/webm",
        "image/png",
        "image/jpg",
        "image/jpeg",
        "image/gif",
        "video/ogg",
        "video/mpeg",
        "video/webm",
      ],
      "cors": {
        "allowHeaders": [
          "content-type",
          "x-amz-date",
          "authorization",
          "x-api-key",
          "x-amz-security-token",
        ],
        "maxAge": 60,
        "origins": [
          "https://shop.example",
        ],
      },
      "function": {
        "architecture": "x86_64",
        "environment": {
          "ONLY_ON_AWS": "yes",
          "STAGE": "dev",
        },
        "handler": "handler.handler",
        "memory": 256,
        "permissions": [
          {
            "actions": [
              "s3:GetObject",
            ],
            "resources": [
              "arn:aws:s3:::orders/*",
            ],
            "why": "The .chalice/policy-dev.json:1 allowed it. Name the actions and resources that the code needs.",
          },
        ],
        "runtime": "python3.13",
        "timeout": 29,
      },
      "name": "orders",
      "queues": {
        "mail": {
          "consumer": {
            "batchSize": 5,
            "handler": "consumers/send-mail.py",
          },
          "deadLetter": false,
        },
      },
      "region": "eu-west-1",
      "stages": {
        "dev": {},
        "prod": {
          "protected": true,
        },
      },
      "usagePlans": {
        "basic": {},
      },
    }
  `);
  const contract = yaml(dir, 'openapi.yaml') as unknown as { paths: Record<string, Record<string, object>> };
  const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]: [string, { security?: unknown }]) => [method, path, security]),
  );
  expect(operations).toEqual([
    ['get', '/', undefined],
    ['get', '/orders/{id}', undefined],
    ['put', '/orders/{id}', undefined],
    ['delete', '/orders/{id}', [{ door: [] }]],
    ['get', '/mine', [{ people: ['orders/read'], key: [] }]],
    ['get', '/signed', [{ signature: [] }]],
    ['get', '/reports/{day}', undefined],
  ]);
  expect(readFileSync(join(dir, 'requirements.txt'), 'utf8')).toBe('requests\nchalice\n');
});

it('the app answers requests, with its authorizer and its blueprint', async () => {
  const dir = join(tempDir(), 'orders');
  await run(ORDERS, dir);
  cpSync(join(import.meta.dirname, 'stand-in.py'), join(dir, 'chalice.py'));
  writeFileSync(join(dir, 'requirements.txt'), '');
  // The embedded cloud does not have the user pool of the app.
  const { paths, components, ...document } = yaml(dir, 'openapi.yaml') as unknown as Record<string, object>;
  const { '/mine': _mine, ...others } = paths as Record<string, object>;
  const { door, signature } = (components as { securitySchemes: Record<string, object> }).securitySchemes;
  const kept = { ...document, paths: others, components: { securitySchemes: { door, signature } } };
  writeFileSync(join(dir, 'openapi.yaml'), JSON.stringify(kept));
  const project = await deployImported(dir);
  try {
    expect(await (await fetch(`${project.url}/`)).json()).toEqual({ stage: 'dev' });
    const put = await fetch(`${project.url}/orders/7`, { method: 'PUT' });
    expect(await put.json()).toEqual({ id: '7', method: 'PUT' });
    expect(await (await fetch(`${project.url}/reports/today`)).json()).toEqual({ day: 'today' });
    const remove = (Authorization: string) =>
      fetch(`${project.url}/orders/7`, { method: 'DELETE', headers: { Authorization } });
    expect((await remove('shut')).status).toBe(403);
    expect((await remove('open')).status).toBe(202);
  } finally {
    await project.close();
  }
});

describe('an app of a stranger', () => {
  function written(text: string, config: string | undefined = undefined): string {
    const dir = tempDir();
    writeFileSync(join(dir, 'app.py'), text);
    if (config !== undefined) {
      mkdirSync(join(dir, '.chalice'));
      writeFileSync(join(dir, '.chalice', 'config.json'), config);
    }
    return join(dir, 'app.py');
  }
  const APP = 'from chalice import Chalice\napp = Chalice("a")\n';
  const ROUTE = '@app.route("/")\ndef index():\n    return 1\n';

  it('is read and not run', async () => {
    const mark = join(tempDir(), 'ran');
    const text = `${APP}open(${JSON.stringify(mark)}, "w").close()\n${ROUTE}@app.route(open(${JSON.stringify(mark)}, "w").name)\ndef a():\n    return 1\n`;
    const dir = join(tempDir(), 'out');
    expect((await run(written(text), dir, '--name', 'web')).code).toBe(0);
    expect(existsSync(mark)).toBe(false);
  });

  it('has guards where the code computes them', async () => {
    const routes = [
      '@app.route("/a", api_key_required=needed())\ndef a():\n    return 1\n',
      '@app.route("/b", **COMMON)\ndef b():\n    return 1\n',
      '@app.route("/c", authorizer=doors["main"])\ndef c():\n    return 1\n',
      '@app.route("/d", api_key_required=False)\ndef d():\n    return 1\n',
      '@app.route(PATH + "/e")\ndef e():\n    return 1\n',
    ];
    const dir = join(tempDir(), 'out');
    const { stdout } = await run(written(APP + routes.join('')), dir, '--name', 'web');
    const { paths } = yaml(dir, 'openapi.yaml') as unknown as {
      paths: Record<string, { get: { security?: unknown } }>;
    };
    expect(Object.entries(paths).map(([path, { get }]) => [path, get.security])).toEqual([
      ['/a', [{ key: [] }]],
      ['/b', [{ 'unknown-authorizer': [] }]],
      ['/c', [{ 'unknown-authorizer': [] }]],
      ['/d', undefined],
    ]);
    expect(stdout).toContain('The arguments in ** of b are not known');
    expect(stdout).toContain('The path of e is computed');
  });

  it('gets no settings through a link, and no policy of another folder', async () => {
    const outside = tempDir();
    writeFileSync(join(outside, 'config.json'), '{"lambda_memory_size": 999}');
    const app = written(APP + ROUTE);
    symlinkSync(outside, join(app, '../.chalice'));
    const dir = join(tempDir(), 'out');
    expect((await run(app, dir, '--name', 'web')).code).toBe(0);
    expect(readFileSync(join(dir, 'apikit.yaml'), 'utf8')).not.toContain('999');
    const other = written(APP + ROUTE, '{"iam_policy_file": "../../secret.json", "autogen_policy": false}');
    expect((await run(other, join(tempDir(), 'out'), '--name', 'web')).code).toBe(0);
  });

  it.each([
    [written(`${APP}def broken(:\n`), 'app.py is not valid Python'],
    [written(APP), 'The app has no routes'],
    [written(APP + ROUTE, '{'), '.chalice/config.json:1'],
    [join(tempDir(), 'app.py'), 'cannot be read (ENOENT)'],
  ])('%s is refused, and nothing is written', async (file, message) => {
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(file, dir, '--name', 'web');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(dir)).toBe(false);
  });

  it('a policy of the API needs a decision, and an unknown stage is refused', async () => {
    const app = written(APP + ROUTE, '{"api_gateway_policy_file": "gateway.json", "stages": {"dev": {}}}');
    const dir = join(tempDir(), 'out');
    expect((await run(app, dir, '--name', 'web')).stderr).toContain('--accept resource-policy');
    expect((await run(app, dir, '--name', 'web', '--from-stage', 'x')).stderr).toContain('has no stage x');
  });
});
