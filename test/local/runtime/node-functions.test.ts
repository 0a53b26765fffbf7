import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFolder } from '../../../src/files/private-folder.ts';
import { type LambdaCloud, startLambdaCloud } from '../lambda/lambda-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

const files = (entries: Record<string, string>) => ({ Code: { ZipFile: makeZip(entries) } });

describe('a Node.js function', () => {
  it('returns the result of its handler, and logs in the format of CloudWatch', async () => {
    await cloud.create(
      'hello',
      `export const handler = async (event) => { console.log('got', event); return { hi: event.name }; };`,
    );
    const first = await cloud.invoke('hello', { name: 'Ann' });
    expect(first).toMatchObject({ payload: { hi: 'Ann' }, error: undefined, version: '$LATEST' });
    expect(first.log).toMatch(
      /^START RequestId: (\S{36}) Version: \$LATEST\n\S+Z\t\1\tINFO\tgot \{ name: 'Ann' \}\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
    );
    const second = await cloud.invoke('hello', { name: 'Bob' });
    expect(second.payload).toEqual({ hi: 'Bob' });
    expect(second.log).not.toContain('Init Duration');
    const lines = cloud.logged.filter(({ group }) => group === '/aws/lambda/hello');
    expect(lines[0]!.message).toMatch(
      /^INIT_START Runtime Version: nodejs:22\.v1\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n$/,
    );
    expect(lines[0]!.stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(new Set(lines.map(({ stream }) => stream)).size).toBe(1);
  });

  it('finds no package above its code', async () => {
    const above = join(codeFolder(process.env)!, 'node_modules');
    mkdirSync(join(above, 'stray'), { recursive: true });
    writeFileSync(join(above, 'stray/index.js'), 'module.exports = "stray";');
    const asked = `export const handler = async ({ name }) => {
      try { return (await import('node:module')).createRequire(import.meta.url)(name); } catch (error) { return error.code; }
    };`;
    await cloud.create(
      'above',
      '',
      files({
        'index.mjs': asked,
        'node_modules/own/index.js': 'module.exports = require("./more.js");',
        'node_modules/own/more.js': 'module.exports = "own";',
      }),
    );
    const answers = [await cloud.invoke('above', { name: 'stray' }), await cloud.invoke('above', { name: 'own' })];
    rmSync(above, { recursive: true });
    expect(answers.map(({ payload }) => payload)).toEqual(['MODULE_NOT_FOUND', 'own']);
  });

  it('has the environment of Lambda and nothing of this process', async () => {
    process.env.APIKIT_TEST_SECRET = 'visible';
    await cloud.create('env', 'export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'items' } },
      MemorySize: 256,
    });
    const { payload } = await cloud.invoke('env');
    delete process.env.APIKIT_TEST_SECRET;
    expect(payload).toMatchObject({
      TABLE: 'items',
      TZ: ':UTC',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_ENDPOINT_URL: cloud.endpoint,
      _HANDLER: 'index.handler',
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA[A-Z0-9]{16}$/),
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
    });
    expect(payload).not.toHaveProperty('APIKIT_TEST_SECRET');
    expect(payload).not.toHaveProperty('_LAMBDA_TELEMETRY_LOG_FD');
    expect(payload).not.toHaveProperty('_APIKIT_RUNTIME_API_FD');
  });

  it("does not find the AWS profiles of this machine's user", async () => {
    const source = `export const handler = async () =>
      [process.env.AWS_CONFIG_FILE, process.env.AWS_SHARED_CREDENTIALS_FILE];`;
    await cloud.create('profiles', source);
    expect((await cloud.invoke('profiles')).payload).toEqual([devNull, devNull]);
  });

  it('gets its context', async () => {
    const source = `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`;
    await cloud.create('context', source);
    expect((await cloud.invoke('context')).payload).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:context',
      left: expect.any(Number),
    });
  });

  it('reports an error of its handler, and continues', async () => {
    await cloud.create(
      'throws',
      `let n = 0; export const handler = async () => { n += 1; if (n === 1) throw new TypeError('no'); return n; };`,
    );
    const { payload, error, log } = await cloud.invoke('throws');
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
    expect((payload as { trace: string[] }).trace[0]).toBe('TypeError: no');
    expect(log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no","stack":\[/);
    expect(log).toContain('\tStatus: error\t\n');
    expect((await cloud.invoke('throws')).payload).toBe(2);
  });

  it.each([
    ['a string', `throw 'plain'`, { errorType: 'string', errorMessage: 'plain', trace: [] }],
    ['nothing', 'throw undefined', { errorType: 'Error', errorMessage: 'undefined' }],
    ['a circular answer', 'const a = {}; a.a = a; return a', { errorType: 'Runtime.MarshalError' }],
  ])('reports %s thrown or returned', async (what, body, document) => {
    const name = `odd-${what.replaceAll(' ', '-')}`;
    await cloud.create(name, `export const handler = async () => { ${body} };`);
    expect((await cloud.invoke(name)).payload).toMatchObject(document);
  });

  it('starts again after it ended its process', async () => {
    await cloud.create(
      'exits',
      `export const handler = async (event) => { console.log('last words'); if (event.exit) process.exit(event.code); return 'up'; };`,
    );
    const { payload, error, log } = await cloud.invoke('exits', { exit: true, code: 3 });
    expect(error).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Runtime exited with error: exit status 3$/),
    });
    expect(log).toContain('last words');
    expect((await cloud.invoke('exits', {})).payload).toBe('up');
  });

  it('ends after an uncaught exception or a rejection outside of the handler', async () => {
    await cloud.create(
      'uncaught',
      `export const handler = (event) => new Promise(() => { if (event.reject) Promise.reject(new Error('lost')); else setTimeout(() => { throw new RangeError('late'); }); });`,
    );
    expect((await cloud.invoke('uncaught', {})).payload).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'late',
    });
    expect((await cloud.invoke('uncaught', { reject: true })).payload).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  it('is killed after its timeout, even in an endless loop', async () => {
    await cloud.create(
      'slow',
      `export const handler = async (event) => { console.log('start'); while (event.loop); return 1; };`,
      {
        Timeout: 1,
      },
    );
    const { payload, error, log } = await cloud.invoke('slow', { loop: true });
    expect(error).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Task timed out after 1\.00 seconds$/),
    });
    expect(log).toContain('start');
    expect(log).toMatch(/Task timed out after 1\.00 seconds\n\nEND .*\nREPORT .*\tStatus: timeout\t\n$/);
    expect((await cloud.invoke('slow', {})).payload).toBe(1);
  });

  it('cannot return more than 6 MB', async () => {
    await cloud.create('big', `export const handler = async (event) => 'x'.repeat(event.size);`);
    expect((await cloud.invoke('big', { size: 6_291_554 })).error).toBeUndefined();
    expect((await cloud.invoke('big', { size: 6_291_555 })).payload).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await cloud.invoke('big', { size: 1 })).payload).toBe('x');
  });

  it('keeps text on stdout and stderr separate from console calls, in order', async () => {
    await cloud.create(
      'writes',
      `export const handler = async () => { process.stdout.write('one\\ntwo'); process.stdout.write('!\\n'); console.error('a\\nb'); process.stderr.write('end'); };`,
    );
    const { log, payload } = await cloud.invoke('writes');
    expect(payload).toBeNull();
    expect(log).toMatch(/\none\ntwo!\n\S+\t\S+\tERROR\ta\nb\nend\nEND /);
  });
});

describe('the search for the handler', () => {
  it.each([
    ['CommonJS', { 'index.js': 'exports.handler = async () => 1;' }, 'index.handler', '22'],
    ['CommonJS by extension', { 'index.cjs': 'module.exports = { handler: async () => 1 };' }, 'index.handler', '22'],
    [
      'ES module by package.json',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = () => 1;' },
      'index.handler',
      '24',
    ],
    ['in a folder, nested', { 'src/app.mjs': 'export const api = { get: async () => 1 };' }, 'src/app.api.get', '24'],
    ['default export', { 'index.mjs': 'export default { handler: async () => 1 };' }, 'index.handler', '24'],
    [
      'callback',
      { 'index.js': 'exports.handler = (event, context, callback) => callback(null, 1);' },
      'index.handler',
      '22',
    ],
    [
      'late callback',
      { 'index.js': 'exports.handler = (e, c, callback) => { setTimeout(() => callback(null, 1), 5); };' },
      'index.handler',
      '22',
    ],
  ])('%s', async (what, entries, handler, major) => {
    const name = what.replaceAll(/\W+/g, '-');
    await cloud.create(name, '', {
      Handler: handler,
      Runtime: `nodejs${major}.x` as 'nodejs22.x',
      ...files(entries as unknown as Record<string, string>),
    });
    expect(await cloud.invoke(name)).toMatchObject({ payload: 1, error: undefined });
  });

  it.each([
    [
      'missing-file',
      {},
      'index.handler',
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringMatching(/^Error: Cannot find module 'index'/),
      },
    ],
    [
      'missing-export',
      { 'index.mjs': 'export const other = 1;' },
      'index.handler',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'no-function',
      { 'index.mjs': 'export const handler = 1;' },
      'index.handler',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' },
    ],
    [
      'bad-name',
      { 'index.mjs': '' },
      'index',
      { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
    ],
    ['outside', { 'index.mjs': '' }, '../x.y', { errorType: 'Runtime.MalformedHandlerName' }],
    [
      'syntax',
      { 'index.mjs': 'export const handler = (' },
      'index.handler',
      { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringMatching(/^SyntaxError: /) },
    ],
    [
      'throws-at-load',
      { 'index.mjs': `throw new Error('at load');` },
      'index.handler',
      { errorType: 'Error', errorMessage: 'at load' },
    ],
    [
      'missing-dependency',
      { 'index.js': `require('vitest');` },
      'index.handler',
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringMatching(/^Error: Cannot find module 'vitest'/),
      },
    ],
  ])('fails init: %s', async (name, entries, handler, document) => {
    const code = files({ 'README.md': '', ...(entries as unknown as Record<string, string>) });
    await cloud.create(name, '', { Handler: handler, ...code });
    const { payload, error } = await cloud.invoke(name);
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject(document);
    expect((await cloud.invoke(name)).payload).toMatchObject(document);
    const reported = cloud.logged.find(
      (line) => line.group === `/aws/lambda/${name}` && /^INIT_REPORT/.test(line.message),
    );
    expect(reported!.message).toMatch(
      /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: \S+\n$/,
    );
  });

  it('rejects response streaming by name', async () => {
    await cloud.create('streams', 'export const handler = awslambda.streamifyResponse(async () => {});');
    expect((await cloud.invoke('streams')).payload).toMatchObject({
      errorType: 'Error',
      errorMessage: expect.stringContaining('awslambda.streamifyResponse) is not emulated'),
    });
  });

  it.each([
    // Open handles delay only a response by the callback, until the timeout of the function.
    ['callback(null, 1)', undefined, 'Sandbox.Timedout'],
    ['context.callbackWaitsForEmptyEventLoop = false; callback(null, 1)', 1, undefined],
    ["callback(new RangeError('no'))", undefined, 'RangeError'],
    ['context.done(null, 1)', 1, undefined],
    ["context.done('no')", undefined, 'string'],
    ['context.succeed(1)', 1, undefined],
    ['context.fail()', undefined, 'string'],
  ])('supports the old ways to respond: %s', async (call, payload, errorType) => {
    const name = `old-${call.replaceAll(/\W+/g, '-')}`.slice(0, 60);
    const source = `exports.handler = (event, context, callback) => { setInterval(() => {}, 1000); ${call}; };`;
    await cloud.create(name, '', { Timeout: 1, Runtime: 'nodejs22.x', ...files({ 'index.js': source }) });
    const answer = await cloud.invoke(name);
    if (errorType === undefined) expect(answer).toMatchObject({ payload, error: undefined });
    else expect(answer.payload).toMatchObject({ errorType });
  });

  it('counts the first call of a callback', async () => {
    const source = 'exports.handler = (event, context, callback) => { callback(null, 1); callback(null, 2); };';
    await cloud.create('twice', '', { Runtime: 'nodejs22.x', ...files({ 'index.js': source }) });
    expect((await cloud.invoke('twice')).payload).toBe(1);
  });

  it('can respond only with a return value from Node.js 24 on', async () => {
    const source = 'export const handler = async (event, context) => Object.keys(context);';
    await cloud.create('context-22', source, { Runtime: 'nodejs22.x' });
    await cloud.create('context-24', source, { Runtime: 'nodejs24.x' });
    const old = ['callbackWaitsForEmptyEventLoop', 'done', 'succeed', 'fail'];
    expect((await cloud.invoke('context-22')).payload).toEqual(expect.arrayContaining(old));
    const names = (await cloud.invoke('context-24')).payload as string[];
    expect(names.filter((name) => old.includes(name))).toEqual([]);
    expect(names).toContain('getRemainingTimeInMillis');
  });

  it('rejects a handler with a callback from Node.js 24 on', async () => {
    await cloud.create('callback-24', '', {
      Runtime: 'nodejs24.x',
      ...files({ 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1);' }),
    });
    expect((await cloud.invoke('callback-24')).payload).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringContaining(
        'removed support for callback-based function handlers starting with Node.js 24',
      ),
    });
  });
});

describe('the limits of one process', () => {
  it('ends a function that uses more memory than it has, and starts it again', async () => {
    await cloud.create(
      'greedy',
      `export const handler = async (event) => { const kept = []; while (event.greedy) kept.push(new Array(1e5).fill(kept.length)); return 'ok'; };`,
    );
    const { payload, error } = await cloud.invoke('greedy', { greedy: true });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Error: Runtime exited with error: (signal: aborted|exit status \d+)$/),
    });
    expect((await cloud.invoke('greedy', {})).payload).toBe('ok');
  });

  it('lets a call finish with the old code during an update', async () => {
    const source = (word: string) =>
      `export const handler = (event) => new Promise((done) => { console.log('in'); setTimeout(() => done('${word}'), event.ms); });`;
    await cloud.create('replaced', source('old'));
    const underWay = cloud.invoke('replaced', { ms: 400 });
    await expect
      .poll(() => cloud.logged.some(({ group, message }) => group.endsWith('replaced') && message.endsWith('in\n')))
      .toBe(true);
    await cloud.client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'replaced', ZipFile: makeZip({ 'index.mjs': source('new') }) }),
    );
    expect((await cloud.invoke('replaced', { ms: 1 })).payload).toBe('new');
    expect((await underWay).payload).toBe('old');
  });
});
