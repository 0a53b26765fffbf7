/** `apikit import terraform`: what a configuration becomes, what is listed with its place, and what is never read. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { deployImported } from '../imported-project.ts';

const ORDERS = join(import.meta.dirname, 'orders');
const run = (...argv: string[]) =>
  apikit(['import', 'terraform', ...argv], {
    env: { TF_VAR_region: 'of-the-environment', PASSWORD: 'of-the-environment' },
  });
const yaml = (dir: string, file = 'apikit.yaml') =>
  parse(readFileSync(join(dir, file), 'utf8')) as Record<string, never>;

/** A copy out of this repository, which would be the root. */
function copied(): string {
  const dir = join(tempDir(), 'orders');
  cpSync(ORDERS, dir, { recursive: true });
  return dir;
}

function operationsOf(dir: string) {
  const contract = yaml(dir, 'openapi.yaml') as unknown as { paths: Record<string, Record<string, object>> };
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]: [string, { security?: unknown }]) => [method, path, security]),
  );
}

it('a configuration becomes a project, and what is lost has its file and line', async () => {
  const dir = join(tempDir(), 'shop');
  const { code, stdout, stderr } = await run(copied(), dir);
  expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
  expect(stdout).toMatchInlineSnapshot(`
    "Not in the project; a person has to decide:
      ✘ main.tf:99: Only Terraform knows the value of var.password. It is left out: write it in apikit.yaml, or pass --var if a variable has it.
      ✘ main.tf:99: Only Terraform knows the value of aws_s3_bucket.prices.bucket. It is left out: write it in apikit.yaml, or pass --var if a variable has it.
      ✘ api.tf:88: aws_api_gateway_api_key.partner is not in the project. Create the key after the deploy, with \`apikit keys create\`.
      ✘ main.tf:81: aws_s3_bucket.prices is not in the project. Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.

    A deploy changes:
      ~ main.tf:34: The table orders gets another name: apikit names tables after app and stage. To keep a table that exists with its items, name it in adopts of the stage (docs/adopt.md).
      ~ main.tf:70: It allows s3:GetObject on arn:aws:s3:::prices/*. The project keeps that with a why: narrow it.

    "
  `);
  expect(yaml(dir)).toMatchInlineSnapshot(`
    {
      "function": {
        "architecture": "x86_64",
        "environment": {
          "TABLE": "\${table.orders}",
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
              "\${table.orders.arn}",
              "\${table.orders.arn}/index/*",
            ],
          },
          {
            "actions": [
              "s3:GetObject",
            ],
            "resources": [
              "arn:aws:s3:::prices/*",
            ],
            "why": "The main.tf:70 allowed it. Name the actions and resources that the code needs.",
          },
        ],
        "runtime": "nodejs22.x",
        "timeout": 10,
      },
      "name": "orders",
      "queues": {
        "mail": {
          "consumer": {
            "batchSize": 5,
            "handler": "consumers/mailer.mjs",
          },
          "deadLetter": false,
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
        "orders": {
          "indexes": {
            "by-customer": {
              "key": "customer",
            },
          },
          "key": "id",
          "ttl": "expires",
        },
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
  expect(operationsOf(dir)).toEqual([
    ['get', '/orders/{id}', undefined],
    ['put', '/orders/{id}', [{ door: [] }]],
    ['delete', '/orders/{id}', [{ signature: [], key: [] }]],
  ]);
});

it('the code answers requests, with its table and its authorizer', async () => {
  const dir = join(tempDir(), 'shop');
  await run(copied(), dir);
  const project = await deployImported(dir);
  try {
    const put = (Authorization: string) =>
      fetch(`${project.url}/orders/7`, { method: 'PUT', headers: { Authorization }, body: '{"customer":"ada"}' });
    expect((await put('shut')).status).toBe(403);
    expect((await put('open')).status).toBe(201);
    expect(await (await fetch(`${project.url}/orders/7`)).json()).toEqual({ id: '7', customer: 'ada' });
    expect((await fetch(`${project.url}/orders/7`, { method: 'DELETE' })).status).toBe(403);
  } finally {
    await project.close();
  }
});

describe('modules of the same repository', () => {
  const FUNCTION = `
variable "text" {}
resource "aws_lambda_function" "this" {
  filename = "f.zip"
  handler  = "f.handler"
  runtime  = "nodejs22.x"
  environment { variables = { TEXT = var.text } }
}
data "archive_file" "code" {
  source_dir  = "\${path.module}/code"
  output_path = "f.zip"
}
output "uri" { value = aws_lambda_function.this.invoke_arn }
`;
  const API = `
variable "uri" {}
locals { at = { rest_api_id = aws_api_gateway_rest_api.this.id } }
resource "aws_api_gateway_rest_api" "this" {}
resource "aws_api_gateway_method" "this" {
  rest_api_id   = local.at.rest_api_id
  resource_id   = aws_api_gateway_rest_api.this.root_resource_id
  http_method   = "GET"
  authorization = "AWS_IAM"
}
resource "aws_api_gateway_integration" "this" {
  rest_api_id = local.at.rest_api_id
  resource_id = aws_api_gateway_rest_api.this.root_resource_id
  http_method = aws_api_gateway_method.this.http_method
  type        = "AWS_PROXY"
  uri         = var.uri
}
`;

  function withModules(main: string): string {
    const dir = join(tempDir(), 'shop');
    mkdirSync(join(dir, 'modules/fn/code'), { recursive: true });
    mkdirSync(join(dir, 'modules/api'));
    writeFileSync(join(dir, 'main.tf'), main);
    writeFileSync(join(dir, 'modules/fn/main.tf'), FUNCTION);
    writeFileSync(join(dir, 'modules/fn/code/f.mjs'), 'export const handler = async () => ({ statusCode: 204 });');
    writeFileSync(join(dir, 'modules/api/main.tf'), API);
    return dir;
  }

  it('are read with the values that their callers give them', async () => {
    const main = `
module "api" {
  source = "./modules/api"
  uri    = module.fn.uri
}
module "fn" {
  source = "./modules/fn"
  text   = "hello"
}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
`;
    const dir = join(tempDir(), 'out');
    const { code, stdout } = await run(withModules(main), dir, '--region', 'eu-west-1');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('main.tf:10: The module vpc is not in this repository'),
    ]);
    expect(operationsOf(dir)).toEqual([['get', '/', [{ signature: [] }]]]);
    expect(yaml(dir)).toMatchObject({ function: { environment: { TEXT: 'hello' } } });
    expect(readFileSync(join(dir, 'modules/fn/code/f.mjs'), 'utf8')).toContain('204');
  });

  it.each([
    ['calls itself', 'module "me" {\n  source = "./"\n}\n', 'has too many modules'],
    ['is out of the folder', 'module "other" {\n  source = "../../"\n}\n', 'has no aws_api_gateway_rest_api'],
    [
      'gives a value to itself',
      'module "api" {\n  source = "./modules/api"\n  uri = module.fn.uri\n}\nmodule "fn" {\n  source = "./modules/fn"\n  text = module.fn.text\n}\n',
      undefined,
    ],
  ])('one that %s ends', async (_, main, message) => {
    const { code, stderr } = await run(withModules(main), join(tempDir(), 'out'), '--region', 'eu-west-1');
    expect([code, stderr]).toEqual([message === undefined ? 0 : 2, expect.stringContaining(message ?? 'Wrote ')]);
  });
});

describe('the output of terraform show -json', () => {
  const FUNCTION = { handler: 'orders.handler', runtime: 'nodejs22.x', filename: './code.zip', memory_size: 512 };
  const archive = {
    mode: 'data',
    type: 'archive_file',
    name: 'code',
    address: 'data.archive_file.code',
    values: { source_dir: './src', output_path: './code.zip' },
  };
  const resource = (address: string, values: object) => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name, values };
  };
  const shown = (dir: string, data: object) => {
    writeFileSync(join(dir, 'shown.json'), JSON.stringify(data));
    return join(dir, 'shown.json');
  };

  it('a plan has references where values are not known yet', async () => {
    const plan = {
      planned_values: {
        root_module: {
          resources: [
            {
              ...resource('aws_lambda_function.orders', {
                ...FUNCTION,
                layers: null,
                snap_start: [],
                environment: [{ variables: { PLAIN: 'a', TEXT: 'of-the-plan' } }],
              }),
              sensitive_values: { environment: [{ variables: { TEXT: true } }] },
            },
            resource('aws_api_gateway_rest_api.api', { name: 'api' }),
            resource('aws_api_gateway_method.get', { http_method: 'GET', authorization: 'AWS_IAM' }),
            resource('aws_api_gateway_integration.get', { http_method: 'GET', type: 'AWS_PROXY' }),
          ],
        },
      },
      prior_state: { values: { root_module: { resources: [archive] } } },
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'eu-north-1' } } } },
        root_module: {
          resources: ['method', 'integration'].map((kind) => ({
            address: `aws_api_gateway_${kind}.get`,
            expressions: {
              rest_api_id: { references: ['aws_api_gateway_rest_api.api.id', 'aws_api_gateway_rest_api.api'] },
              resource_id: { references: ['aws_api_gateway_rest_api.api.root_resource_id'] },
              ...(kind === 'integration' && { uri: { references: ['aws_lambda_function.orders.invoke_arn'] } }),
            },
          })),
        },
      },
    };
    const dir = join(tempDir(), 'out');
    const { code, stdout, stderr } = await run(shown(copied(), plan), dir, '--name', 'shop');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
    expect(operationsOf(dir)).toEqual([['get', '/', [{ signature: [] }]]]);
    expect(yaml(dir)).toMatchObject({ region: 'eu-north-1', function: { memory: 512, environment: { PLAIN: 'a' } } });
    expect(stdout + readFileSync(join(dir, 'apikit.yaml'), 'utf8')).not.toContain('of-the-plan');
  });

  it('a state has ARNs and IDs', async () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';
    const invoke_arn = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
    const method = { rest_api_id: 'abc', resource_id: 'child', http_method: 'GET' };
    const state = {
      values: {
        root_module: {
          resources: [archive, resource('aws_lambda_function.orders', { ...FUNCTION, arn, invoke_arn, id: 'orders' })],
          child_modules: [
            {
              address: 'module.api[0]',
              resources: [
                resource('aws_api_gateway_rest_api.api', { id: 'abc', root_resource_id: 'root' }),
                resource('aws_api_gateway_resource.orders', {
                  id: 'child',
                  rest_api_id: 'abc',
                  parent_id: 'root',
                  path_part: 'orders',
                }),
                resource('aws_api_gateway_method.get', { ...method, authorization: 'NONE', api_key_required: true }),
                resource('aws_api_gateway_integration.get', { ...method, type: 'AWS_PROXY', uri: invoke_arn }),
              ],
            },
          ],
        },
      },
    };
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(shown(copied(), state), dir, '--name', 'shop', '--region', 'eu-west-1');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote ')]);
    expect(operationsOf(dir)).toEqual([['get', '/orders', [{ key: [] }]]]);
  });
});

describe('a configuration of a stranger', () => {
  const API = `
resource "aws_lambda_function" "f" {
  filename = "f.zip"
  handler  = "f.handler"
  runtime  = "nodejs22.x"
}
resource "aws_api_gateway_rest_api" "api" {
  body = jsonencode({
    openapi = "3.0.3", info = { title = "a", version = "1" }
    paths = { "/a" = { get = { "x-amazon-apigateway-integration" = {
      type = "aws_proxy", httpMethod = "POST", uri = aws_lambda_function.f.invoke_arn
    } } } }
  })
}
`;
  function written(text: string): string {
    const dir = join(tempDir(), 'shop');
    mkdirSync(dir);
    writeFileSync(join(dir, 'main.tf'), text);
    writeFileSync(join(dir, 'f.mjs'), 'export const handler = async () => ({ statusCode: 204 });');
    return dir;
  }
  const withVariable = (value: string) =>
    API.replace('runtime ', `environment { variables = { TEXT = ${value} } }\n  runtime `);

  it('has guards where only Terraform knows them', async () => {
    const methods = ['CUSTOM', `\${var.guard}`].map((authorization, index) => {
      const common = `rest_api_id = aws_api_gateway_rest_api.m.id\n resource_id = aws_api_gateway_rest_api.m.root_resource_id\n http_method = "${['GET', 'PUT'][index]}"`;
      return `resource "aws_api_gateway_method" "m${index}" {\n ${common}\n authorization = "${authorization}"\n api_key_required = var.guard\n}
resource "aws_api_gateway_integration" "m${index}" {\n ${common}\n type = "AWS_PROXY"\n uri = aws_lambda_function.f.invoke_arn\n}\n`;
    });
    const [functions = ''] = API.split('resource "aws_api_gateway_rest_api"');
    const text = `variable "guard" {}\n${functions}resource "aws_api_gateway_rest_api" "m" {}\n${methods.join('')}`;
    const dir = join(tempDir(), 'out');
    expect((await run(written(text), dir, '--region', 'eu-west-1')).code).toBe(0);
    const closed = [{ 'unknown-authorizer': [], key: [] }];
    expect(operationsOf(dir)).toEqual([
      ['get', '/', closed],
      ['put', '/', closed],
    ]);
  });

  it('allows no more than its statements, if several conditions have one test', async () => {
    const condition = (variable: string, value: string) =>
      `condition {\n test = "StringEquals"\n variable = "${variable}"\n values = ["${value}"]\n }`;
    const policy = `
data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::mine/a"]
    ${condition('aws:PrincipalTag/team', 'shop')}
    ${condition('aws:SourceVpc', 'vpc-1')}
    ${condition('aws:SourceVpc', 'vpc-2')}
  }
}
resource "aws_iam_role" "r" {}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.p.json
}
`;
    const dir = join(tempDir(), 'out');
    const text = policy + API.replace('runtime ', 'role = aws_iam_role.r.arn\n  runtime ');
    expect((await run(written(text), dir, '--region', 'eu-west-1')).code).toBe(0);
    const StringEquals = { 'aws:PrincipalTag/team': ['shop'], 'aws:SourceVpc': ['vpc-1', 'vpc-2'] };
    expect(yaml(dir)).toMatchObject({ function: { permissions: [{ conditions: { StringEquals } }] } });
  });

  it('gets no file out of its folder, none that is hidden, and none through a link', async () => {
    const outside = tempDir();
    writeFileSync(join(outside, 'secret.json'), 'of-another-folder');
    const named = join(outside, 'secret.json');
    const files = [named, `../../${named}`, 'link.json', '.hidden.json', 'key.pem', '/etc/passwd'];
    const variables = files.map((file, index) => `F${index} = file("${file}")`).join('\n');
    const folder = written(API.replace('runtime ', `environment { variables = {\n${variables}\n} }\n  runtime `));
    symlinkSync(named, join(folder, 'link.json'));
    for (const name of ['.hidden.json', 'key.pem']) writeFileSync(join(folder, name), 'of-another-folder');
    const dir = join(tempDir(), 'out');
    const { code, stdout } = await run(folder, dir, '--region', 'eu-west-1');
    expect([code, stdout.match(/main\.tf:\d+: Only Terraform knows the value of file/g)?.length]).toEqual([0, 6]);
    expect(stdout + readFileSync(join(dir, 'apikit.yaml'), 'utf8')).not.toMatch(/of-another-folder|root:/);
  });

  it.each([
    ['a circle', 'locals {\n  a = local.b\n  b = local.a\n}\n', 'local.a'],
    [
      'a text that doubles itself',
      `locals {\n  a0 = "${'x'.repeat(1000)}"\n${Array.from({ length: 40 }, (_, at) => `  a${at + 1} = "\${local.a${at}}\${local.a${at}}"`).join('\n')}\n}\n`,
      'local.a40',
    ],
    ['a secret', 'variable "p" {\n  sensitive = true\n  default = "of-a-variable"\n}\n', 'var.p'],
    ['a variable of the environment', 'variable "region" {}\n', 'var.region'],
  ])('%s has no value', async (_, text, value) => {
    const dir = join(tempDir(), 'out');
    const { code, stdout } = await run(written(text + withVariable(value)), dir, '--region', 'eu-west-1');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Only Terraform knows the value of')]);
    expect(stdout + readFileSync(join(dir, 'apikit.yaml'), 'utf8')).not.toMatch(/of-(?:a-variable|the-environment)/);
  });

  it.each([
    ['locals {\n  a = [1,\n', 'main.tf:3 '],
    [`locals {\n  a = ${'['.repeat(5000)}`, 'nested too deeply'],
    ['a {\n'.repeat(5000), 'nested too deeply'],
    ['a = 1\na = 2\n', 'main.tf:2 a is written twice'],
    ['locals {}\n', 'has no aws_api_gateway_rest_api'],
    [
      API.replace(/body = jsonencode[\s\S]*\}\)/, 'body = file("/etc/passwd")'),
      'The document of the API is file(/etc/passwd)',
    ],
  ])('%j is refused, and nothing is written', async (text, message) => {
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(written(text), dir, '--region', 'eu-west-1');
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(dir)).toBe(false);
  });

  it.each(['!', '-'])('is refused with a value behind a hundred thousand %s', async (sign) => {
    const folder = written(`locals {\n  a = ${sign.repeat(100_000)}1\n}\n`);
    const { code, stderr } = await run(folder, join(tempDir(), 'out'), '--region', 'eu-west-1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('nested too deeply')]);
  });

  it('a policy and a private endpoint need a decision', async () => {
    const policy =
      'policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }] })';
    const closed = API.replace(
      'body =',
      `${policy}\n  endpoint_configuration {\n    types = ["PRIVATE"]\n  }\n  body =`,
    );
    const dir = join(tempDir(), 'out');
    const { code, stderr } = await run(written(closed), dir, '--region', 'eu-west-1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--accept resource-policy,endpoint-closed')]);
    expect(stderr).toContain('apikit import terraform ');
  });

  it('a variable gets its value from --var', async () => {
    const dir = join(tempDir(), 'out');
    const folder = written(`variable "text" {}\n${withVariable('var.text')}`);
    expect((await run(folder, dir, '--region', 'eu-west-1', '--var', 'text=hello')).code).toBe(0);
    expect(yaml(dir)).toMatchObject({ function: { environment: { TEXT: 'hello' } } });
    const { stderr } = await run(folder, join(tempDir(), 'out'), '--var', 'other=1');
    expect(stderr).toContain('has no variable other');
  });
});
