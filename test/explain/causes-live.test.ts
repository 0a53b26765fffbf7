/**
 * Every failure that a stage can have is created, and `explain` is run for its request: it names the cause and the next
 * command.
 */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GetRestApisCommand, UpdateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { shellWords } from '../helpers/typed-commands.ts';
import { type FaultyStage, startFaultyStage } from './faulty-stage.ts';

interface Explained {
  request: {
    status: number;
    operation: string | null;
    release: string | null;
    version: string | null;
    errorType: string | null;
    spans: { part: string; label: string; from: number; ms: number }[];
    said: { part: string; text: string }[];
  } | null;
  causes: { cause: string; verdict: string; because: string | null; next: string }[];
  ruledOut: { cause: string; because: string }[];
  failures: { status: number; type: string | null; count: number; requestId: string }[];
}

let stage: FaultyStage;
let key: { id: string; value: string };

beforeAll(async () => {
  stage = await startFaultyStage();
  key = (await stage.apikit(['keys', 'create', 'alice', '--plan', 'basic', '--stage', 'dev', '--json'])).json();
});
afterAll(() => stage.close());

async function explain(...words: string[]): Promise<Explained> {
  const { code, stdout, stderr } = await stage.apikit(['explain', ...words, '--stage', 'dev', '--json']);
  expect(code, stdout + stderr).toBe(0);
  return JSON.parse(stdout) as Explained;
}

const explainRequest = async (path: string, init?: RequestInit) => await explain((await stage.send(path, init)).id);
const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({ method: 'POST', body, headers });
const token = (value: string): RequestInit => ({ headers: { authorization: `Bearer ${value}` } });

describe('the stack of a request', () => {
  it('has the positions of the project, in text and in JSON', async () => {
    const { id } = await stage.send('/fail/throws');
    const { request } = await explain(id);
    expect(JSON.stringify(request?.said)).toMatch(/src\/handler\.mjs:\d+:\d+/);
    expect(JSON.stringify(request?.said)).not.toContain('index.mjs:');
    const { stdout } = await stage.apikit(['explain', id, '--stage', 'dev']);
    expect(stdout).toMatch(/TypeError: it broke.*src\/handler\.mjs:\d+:\d+/);
  });

  it('is shown without a cause if the request succeeded', async () => {
    const { id, status } = await stage.send('/fail/logged');
    expect(status).toBe(200);
    const { stdout } = await stage.apikit(['explain', id, '--stage', 'dev']);
    expect(stdout).toMatch(/RangeError: a page of the catalogue is missing.*src\/handler\.mjs:\d+:\d+/);
    expect(stdout).toContain('Nothing went wrong with this request.');
    expect((await explain(id)).causes).toEqual([]);
  });
});

describe('a failed request', () => {
  it.each<[path: string, init: RequestInit | undefined, cause: string, because: RegExp, next: RegExp]>([
    ['/fail/throws', undefined, 'function-throws', /TypeError: it broke/, /^tail-logs .*--request /],
    ['/fail/malformed', undefined, 'malformed-answer', /unknown member "status"/, /^tail-logs /],
    ['/fail/late', undefined, 'function-times-out', /ended it after 1\.00 s/, /^tail-logs /],
    ['/fail/exits', undefined, 'function-exits', /^$/, /^tail-logs /],
    [
      '/fail/env',
      undefined,
      'environment-wrong',
      /ENOTFOUND backend\.example\.com.* Release \w{12} has served requests since/,
      /^releases --stage/,
    ],
    [
      '/fail/denied',
      undefined,
      'right-missing',
      /dynamodb:PutItem on arn:aws:dynamodb:us-east-1:000000000000:table\/faulty-dev-items/,
      /^plan /,
    ],
    ['/fail/throttled', undefined, 'table-throttled', /The log says so/, /^metrics /],
    // Texts that deploys and people also use have no other cause.
    ['/fail/conflict', undefined, 'function-throws', /ConflictException: this order/, /^tail-logs /],
    ['/fail/cached', undefined, 'function-throws', /out of the cache/, /^tail-logs /],
    ['/fail/secret', undefined, 'secret-expired', /reported it to the handler/, /^logs errors/],
    ['/keyed', undefined, 'api-key-missing', /GET \/keyed needs a key, and the stage has 1 key\./, /^keys list/],
    ['/guarded', undefined, 'unauthorized', /protected by token \(request\)/, /^auth /],
    ['/guarded', token('broken'), 'authorizer-fails', /RangeError: the issuer cannot be read|errorType/, /^tail-logs /],
    ['/guarded', token('deny'), 'denied-by-authorizer', /an authorizer returned a policy/, /^tail-logs /],
    ['/signed', undefined, 'not-signed', /GET \/signed needs a signature/, /^auth /],
    ['/nothing', undefined, 'no-such-route', /The stage has no \/nothing\./, /^auth /],
    ['/Fine', undefined, 'no-such-route', /but it has \/fine\./, /^auth /],
    ['/fine', { method: 'DELETE' }, 'no-such-route', /has GET, PUT.*, but not DELETE/, /^auth /],
    ['/strict', post('{}'), 'parameters-missing', /\[x-tenant\]/, /^openapi lint/],
    [
      '/strict',
      post('{}', { 'x-tenant': 'a', 'content-type': 'application/json' }),
      'body-invalid',
      /before it called the function/,
      /^test /,
    ],
  ])('%s %j is explained: %s', async (path, init, cause, because, next) => {
    const { request, causes } = await explainRequest(path, init);
    expect(causes[0]).toMatchObject({ cause, verdict: 'so' });
    expect(causes[0]?.because ?? '').toMatch(because);
    expect(causes[0]?.next.replace('apikit ', '')).toMatch(next);
    expect(request?.release).toMatch(/^\w{12}$/);
  });

  it('is shown step by step: authorizer, integration and handler, each with its time', async () => {
    const { request, causes } = await explainRequest('/guarded', token('good'));
    expect(causes).toEqual([]);
    expect(request).toMatchObject({ status: 200, operation: '/guarded', version: '1', errorType: null });
    expect(request?.spans.map(({ label }) => label.replace(/ \(cold\)/, ''))).toEqual(
      expect.arrayContaining([
        'API Gateway, the whole request',
        'authorizer',
        'waiting for the integration',
        'handler',
      ]),
    );
    for (const { from, ms } of request?.spans ?? [])
      expect(from + ms).toBeLessThanOrEqual(request!.spans[0]!.ms + 1_000);
    expect((await stage.apikit(['explain', (await stage.send('/fine')).id, '--stage', 'dev'])).stdout).toMatch(
      /^GET \/fine {2}200 [\s\S]*handler +█+ [\s\S]*✔ Nothing went wrong with this request\./,
    );
  });

  it("is found by the start of its ID, by Lambda's ID, and by a response that contains it", async () => {
    const { id, body } = await stage.send('/fail/throws');
    const whole = await explain(id);
    expect(await explain(id.slice(0, 8))).toMatchObject({ request: { requestId: id } });
    expect(await explain((whole.request as unknown as { functionRequestId: string }).functionRequestId)).toMatchObject({
      request: { requestId: id },
    });
    expect(await explain(body)).toMatchObject({ request: { requestId: id } });
  });

  it('is not confused with one that contains its ID in a header', async () => {
    const { id } = await stage.send('/fail/throws');
    await stage.send('/fine', { headers: { 'user-agent': `x","requestId":"${id}` } });
    expect(await explain(id)).toMatchObject({ request: { requestId: id, path: '/fail/throws' } });
  });

  it('that does not exist is reported with the logs that were searched', async () => {
    const { code, stderr } = await stage.apikit(['explain', '00000000-0000-4000-8000-000000000000', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /has no request with the ID 00000000[\s\S]*apikit explain 00000000-0000-4000-8000-000000000000 --since 1d --stage dev/,
    );
  });

  it('that is no longer in the logs is explained by the pasted response', async () => {
    const old =
      '{"code":"INVALID_API_KEY","message":"…","details":[],"requestId":"00000000-0000-4000-8000-000000000000"}';
    const { request, causes } = await explain(old);
    expect(request).toBeNull();
    expect(causes[0]).toMatchObject({ cause: 'api-key-missing' });
    const proxy = await startCountingProxy(stage.cloud.endpoint);
    await stage.apikit(['explain', old, '--stage', 'dev'], { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
    const read = proxy.calls.filter((call) => call.startsWith('GET /'));
    expect(read.filter((call, index) => read.indexOf(call) !== index)).toEqual([]);
    await proxy.close();
  });

  it('costs at most eight calls, plus one for a stack, and no write', async () => {
    const proxy = await startCountingProxy(stage.cloud.endpoint);
    for (const [path, most, init] of [
      ['/fail/throws', 9],
      ['/keyed', 8],
      ['/guarded', 9, token('broken')],
      ['/fine', 8],
    ] as [string, number, RequestInit?][]) {
      const { id } = await stage.send(path, init);
      proxy.calls.length = 0;
      const { code } = await stage.apikit(['explain', id, '--stage', 'dev'], {
        env: { AWS_ENDPOINT_URL: proxy.endpoint },
      });
      expect(code).toBe(0);
      expect(proxy.calls.length, proxy.calls.join('\n')).toBeLessThanOrEqual(most);
      expect(
        proxy.calls.filter((call) => /Put|Create|Update|Delete|Tag(?!s)|^(POST|PATCH|DELETE) /.test(call)),
      ).toEqual([]);
    }
    await proxy.close();
  });
});

describe('a status or a text', () => {
  it('is explained with the settings of the stage, and excludes causes that do not apply', async () => {
    await stage.send('/keyed');
    const { causes, ruledOut } = await explain('403');
    expect(causes.map(({ cause }) => cause)).toContain('api-key-missing');
    expect(ruledOut.map(({ because }) => because)).toEqual(
      expect.arrayContaining(['the stage has no web ACL', 'every key of the stage is enabled']),
    );
  });

  it('names a disabled key', async () => {
    const gateway = await stage.clients.apiGateway();
    const set = (value: string) =>
      gateway.send(
        new UpdateApiKeyCommand({ apiKey: key.id, patchOperations: [{ op: 'replace', path: '/enabled', value }] }),
      );
    await set('false');
    // It may be any key that was sent: the old one of a rotation is disabled and stays so.
    expect((await explain('{"message":"Forbidden"}')).causes).toContainEqual(
      expect.objectContaining({ cause: 'api-key-disabled', verdict: 'possible', because: 'Disabled: alice.' }),
    );
    expect((await explainRequest('/keyed')).causes[0]?.because).toBe(
      'GET /keyed needs a key, and the stage has 1 key, of which 1 is disabled.',
    );
    await set('true');
  });

  it('names the key whose quota is used up', async () => {
    const call = () => stage.send('/keyed', { headers: { 'x-api-key': key.value } });
    let last = await call();
    while (last.status === 200) last = await call();
    expect(last.status).toBe(429);
    const { causes } = await explain('429');
    expect(causes[0]).toMatchObject({ cause: 'quota-used-up', verdict: 'so' });
    expect(causes[0]?.because).toBe('Used up: alice of plan basic. Quotas, for each key: basic 3 a day.');
    expect((await explain(last.id)).causes[0]).toMatchObject({ cause: 'quota-used-up', verdict: 'so' });
  });

  it('finds a missing permission of the function', async () => {
    const client = await stage.clients.lambda();
    const { items = [] } = await (await stage.clients.apiGateway()).send(new GetRestApisCommand({}));
    await client.send(
      new RemovePermissionCommand({
        FunctionName: 'faulty-dev',
        Qualifier: '1',
        StatementId: `apikit-${items[0]?.id}`,
      }),
    );
    const { id, status } = await stage.send('/fine');
    expect(status).toBe(500);
    for (const question of ['500', id])
      expect((await explain(question)).causes[0]).toMatchObject({
        cause: 'invoke-permission',
        verdict: 'so',
        next: 'apikit deploy --stage dev',
      });
    expect((await stage.apikit(['deploy', '--stage', 'dev', '--yes'])).code).toBe(0);
    expect((await stage.send('/fine')).status).toBe(200);
  });

  it('finds a disabled function', async () => {
    const client = await stage.clients.lambda();
    await client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'faulty-dev', ReservedConcurrentExecutions: 0 }),
    );
    const { id, status } = await stage.send('/fine');
    expect(status).toBe(500);
    expect((await explain('500')).causes[0]).toMatchObject({ cause: 'function-throttled', verdict: 'so' });
    expect((await explain(id)).causes[0]).toMatchObject({ cause: 'function-throttled', verdict: 'so' });
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'faulty-dev' }));
  });

  it('finds a deleted table', async () => {
    await (await stage.clients.dynamodb()).send(new DeleteTableCommand({ TableName: 'faulty-dev-items' }));
    const { causes } = await explain('ResourceNotFoundException: Requested resource not found');
    expect(causes[0]).toMatchObject({ cause: 'table-missing', verdict: 'so', because: 'Missing: faulty-dev-items.' });
    expect((await stage.apikit(['deploy', '--stage', 'dev', '--yes'])).code).toBe(0);
  });
});

describe('a call', () => {
  it('is sent if it changes nothing, and its response is explained', async () => {
    expect((await explain('GET', '/fine')).causes).toEqual([]);
    expect((await explain('/keyed')).causes[0]).toMatchObject({ cause: 'api-key-missing' });
    expect((await explain(`${stage.url}/fin`)).causes[0]).toMatchObject({ cause: 'no-such-route' });
    expect((await explain(`${stage.url}?a=b`)).causes[0]).toMatchObject({ because: 'The stage has no /?a=b.' });
  });

  it('is not sent if it might change something', async () => {
    const { causes } = await explain('PATCH', '/fine');
    expect(causes[0]).toMatchObject({ cause: 'no-such-route', verdict: 'so' });
    expect((await explain('PUT', '/fine')).causes).toEqual([]);
  });

  it('to another stage is reported as such', async () => {
    const { causes } = await explain('https://abc.execute-api.us-east-1.amazonaws.com/prod/fine');
    expect(causes[0]).toMatchObject({
      cause: 'no-such-stage',
      verdict: 'so',
      because: `The stage's address is ${stage.url}.`,
    });
  });
});

describe('a page of another origin', () => {
  const page = ['--origin', 'https://app.example.com'];
  it.each<[words: string[], cause: string | undefined, because: RegExp]>([
    [['GET', '/fail/throws', ...page], undefined, /^$/],
    [
      ['GET', '/fine', '--origin', 'https://evil.example.com'],
      'cors-origin',
      /cors\.origins has https:\/\/app\.example\.com, but not https:\/\/evil/,
    ],
    [
      ['GET', '/fine', ...page],
      'cors-answer',
      /cannot read the response \(200\): it has no Access-Control-Allow-Origin/,
    ],
    [['DELETE', '/fine', ...page], 'cors-method', /but not DELETE/],
    [['PUT', '/fine', ...page, '--header', 'x-own'], 'cors-header', /but not x-own/],
    [['PUT', '/fine', ...page, '--credentials'], 'cors-preflight', /no Access-Control-Allow-Credentials/],
    [['PUT', '/nothing', ...page], 'cors-preflight', /The response was 403: the stage has no OPTIONS \/nothing/],
  ])('%j is checked as in a browser: %s', async (words, cause, because) => {
    const { causes } = await explain(...words);
    expect(causes[0]?.cause).toBe(cause);
    if (cause !== undefined) expect(causes[0]?.because ?? '').toMatch(because);
  });

  it('sends a preflight if it sends a key, and never an unnamed key from the environment', async () => {
    const asked = async (words: string[], env = {}) => {
      const { stdout } = await stage.apikit(
        ['explain', 'GET', '/keyed', ...page, ...words, '--stage', 'dev', '--json'],
        {
          env,
        },
      );
      return (JSON.parse(stdout) as { exchange: { preflight: object | null; answer: { status: number } } }).exchange;
    };
    const fresh = (await stage.apikit(['keys', 'create', 'page', '--plan', 'basic', '--stage', 'dev', '--json'])).json<{
      value: string;
    }>().value;
    expect(await asked(['--key', fresh])).toMatchObject({ preflight: { status: 204 }, answer: { status: 200 } });
    expect(await asked([], { APIKIT_KEY: fresh })).toMatchObject({ preflight: null, answer: { status: 403 } });
    expect(await asked(['--header', 'x-api-key'], { APIKIT_KEY: fresh })).toMatchObject({ answer: { status: 200 } });
    expect(await asked(['--header', 'Accept'])).toMatchObject({ preflight: null });
  });

  it('may send what the preflight allows', async () => {
    const { stdout } = await stage.apikit(['explain', 'PUT', '/fine', ...page, '--stage', 'dev']);
    expect(stdout).toMatch(/OPTIONS \/fine {2}204 {2}Access-Control-Allow-Origin: https:\/\/app\.example\.com/);
    expect(stdout).toMatch(/✔ A browser lets the page send the request\./);
  });
});

it('without a question, explain lists the failures of the last hour and suggests a request', async () => {
  await stage.send('/fail/throws');
  const { failures } = await explain();
  expect(failures[0]?.status).toBeGreaterThanOrEqual(500);
  const { stderr } = await stage.apikit(['explain', '--stage', 'dev']);
  expect(stderr).toMatch(new RegExp(`→ apikit explain ${failures[0]?.requestId} --stage dev`));
});

it('without a question, explain ignores failures after --until', async () => {
  await stage.send('/fail/throws');
  expect((await explain()).failures).not.toEqual([]);
  expect((await explain('--until', '10m')).failures).toEqual([]);
});

it.each([
  [['explain', 'GET', 'x y'], /cannot be explained/],
  [['explain', '502', '--origin', 'https://a.example.com'], /--origin needs the request/],
  [['explain', 'GET', '/', '--origin', 'example.com/path'], /is not an origin/],
  [['explain', 'GET', '/', '--header', 'x-a'], /--header describes a request of a page, but no page is given/],
  [['explain', '502', '--since', 'soon'], /--since takes a duration/],
])('%j is rejected with a hint', async (argv, message) => {
  const { code, stderr } = await stage.apikit([...argv, '--stage', 'dev']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
});

it.each([
  ['TypeError: Invalid URL', 'environment-wrong'],
  ['connect ECONNREFUSED 10.0.0.1:5432', 'environment-wrong'],
  ['TokenExpiredError: token expired', 'secret-expired'],
])('%s is a guess, because a caller may have sent it', async (text, cause) => {
  expect((await explain(text)).causes.find((one) => one.cause === cause)).toMatchObject({ verdict: 'possible' });
});

it('a text of megabytes is matched quickly', async () => {
  const began = performance.now();
  await explain(`TypeError: ${'iam DeleteRestApi '.repeat(60_000)}`);
  expect(performance.now() - began).toBeLessThan(5_000);
});

it('an unknown text is reported as such', async () => {
  const { code, stderr } = await stage.apikit(['explain', 'the coffee is cold', '--stage', 'dev']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/No known cause matches this[\s\S]*apikit explain --stage dev/);
});

it('the examples of the help and of docs/explain.md work', async () => {
  const { id } = await stage.send('/fail/throws');
  const { explain: command } = await import('../../src/commands/explain.ts');
  const document = readFileSync(resolve(import.meta.dirname, '../../docs/explain.md'), 'utf8');
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(document) ?? [];
  const examples = [...block.trim().split('\n'), ...(command.examples ?? [])];
  expect(examples.length).toBeGreaterThan(10);
  for (const example of examples) {
    const words = shellWords(example.replace(/ +#.*/, '').replace(/^apikit /, ''));
    const real = words.map((word) => ({ prod: 'dev', '945bbbe4': id.slice(0, 8) })[word] ?? word);
    const { code, stderr } = await stage.apikit(real);
    expect({ example, code, stderr }).toMatchObject({ example, code: 0 });
  }
});

it('a request is explained by the other logs if a log group is deleted', async () => {
  const { id } = await stage.send('/fail/throws');
  await (await stage.clients.logs()).send(new DeleteLogGroupCommand({ logGroupName: '/aws/lambda/faulty-dev' }));
  const { request, causes } = await explain(id);
  expect(request).toMatchObject({ requestId: id, status: 502 });
  expect(causes[0]).toMatchObject({ cause: 'function-throws' });
});
