/** `apikit openapi import`: new projects from documents that others wrote, and merging into the scaffolded project. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { type Project, startProject } from '../../helpers/project.ts';

/** A document in Swagger 2.0, as a tool writes it that deploys with API Gateway's extensions. */
const FOREIGN = {
  swagger: '2.0',
  info: { title: 'Pets', version: '2' },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: 400 } },
  paths: {
    '/pets': {
      get: {
        parameters: [{ name: 'limit', in: 'query', type: 'integer', maximum: 50 }],
        responses: { 200: { description: 'Them', schema: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:aws:apigateway:x' },
      },
      post: {
        operationId: 'addPet',
        consumes: ['application/json'],
        parameters: [{ name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 201: { description: 'It' } },
        security: [{ key: [] }],
      },
      options: {
        responses: { 200: { description: 'Preflight' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
        },
      },
    },
    '/weather': {
      get: {
        responses: { 200: { description: 'The weather' } },
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'https://example.com/weather',
          timeoutInMillis: 5000,
        },
      },
    },
  },
  securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
  definitions: { Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } } },
};

function foreignFile(document: object): string {
  const file = join(tempDir(), 'pets.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** A variable of CloudFormation, as it is written in a text. */
const VARIABLE = '$\u007bX}';

describe('openapi import as a new project', () => {
  it('creates a valid project with a function for each operation, and says what happens to extensions', async () => {
    const file = foreignFile(FOREIGN);
    const cwd = tempDir();
    const { code, stderr, json } = await apikit(['openapi', 'import', file, 'shop', '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { dir, added, notes } = json<{ dir: string; added: string[]; notes: string[] }>();
    expect(added).toEqual(['GET /pets', 'POST /pets', 'GET /weather']);
    expect(notes).toContain('GET /pets is now getPets.');
    expect(notes).toContain('x-amazon-apigateway-binary-media-types is left out: set binaryMediaTypes in apikit.yaml.');
    expect(notes).toContain('GET /weather: its http_proxy integration is now under x-apikit.');
    expect(notes.join('\n')).toContain('OPTIONS /pets is left out: set cors in apikit.yaml');
    const contract = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8'));
    expect(contract.openapi).toBe('3.0.3');
    expect(contract.paths['/weather'].get['x-apikit']).toEqual({
      timeout: 5,
      integration: { type: 'http_proxy', uri: 'https://example.com/weather', httpMethod: 'GET' },
    });
    expect(JSON.stringify(contract)).not.toContain('x-amazon');
    expect(existsSync(join(dir, 'src/operations/addPet.ts'))).toBe(true);
    expect(existsSync(join(dir, 'src/operations/getWeather.ts'))).toBe(false);
    const checked = await apikit(['validate'], { cwd: dir });
    expect(checked.stderr).not.toContain('✘');
    expect(checked.code).toBe(0);
  });

  it('writes a file for each operation, also where file names ignore case', async () => {
    const file = foreignFile({
      ...FOREIGN,
      paths: Object.fromEntries(
        ['users.list', 'users_list', 'getUser', 'getuser', 'getuser2'].map((operationId, index) => [
          `/p${index}`,
          { get: { operationId, responses: { 200: { description: 'OK' } } } },
        ]),
      ),
    });
    const { json } = await apikit(['openapi', 'import', file, 'shop', '--json'], { cwd: tempDir() });
    const { dir, notes } = json<{ dir: string; notes: string[] }>();
    expect(notes).toContain('GET /p1: users_list would share the file of another operation; it is now users_list2.');
    expect(notes).toContain('GET /p3: getuser would share the file of another operation; it is now getuser3.');
    const checked = await apikit(['validate'], { cwd: dir });
    expect(checked).toMatchObject({ code: 0 });
    const files = readdirSync(join(dir, 'src/operations')).map((name) => name.toLowerCase());
    expect(new Set(files).size).toBe(5);
  });

  it('shortens names that are too long for a file and keeps them distinct; the next command that it prints works', async () => {
    const long = 'o'.repeat(300);
    const operation = (more: object) => ({ get: { ...more, responses: { 200: { description: 'OK' } } } });
    const scheme = 's'.repeat(300);
    const file = foreignFile({
      openapi: '3.0.3',
      info: { title: 'T'.repeat(300), version: '1' },
      paths: {
        '/a': operation({ operationId: `${long}1` }),
        '/b': operation({ operationId: `${long}2`, security: [{ [scheme]: [] }] }),
        [`/${'p'.repeat(300)}/{id}`]: operation({ parameters: [{ name: 'id', in: 'path', required: true }] }),
        [`/${'p'.repeat(300)}/{id}/x`]: operation({ parameters: [{ name: 'id', in: 'path', required: true }] }),
      },
      components: { securitySchemes: { [scheme]: { type: 'http', scheme: 'bearer' } } },
    });
    const cwd = tempDir();
    const imported = await apikit(['openapi', 'import', file], { cwd });
    expect(imported.code).toBe(0);
    const dir = join(cwd, readdirSync(cwd)[0]!);
    const files = readdirSync(join(dir, 'src/operations'));
    expect(files).toHaveLength(4);
    for (const name of files) expect(name.length).toBeLessThan(210);
    const { paths } = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8'));
    expect(paths['/a'].get.operationId).toBe(`${long}1`);
    const [, name = ''] = /apikit add authorizer (\S+)/.exec(imported.stderr) ?? [];
    const added = await apikit(['add', 'authorizer', name, '--type', 'token'], { cwd: dir });
    expect(added).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Nothing asks for it') });
    expect(await apikit(['validate'], { cwd: dir })).toMatchObject({ code: 0 });
    const again = ['add', 'operation', `${long}3`, '--method', 'get', '--path', '/c'];
    expect(await apikit(again, { cwd: dir })).toMatchObject({ code: 0 });
  });

  it('asks for values that CloudFormation fills in, in short and long form', async () => {
    const document = (sub: string, ref: string, att: string) => `openapi: 3.0.3
info: { title: ${ref}, version: "1" }
servers: [{ url: ${sub} }]
paths:
  /a:
    get:
      operationId: a
      summary: ${sub}
      tags: [x, ${ref}]
      parameters: [{ name: q, in: query, schema: { type: string, enum: [${ref}] } }]
      responses: { "200": { description: ${sub} } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: ${sub} }
  /b:
    get:
      operationId: b
      responses: { "200": { description: ok, content: { application/json: { schema: ${ref} } } } }
      security: [{ pool: [] }]
      x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: ${sub}, credentials: ${att} }
components:
  securitySchemes:
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: [${att}] }
`;
    const cwd = tempDir();
    writeFileSync(join(cwd, 'short.yaml'), document(`!Sub "https://${VARIABLE}"`, '!Ref X', '!GetAtt X.Arn'));
    writeFileSync(
      join(cwd, 'long.yaml'),
      document(`{ Fn::Sub: "https://${VARIABLE}" }`, '{ Ref: X }', '{ Fn::GetAtt: [X, Arn] }'),
    );
    const placeless = (text: string) => text.replaceAll(/(short|long)\.yaml(:\d+:\d+)?/g, 'x.yaml');
    const asked = await apikit(['openapi', 'import', 'short.yaml', 'shop'], { cwd });
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('short.yaml:12:87 Fn::Sub is CloudFormation');
    expect(asked.stderr.match(/→ (?!Correct the document).*/g)).toEqual([
      '→ title is now "API".',
      '→ The server is left out.',
      '→ summary is left out there.',
      '→ The tag is left out there.',
      '→ enum is left out there.',
      '→ description is now "".',
      "→ The project's function serves GET /a instead.",
      '→ Any value is accepted there.',
      expect.stringContaining('The authorizer pool of the project decides instead'),
    ]);
    const long = await apikit(['openapi', 'import', 'long.yaml', 'shop'], { cwd });
    expect(placeless(long.stderr)).toBe(placeless(asked.stderr));
    const accepted = ['--accept', 'cloudformation,authorizer-settings'];
    expect(await apikit(['openapi', 'import', 'short.yaml', 'shop', ...accepted], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'shop/openapi.yaml'), 'utf8')).not.toMatch(/!|Ref:|Fn::|X/);
  });

  it('uses the same names every time', async () => {
    const file = foreignFile(FOREIGN);
    const contract = async () => {
      const { dir } = (await apikit(['openapi', 'import', file, '--json'], { cwd: tempDir() })).json<{ dir: string }>();
      return readFileSync(join(dir, 'openapi.yaml'), 'utf8');
    };
    expect(await contract()).toBe(await contract());
  });

  it('writes nothing for a document that cannot be deployed, and shows the line of the problem', async () => {
    const file = foreignFile({
      ...FOREIGN,
      paths: { '/a-{b}': { get: { responses: { 200: { description: 'OK' } } } } },
    });
    const cwd = tempDir();
    const { code, stderr } = await apikit(['openapi', 'import', file, 'shop'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/pets\.json:1:\d+ /);
    expect(existsSync(join(cwd, 'shop'))).toBe(false);
  });

  it('says that JSON with comments has comments', async () => {
    const cwd = tempDir();
    const text = JSON.stringify(FOREIGN)
      .replace('{', '{ "$schema": "https://x//y", /* "a" */\n// "b\n')
      .replace(/}$/, ',}');
    writeFileSync(join(cwd, 'pets.jsonc'), text);
    const { code, stderr } = await apikit(['openapi', 'import', 'pets.jsonc', 'shop'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('pets.jsonc has one problem:');
    expect(stderr).toContain('pets.jsonc:1:30 This is JSON with comments, which JSON does not allow. Remove the');
  });

  it('does not change a folder with content', async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, 'mine.txt'), '');
    const { code, stderr } = await apikit(['openapi', 'import', foreignFile(FOREIGN), '.'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('is not empty');
  });
});

describe('openapi import --into', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject(['--stages', 'dev']);
  });
  afterAll(() => project.close());

  it('changes nothing for a document that was exported from the live stage, and plans no changes', async () => {
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    const live = join(tempDir(), 'live.yaml');
    await project.json(['openapi', 'export', '--stage', 'dev', '--clean', '--out', live]);
    const before = project.read('openapi.yaml');
    const { files, unchanged } = await project.json<{ files: string[]; unchanged: string[] }>([
      'openapi',
      'import',
      live,
      '--into',
      '--yes',
    ]);
    expect(files).toEqual([]);
    expect(unchanged).toHaveLength(7);
    expect(project.read('openapi.yaml')).toBe(before);
    expect((await project.json<{ changes: unknown[] }>(['plan', '--stage', 'dev'])).changes).toEqual([]);
  });

  it('shows the changes, and writes them only after a confirmation', async () => {
    const before = project.read('openapi.yaml');
    const file = foreignFile(FOREIGN);
    const asked = await project.apikit(['openapi', 'import', file, '--into']);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('+   /pets:');
    expect(asked.stderr).toContain('Pass --yes');
    expect(project.read('openapi.yaml')).toBe(before);
    const { added, files } = await project.json<{ added: string[]; files: string[] }>([
      'openapi',
      'import',
      file,
      '--into',
      '--yes',
    ]);
    expect(added).toEqual(['GET /pets', 'POST /pets', 'GET /weather']);
    expect(files).toContain('src/operations/addPet.ts');
    const after = project.read('openapi.yaml');
    for (const comment of before.match(/^\s*#.*$/gm) ?? []) expect(after).toContain(comment);
    const contract = parse(after);
    expect(contract.paths['/pets'].post.security).toEqual([{ apiKey: [] }]);
    expect(Object.keys(contract.components.securitySchemes)).toEqual(['apiKey']);
    expect((await project.apikit(['validate'])).code).toBe(0);
    expect((await project.json<{ files: string[] }>(['openapi', 'import', file, '--into', '--yes'])).files).toEqual([]);
  });

  it('replaces an operation that differs, and keeps components with the same name and other content distinct', async () => {
    const changed = structuredClone(FOREIGN) as typeof FOREIGN & { definitions: Record<string, object> };
    changed.paths['/pets'].get.parameters[0]!.maximum = 20;
    changed.definitions.ErrorEnvelope = { type: 'object', properties: { oops: { type: 'string' } } };
    Object.assign(changed.paths['/pets'].get.responses, {
      400: { description: 'Wrong', schema: { $ref: '#/definitions/ErrorEnvelope' } },
    });
    const result = await project.json<{ changed: string[]; unchanged: string[] }>([
      'openapi',
      'import',
      foreignFile(changed),
      '--into',
      '--yes',
    ]);
    expect(result).toMatchObject({ changed: ['GET /pets'], unchanged: ['POST /pets', 'GET /weather'] });
    const { components, paths } = parse(project.read('openapi.yaml'));
    expect(paths['/pets'].get.parameters[0].schema.maximum).toBe(20);
    expect(components.schemas.ErrorEnvelope.required).toContain('code');
    expect(components.schemas.ErrorEnvelope2.properties).toHaveProperty('oops');
    expect((await project.apikit(['validate'])).code).toBe(0);
  });
});
