/** The files that are written from any contract send the declared requests and do nothing else. */
import { execFile } from 'node:child_process';
import { chmodSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTP_CLIENTS } from '../../../src/contract/export/http-clients.ts';
import { httpFile } from '../../../src/contract/export/http-file.ts';
import { postmanCollection } from '../../../src/contract/export/postman.ts';
import { shellScript } from '../../../src/contract/export/shell-script.ts';
import { type Walk, walkThrough } from '../../../src/contract/export/walk.ts';
import { serverAddress } from '../../../src/contract/export/writable.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';
import { shellQuoted } from '../../../src/text/shell-quoted.ts';
import { tempDir } from '../../helpers/cli.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { hostileContract, hostileText } from '../../helpers/hostile-contract.ts';

const run = promisify(execFile);
const walkOf = (document: Json) => walkThrough(document, operationsOf(document));

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['rawHeaders'];
  body: string;
}

describe('a shell script', () => {
  let server: Server;
  let url: string;
  let seen: Seen[] = [];
  /** A folder with curl and jq; every other command that a contract might run leaves a file. */
  const bin = tempDir();
  const folder = tempDir();

  beforeAll(async () => {
    for (const name of ['curl', 'jq']) symlinkSync(findProgram(name)!, join(bin, name));
    for (const name of ['touch', 'rm', 'id', 'x', 'evil', 'PATH', 'cat']) {
      writeFileSync(join(bin, name), `#!/bin/sh\n: > "${folder}/ran-${name}"\n`);
      chmodSync(join(bin, name), 0o755);
    }
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ method: request.method!, url: request.url!, headers: request.rawHeaders, body });
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ id: '$(touch PWN)/../ "\'\\n{a,b}' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const shells = ['sh', 'bash'].filter((name) => findProgram(name));
  it.each(shells)('sends the declared requests in %s, and runs or writes nothing else', async (shell) => {
    await fc.assert(
      fc.asyncProperty(hostileContract, async (document) => {
        const walk = walkOf(document);
        seen = [];
        const script = join(bin, 'walk.txt');
        writeFileSync(script, shellScript(walk, { url, stage: 'dev' }));
        const env = { PATH: bin, APIKIT_KEY: 'the-key', HOME: folder };
        await run(findProgram(shell)!, [script], { cwd: folder, env });
        expect(readdirSync(folder)).toEqual([]);
        expect(seen.map(({ method }) => method)).toEqual(walk.steps.map(({ operation }) => operation.method));
        for (const [index, step] of walk.steps.entries()) expectDeclared(step, seen[index]!);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('has an address that no parameter and no server can replace', async () => {
    const document = {
      info: { title: 'x' },
      paths: {
        '/{APIKIT_URL}/{PATH}/{IFS}/{a-b}/{a_b}/{A_B}': {
          get: {
            operationId: 'get',
            parameters: ['APIKIT_URL', 'PATH', 'IFS', 'a-b', 'a_b', 'A_B'].map((name, index) => ({
              name,
              in: 'path',
              required: true,
              example: `value${index}`,
              schema: { type: 'string' },
            })),
            responses: { 200: { description: 'ok' } },
          },
        },
      },
    };
    seen = [];
    const script = join(bin, 'names.txt');
    writeFileSync(script, shellScript(walkOf(document), { url, stage: 'dev' }));
    await run(findProgram('sh')!, [script], { cwd: folder, env: { PATH: bin } });
    expect(seen.map((each) => each.url)).toEqual(['/value0/value1/value2/value3/value4/value5']);
  });

  it('names what is missing, and where to get it', async () => {
    const document = {
      info: { title: 'x' },
      paths: { '/a': { get: { operationId: 'a', security: [{ key: [] }], responses: {} } } },
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
    };
    const script = join(bin, 'key.txt');
    writeFileSync(script, shellScript(walkOf(document), { url: '', stage: 'dev' }));
    const fails = (env: Record<string, string>) =>
      run(findProgram('sh')!, [script], { env: { PATH: bin, ...env } }).then(
        () => undefined,
        ({ code, stderr }: { code: number; stderr: string }) => `${code} ${stderr}`,
      );
    expect(await fails({})).toBe(
      '2 Set APIKIT_URL first: the address of the API, which `apikit status --stage dev --output url` prints.\n',
    );
    expect(await fails({ APIKIT_URL: url })).toBe(
      '2 Set APIKIT_KEY first: an API key, which `apikit keys create me --stage dev` makes.\n',
    );
  });
});

/** Expects exactly the request of a step of a walk. */
function expectDeclared({ path, query, headers, body, operation }: Walk['steps'][number], sent: Seen): void {
  const [sentPath = '', search = ''] = sent.url.split('?');
  const segments = sentPath.slice(1).split('/');
  expect(segments).toHaveLength(path.length);
  path.forEach((part, index) => {
    if (typeof part === 'string') expect(segments[index]).toBe(part);
  });
  const wanted = query.filter(({ optional }) => !optional);
  expect([...new URLSearchParams(search).keys()]).toHaveLength(wanted.length);
  const names = sent.headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const allowed = ['host', 'user-agent', 'accept', 'content-length', 'content-type', 'x-api-key', 'expect'];
  const declared = headers.filter(({ optional }) => !optional).map(({ name }) => name.toLowerCase());
  expect(names.filter((name) => !allowed.includes(name) && !declared.includes(name))).toEqual([]);
  expect(names.includes('x-api-key') || !operation.access.key).toBe(true);
  expect(sent.body).toBe(Buffer.from(body?.text ?? '').toString());
}

describe('an .http file', () => {
  it('contains only its own requests, variables, scripts and files', () => {
    fc.assert(
      fc.property(hostileContract, fc.constantFrom(...HTTP_CLIENTS), (document, client) => {
        const walk = walkOf(document);
        const text = httpFile(walk, { url: 'https://api.example', stage: 'dev' }, client);
        const lines = text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => line.trim());
        const requests = lines.filter((line) => /^(GET|POST|PUT|PATCH|DELETE) /.test(line));
        expect(requests).toHaveLength(walk.steps.length);
        expect(requests.filter((line) => !/^[A-Z]+ \{\{baseUrl\}\}\/[^\s<>"]*$/.test(line))).toEqual([]);
        const own = new Set([
          'baseUrl',
          'apiKey',
          'token',
          ...Object.keys(walk.variables),
          ...walk.steps.flatMap(({ makes }) => makes?.variable ?? []),
        ]);
        const used = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, name]) => name!);
        expect(used.filter((name) => !own.has(name) && !/^\w+\.response\.body\.\$[.\w]+$/.test(name))).toEqual([]);
        expect(lines.filter((line) => line.startsWith('@') && !own.has(/^@(\w+) = /.exec(line)?.[1] ?? ''))).toEqual(
          [],
        );
        expect(lines.filter((line) => /^(?:#+|\/+)\s*@(?!name \w+$)/.test(line))).toEqual([]);
        expect(lines.filter((line) => /^(?:<[^A-Za-z/!?]|>|\?\?|\/\/)/.test(line) && !OWN_SCRIPT.test(line))).toEqual(
          [],
        );
        expect(text.split('{%').length - 1).toBe(lines.filter((line) => OWN_SCRIPT.test(line)).length);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

const OWN_SCRIPT = /^> \{% client\.global\.set\("\w+", encodeURIComponent\(response\.body[^%<>{}]*\)\); %\}$/;

it('a Postman collection contains only its own variables', () => {
  fc.assert(
    fc.property(hostileContract, (document) => {
      const walk = walkOf(document);
      const { item, variable } = postmanCollection(walk, { url: '', stage: 'dev' }) as {
        item: { request: object; event?: { script: { exec: string[] } }[] }[];
        variable: { key: string }[];
      };
      const own = new Set(variable.map(({ key }) => key));
      const { description: _, ...sent } = {
        description: '',
        ...item.map(({ request }) => ({ ...request, description: '' })),
      };
      const used = [...JSON.stringify(sent).matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name!);
      expect(used.filter((name) => !own.has(name))).toEqual([]);
      expect(JSON.stringify(variable)).not.toMatch(/\{\{/);
      for (const { event = [] } of item) for (const { script } of event) new Function('pm', script.exec.join('\n'));
    }),
    { numRuns: 30, endOnFailure: true },
  );
});

it('a server address is one word of a URL, or none', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      for (const url of [text, `https://x${text}.example`, `https://x.example/${text}`])
        expect(serverAddress(url) ?? 'https://x').toMatch(/^https?:\/\/[\w.[\]:-]+(\/[\w.~!$&'()*+,;=:@%/-]*)?$/);
    }),
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is shell
  expect(serverAddress('https://x$(touch${IFS}PWN).example')).toBeUndefined();
  expect(serverAddress('https://api.example.com:8443/v1/')).toBe('https://api.example.com:8443/v1');
});

it('a quoted text is one word of the shell', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const plain = Buffer.from(text.replaceAll('\0', '')).toString();
      const { stdout } = await run(findProgram('sh')!, ['-c', `printf %s. ${shellQuoted(plain)}`]);
      expect(stdout).toBe(`${plain}.`);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
