/**
 * Documents of others: an import never lowers the protection, takes what it can, and the lint says what the import
 * does.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ProblemsError } from '../../../src/config/problem.ts';
import { lint } from '../../../src/contract/check/lint.ts';
import { readForeign } from '../../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { openNothing } from '../../../src/contract/read/open-file.ts';
import { readContract } from '../../../src/contract/read/read-contract.ts';
import { RULES, type RuleId } from '../../../src/contract/rules/index.ts';
import { packageRoot } from '../../../src/files/package-root.ts';
import { committedCorpus } from '../../contract/corpus/committed.ts';
import { RULE_EXAMPLES } from '../../contract/rule-examples.ts';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { terminal } from '../../helpers/terminal.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const OK = { responses: { 200: { description: 'OK' } } };
const proxy = (more: object) => ({
  ...OK,
  'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', ...more },
});

/** A protected API as AWS's samples write it. */
const SAM = {
  Transform: 'AWS::Serverless-2016-10-31',
  Parameters: { Stage: { Type: 'String' } },
  Resources: {
    Shop: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        CodeUri: 'src/',
        Handler: 'app.handler',
        Events: { Get: { Type: 'Api', Properties: { Path: '/a', Method: 'get' } } },
      },
    },
  },
};

const CLOSED = {
  openapi: '3.0.1',
  info: { title: 'Priced Things', version: '1' },
  'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [] },
  'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
  paths: {
    '/price/{id}': { get: { operationId: 'getPrice', 'x-amazon-apigateway-auth': { type: 'AWS_IAM' }, ...OK } },
    '/price/{priceId}/history': {
      get: {
        operationId: 'getHistory',
        parameters: [{ name: 'priceId', in: 'path', required: true, schema: { type: 'string' } }],
        ...OK,
      },
    },
    '/inner': {
      get: {
        operationId: 'getInner',
        ...proxy({ uri: 'http://inner.example/', connectionType: 'VPC_LINK', connectionId: 'a' }),
      },
    },
  },
};
const ACCEPT = 'resource-policy,endpoint-closed,vpc-link';

const HANDLER = 'export const handler = async () => ({ statusCode: 200 });\n';

function folderWith(files: Record<string, object | string>): string {
  const folder = tempDir();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : stringify(content));
  }
  return folder;
}

function copyOf(folder: string): string {
  const copy = tempDir();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

describe('an import', () => {
  it('asks before it makes a protected operation public, writes nothing before, and prints a command to type', async () => {
    const cwd = folderWith({ 'closed.yaml': CLOSED });
    const { code, stdout, stderr } = await apikit(['openapi', 'import', 'closed.yaml', '--yes'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/closed\.yaml:\d+:\d+ .*\(\/x-amazon-apigateway-policy\) → /);
    const [, typed = ''] = /run: apikit (.*)$/m.exec(stderr) ?? [];
    expect(typed).toContain(`--accept ${ACCEPT}`);
    expect((await apikit(typed.split(' '), { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'priced-things/apikit.yaml'), 'utf8')).toContain('name: priced-things');
    const json = await apikit(['openapi', 'import', 'closed.yaml', 'other', '--json'], { cwd });
    expect(JSON.parse(json.stdout || json.stderr).error.problems.map(({ rule }: { rule: string }) => rule)).toEqual(
      ACCEPT.split(','),
    );
  });

  it.each([
    [{ 'endpoint-configuration': { types: ['PRIVATE'] } }, 'reachable from the internet', 'endpoint: private in'],
    [
      { 'endpoint-configuration': { types: ['PRIVATE'], vpcEndpointIds: ['vpce-0a1b2c3d'] } },
      'reachable from the internet',
      'endpoint: { type: private, vpcEndpoints: [vpce-0a1b2c3d] } in',
    ],
    [
      { 'endpoint-configuration': { types: ['REGIONAL'], disableExecuteApiEndpoint: true } },
      'reachable from the internet',
      'endpoint: { executeApi: false } beside domain in',
    ],
    [{ policy: { Version: '2012-10-17', Statement: [] } }, 'every address may send requests', 'in access of'],
  ])('tells what opens the API, and the setting that keeps it closed: %j', async (extension, opens, setting) => {
    const [[name, value]] = Object.entries(extension) as [[string, object]];
    const document = { ...CLOSED, [`x-amazon-apigateway-${name}`]: value };
    const cwd = folderWith({ 'api.yaml': document });
    const { json } = await apikit(['openapi', 'import', 'api.yaml', 'out', '--accept', ACCEPT, '--json'], { cwd });
    const outcomes = json<{ decisions: { outcome: string }[] }>().decisions.map(({ outcome }) => outcome);
    const told = outcomes.find((outcome) => outcome.startsWith(`x-amazon-apigateway-${name} is left out`))!;
    expect(told).toContain(opens);
    expect(told).toContain(`${setting} apikit.yaml, before the first deploy (docs/`);
  });

  it('keeps signatures required when it deploys, and never calls the backend of a VPC link in public', async () => {
    const cwd = folderWith({ 'closed.yaml': CLOSED });
    const { json } = await apikit(['openapi', 'import', 'closed.yaml', 'out', '--accept', ACCEPT, '--json'], {
      cwd,
    });
    expect(json<{ decisions: { outcome: string }[] }>().decisions).toHaveLength(3);
    const dir = join(cwd, 'out');
    symlinkSync(resolve(packageRoot, 'node_modules'), join(dir, 'node_modules'));
    const contract = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8'));
    expect(Object.keys(contract.paths)).toEqual(['/price/{id}', '/price/{id}/history', '/inner']);
    const cloud = await startTestCloud();
    try {
      const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint } });
      expect((await run('deploy', '--stage', 'dev', '--yes')).stderr).not.toContain('✘');
      const { url } = (await run('status', '--stage', 'dev', '--json')).json<{ url: string }>();
      const statuses = await Promise.all(
        ['/price/1', '/price/1/history', '/inner'].map(async (path) => (await fetch(url + path)).status),
      );
      expect(statuses).toEqual([403, 501, 501]);
      const readme = readFileSync(join(dir, 'README.md'), 'utf8');
      const calls = [...readme.matchAll(/^curl .*"\$URL(\S+)"$/gm)].map(([, path]) => path!);
      expect(calls.length).toBeGreaterThan(0);
      for (const path of calls) expect((await fetch(url + path)).status).toBe(501);
    } finally {
      await cloud.close();
    }
  });

  it('imports alternatives, an authorizer for a key in another place, and one for two schemes: never weaker security', async () => {
    const scheme = (name: string) => ({ type: 'apiKey', in: 'header', name });
    const document = {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      components: {
        securitySchemes: { pet_key: scheme('pet_key'), id: scheme('X-Id'), bearer: { type: 'http', scheme: 'bearer' } },
      },
      paths: {
        '/a': { get: { ...OK, security: [{}, { pet_key: [] }] } },
        '/b': { get: { ...OK, security: [{ id: [], pet_key: [] }] } },
        '/c': { get: { ...OK, security: [{ missing: [] }] } },
        '/d': { get: { ...OK, security: [{ bearer: ['x'] }] } },
      },
    };
    const cwd = folderWith({ 'pets.yaml': document });
    const accept = 'security-alternatives,security-two-authorizers,security-scheme-missing';
    const { stderr } = await apikit(['openapi', 'import', 'pets.yaml', 'out', '--accept', accept], { cwd });
    for (const name of ['pet_key', 'idAndPet_key', 'missing', 'bearer'])
      expect(stderr).toContain(`apikit add authorizer ${name}`);
    const { paths, components } = parse(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8'));
    expect(Object.values<{ get: { security: object[] } }>(paths).map(({ get }) => get.security)).toEqual([
      [{ pet_key: [] }],
      [{ idAndPet_key: [] }],
      [{ missing: [] }],
      [{ bearer: ['x'] }],
    ]);
    expect(components.securitySchemes.idAndPet_key['x-apikit'].identity).toEqual(['header.X-Id', 'header.pet_key']);
  });

  it('leaves no copy of a security scheme that another file has', async () => {
    const document = {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      components: { securitySchemes: { bearer: { $ref: 'schemes.yaml#/bearer' } } },
      paths: { '/a': { get: { ...OK, security: [{ bearer: [] }] } } },
    };
    const cwd = folderWith({ 'pets.yaml': document, 'schemes.yaml': { bearer: { type: 'http', scheme: 'bearer' } } });
    expect(await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd })).toMatchObject({ code: 0 });
    const { components } = parse(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8'));
    expect(components.securitySchemes).toEqual({ bearer: { type: 'http', scheme: 'bearer' } });
  });

  it('never drops security of another form or place', async () => {
    const key = { type: 'apiKey', in: 'header', name: 'x-api-key' };
    const pool = { type: 'http', scheme: 'bearer', 'x-apikit': { userPool: 'main' } };
    const signed = { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
    const document = {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      security: [{ key: [] }],
      components: { securitySchemes: { key: { $ref: '#/components/securitySchemes/other' }, other: key, pool } },
      paths: {
        '/a': { get: { ...OK, security: { key: [] } } },
        '/b': { get: { ...OK, security: ['key'] } },
        '/c': { get: { ...OK, security: null, operationId: '' } },
        '/e': { get: { ...OK, security: [{ pool: 'read' }] } },
        '/d': { ...signed, get: { ...OK, security: [] }, 'x-amazon-apigateway-any-method': OK },
      },
    };
    const cwd = folderWith({ 'pets.yaml': document });
    const { code, stderr } = await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('ANY /d requires AWS signatures in security.');
    expect(stderr).not.toContain('X-AMAZON');
    const { operations } = parseContract(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8'), 'openapi.yaml');
    expect(
      operations.map(({ method, path, access }) => [`${method} ${path}`, access.key, access.authorizer?.kind]),
    ).toEqual([
      ['GET /a', true, undefined],
      ['GET /b', true, undefined],
      ['GET /c', true, undefined],
      ['GET /e', false, 'cognito'],
      ['GET /d', false, 'iam'],
      ['ANY /d', true, 'iam'],
    ]);
  });

  it('reports all problems of a document that cannot be imported', async () => {
    const document = { openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths: { '/a': { GET: OK } } };
    const cwd = folderWith({ 'pets.yaml': document });
    const { code, stderr } = await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('GET is not a method')]);
    expect(stderr).toContain('The document has no operations');
  });

  it('says why nothing is left if all operations are left out', async () => {
    const get = { ...OK, 'x-amazon-apigateway-auth': { type: 'CUSTOM' } };
    const document = { openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths: { '/a': { get } } };
    const cwd = folderWith({ 'pets.yaml': document });
    const { code, stderr } = await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('x-amazon-apigateway-auth of type CUSTOM would be lost');
  });

  it('accepts empty response templates, and leaves out features of HTTP APIs', async () => {
    const integration = (more: object) => ({ ...OK, 'x-amazon-apigateway-integration': more });
    const responses = { default: { statusCode: 200, responseTemplates: { 'application/json': null } } };
    const document = {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      paths: {
        '/a': { get: integration({ type: 'mock', requestTemplates: { 'application/json': null }, responses }) },
        '/b': {
          get: integration({
            ...{ type: 'http_proxy', httpMethod: 'GET', uri: 'https://b.example' },
            tlsConfig: { serverNameToVerify: 'b.example', insecureSkipVerification: true },
          }),
        },
      },
    };
    const cwd = folderWith({ 'pets.yaml': document });
    expect((await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd })).code).toBe(0);
    const { paths } = parse(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8'));
    expect(paths['/a'].get['x-apikit'].integration.responses.default.responseTemplates).toEqual({
      'application/json': '',
    });
    expect(paths['/b'].get['x-apikit'].integration.tlsConfig).toEqual({ insecureSkipVerification: true });
  });

  it('asks on a terminal, and accepts no as an answer', async () => {
    const { 'x-amazon-apigateway-policy': policy, ...open } = CLOSED;
    const document = {
      ...open,
      'x-amazon-apigateway-policy': policy,
      'x-amazon-apigateway-endpoint-configuration': {},
      paths: { '/a': { get: OK } },
    };
    const answers = (last: string): [RegExp, string][] => [
      [/Name of the app\?/, '\r'],
      [/AWS region\?/, '\r'],
      [/Continue with this\?/, last],
    ];
    for (const [answer, code] of [
      ['n\r', 3],
      ['y\r', 0],
    ] as const) {
      const cwd = folderWith({ 'closed.yaml': document });
      const result = await apikit(['openapi', 'import', 'closed.yaml'], { cwd, ...terminal(answers(answer)) });
      expect(result.code).toBe(code);
    }
  });

  it('runs every example of docs/import.md', async () => {
    const page = readFileSync(join(packageRoot, 'docs/import.md'), 'utf8');
    const examples = [...page.matchAll(/^(?:cat (\S+) \| )?apikit (.+)$/gm)];
    expect(examples).toHaveLength(11);
    const others = join(packageRoot, 'test/incoming');
    const service = {
      service: 'orders',
      provider: { name: 'aws', runtime: 'nodejs22.x' },
      functions: { get: { handler: 'src/app.handler', events: [{ http: 'GET /orders' }] } },
    };
    const pets = {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      paths: { '/a': { get: { operationId: 'a', ...OK } } },
    };
    for (const [, piped, command] of examples) {
      const cwd = folderWith({
        'pets.yaml': pets,
        'closed.yaml': { ...CLOSED, 'x-amazon-apigateway-endpoint-configuration': {} },
        'services/orders/openapi.yaml': pets,
        'template.yaml': SAM,
        'src/app.mjs': HANDLER,
        'serverless.yml': service,
        '.chalice/config.json': '{ "app_name": "orders", "stages": { "prod": {} } }',
      });
      cpSync(join(others, 'chalice/orders/app.py'), join(cwd, 'app.py'));
      // The other commands create a folder of this name.
      if (command!.includes(' orders/')) cpSync(copyOf(cwd), join(cwd, 'orders'), { recursive: true });
      for (const part of ['.', 'infra']) {
        const infrastructure = join(cwd, part);
        cpSync(join(others, 'terraform/orders'), infrastructure, { recursive: true });
        writeFileSync(join(infrastructure, 'more.tf'), 'variable "environment" { default = "dev" }\n');
      }
      const stdin = Object.assign(Readable.from(piped ? [stringify(pets)] : []), { isTTY: false });
      const { code, stderr } = await apikit(command!.split(' '), { cwd, stdin });
      expect([command, code, code === 0 ? '' : stderr]).toEqual([command, 0, '']);
    }
  });

  it('rejects a rule that does not exist', async () => {
    const cwd = folderWith({ 'closed.yaml': CLOSED });
    const { code, stderr } = await apikit(['openapi', 'import', 'closed.yaml', '--accept', 'resource-polisy'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean resource-policy?')]);
  });
});

describe('the files of a document', () => {
  const orders = (ref: string) => ({
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/o': {
        post: { operationId: 'o', requestBody: { content: { 'application/json': { schema: { $ref: ref } } } }, ...OK },
      },
    },
  });
  const SHARED = { Order: { type: 'object', properties: { id: { type: 'string' } } } };

  it('may be anywhere in its repository, and are listed', async () => {
    const cwd = folderWith({
      '.git/HEAD': '',
      's/orders/api.yaml': orders('../../shared/s.yaml#/Order'),
      'shared/s.yaml': SHARED,
    });
    const linted = await apikit(['openapi', 'lint', 's/orders/api.yaml', '--json'], { cwd });
    expect(linted.json()).toMatchObject({ files: ['s/orders/api.yaml', 'shared/s.yaml'] });
    expect(linted.code).toBe(0);
    expect((await apikit(['openapi', 'import', 's/orders/api.yaml', 'out'], { cwd })).code).toBe(0);
    expect(parse(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8')).components.schemas.Order).toEqual(SHARED.Order);
  });

  it('must be below the current folder without a repository, never a home folder, or below --root', async () => {
    const home = folderWith({ 'w/s/api.yaml': orders('../shared/s.yaml#/Order'), 'w/shared/s.yaml': SHARED });
    const lint = async (folder: string, ...argv: string[]) => {
      const { code, stdout } = await apikit(['openapi', 'lint', ...argv], {
        cwd: join(home, folder),
        env: { HOME: home },
      });
      return [code, stdout.includes('[ref-outside]')];
    };
    expect(await lint('w', 's/api.yaml')).toEqual([0, false]);
    expect(await lint('w/s', 'api.yaml')).toEqual([2, true]);
    expect(await lint('.', 'w/s/api.yaml')).toEqual([2, true]);
    expect(await lint('.', 'w/s/api.yaml', '--root', 'w')).toEqual([0, false]);
    expect(await lint('w/s', 'api.yaml', '--root', '..')).toEqual([0, false]);
    expect((await lint('w', 's/api.yaml', '--root', 'shared'))[0]).toBe(2);
  });

  it.each(['.docker/config.json', 'a/.hidden.yaml#/x', 'id_rsa', 'link.yaml#/x'])('never include %s', async (ref) => {
    const secret = { x: { auth: 'c2VjcmV0' } };
    const cwd = folderWith({
      '.docker/config.json': secret,
      'a/.hidden.yaml': secret,
      id_rsa: secret,
      'api.yaml': orders(ref),
    });
    symlinkSync(join(cwd, '.docker/config.json'), join(cwd, 'link.yaml'));
    const { stdout } = await apikit(['openapi', 'lint', 'api.yaml'], { cwd });
    expect(stdout).toContain('[ref-hidden]');
    await apikit(['openapi', 'import', 'api.yaml', 'out', '--accept', 'ref-hidden'], { cwd });
    expect(readFileSync(join(cwd, 'out/openapi.yaml'), 'utf8')).not.toContain('c2VjcmV0');
  });

  it('may come from a pipe', async () => {
    const { paths, ...head } = orders('#/x');
    const stdin = Object.assign(
      Readable.from([stringify({ ...head, paths: { '/o': { get: { operationId: 'o', ...OK } } } })]),
      { isTTY: false },
    );
    const { code, stdout } = await apikit(['openapi', 'lint', '-'], { cwd: tempDir(), stdin });
    expect([code, stdout]).toEqual([0, expect.stringContaining('stdin: 1 operation')]);
    expect(Object.keys(paths)).toHaveLength(1);
  });
});

describe('the lint and the import', () => {
  const examples = Object.entries(RULE_EXAMPLES).flatMap(([rule, all]) =>
    all.map(([what, text]) => [`${rule}: ${what}`, text] as const),
  );

  it.each([...examples, ...committedCorpus()])('give the same result for %s', (_, text) => {
    const read = readContract(text, 'a.yaml', openNothing);
    const errors = new Set(lint(read).flatMap(({ rule, severity }) => (severity === 'error' ? (rule as RuleId) : [])));
    const [asked, refused] = verdictOfImport(text);
    const open = [...errors].filter((rule) => !RULES[rule].mended && !asked.has(rule));
    if (!refused) expect(open).toEqual([]);
    if (errors.size === 0) expect([...asked]).toEqual([]);
  });

  /** Returns the rules of its decisions, and whether it refuses the document as a whole. */
  function verdictOfImport(text: string): [ReadonlySet<string>, boolean] {
    try {
      const { decisions } = readForeign({ text, name: 'a.yaml', open: openNothing, shown: (name) => name });
      return [new Set(decisions.map(({ rule }) => rule)), false];
    } catch (error) {
      if (error instanceof ProblemsError) return [new Set(), true];
      throw error;
    }
  }
});
