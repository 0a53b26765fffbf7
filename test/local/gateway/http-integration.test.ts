import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Integration } from '../../../src/local/state/apis/model.ts';
import { API_ID, startGateway } from './gateway-rig.ts';

interface Seen {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Starts a backend for one test; it returns what it received as JSON, unless set otherwise. */
async function startBackend(answer?: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1');
      seen.push({
        method: request.method!,
        url: request.url!,
        headers: request.headers as Record<string, string>,
        body,
      });
      if (answer) answer(request, response);
      else
        response.writeHead(200, { 'Content-Type': 'application/json', 'X-Backend': 'yes' }).end('{"from": "backend"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function through(integration: Partial<Integration>, setup: { stage?: object; api?: object } = {}) {
  const rig = await startGateway();
  const methodIntegration: Integration = {
    type: 'HTTP_PROXY',
    httpMethod: 'ANY',
    integrationResponses: { 200: { statusCode: '200' } },
    ...integration,
  };
  rig.deploy({
    paths: { '/x': { ANY: { methodIntegration } }, '/p/{proxy+}': { ANY: { methodIntegration } } },
    ...setup,
  });
  return rig;
}

describe('HTTP_PROXY', () => {
  it('passes method, headers, query and body on, and the response back, with the renamed headers', async () => {
    const backend = await startBackend();
    const rig = await through({ uri: `http://${backend.host}/there?own=1` });
    const headers = {
      'X-Mine': 'a',
      Connection: 'close',
      TE: 'gzip',
      'User-Agent': 'test/1',
      Authorization: 'Basic x',
    };
    const reply = await rig.call('PUT /dev/x?q=a%20b&q=c', { headers, body: 'text' });
    expect(reply).toMatchObject({ status: 200, text: '{"from": "backend"}' });
    expect(reply.headers).toMatchObject({ 'x-backend': 'yes', 'content-type': 'application/json' });
    expect(reply.headers).toHaveProperty('x-amzn-remapped-date');
    expect(reply.headers).toHaveProperty('x-amzn-remapped-connection');
    expect(reply.headers).not.toHaveProperty('x-amzn-trace-id');
    expect(backend.seen[0]).toMatchObject({ method: 'PUT', url: '/there?own=1&q=a%20b&q=c', body: 'text' });
    expect(backend.seen[0]!.headers).toMatchObject({
      'x-mine': 'a',
      'user-agent': 'test/1',
      authorization: 'Basic x',
      host: backend.host,
      'content-length': '4',
      'x-amzn-apigateway-api-id': API_ID,
    });
    expect(backend.seen[0]!.headers).not.toHaveProperty('te');
  });

  it('passes a content coding on only if it is mapped', async () => {
    const backend = await startBackend();
    const plain = await through({ uri: `http://${backend.host}/` });
    const requestParameters = { 'integration.request.header.Content-Encoding': "'compress'" };
    const mapped = await through({ uri: `http://${backend.host}/`, requestParameters });
    for (const rig of [plain, mapped]) await rig.call('GET /dev/x', { headers: { 'Content-Encoding': 'identity' } });
    expect(backend.seen.map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'compress']);
  });

  it('omits announced trailers and their announcement from a response', async () => {
    const backend = await startBackend((_, response) => {
      response.writeHead(200, { Trailer: 'X-Sum' });
      response.write('text');
      response.addTrailers({ 'X-Sum': '1' });
      response.end();
    });
    const rig = await through({ uri: `http://${backend.host}/` });
    const reply = await rig.call('GET /dev/x');
    expect(reply).toMatchObject({ status: 200, text: 'text' });
    expect(reply.headers).not.toHaveProperty('trailer');
  });

  it('replaces mapped variables in the path', async () => {
    const backend = await startBackend();
    const requestParameters = { 'integration.request.path.proxy': 'method.request.path.proxy' };
    const rig = await through({ uri: `http://${backend.host}/base/{proxy}`, requestParameters });
    await rig.call('GET /dev/p/a/b%20c');
    expect(backend.seen[0]!.url).toBe('/base/a/b%20c');
  });

  it('cannot reach a path above that of the integration', async () => {
    const backend = await startBackend();
    const requestParameters = { 'integration.request.path.proxy': 'method.request.path.proxy' };
    const rig = await through({ uri: `http://${backend.host}/base/{proxy}`, requestParameters });
    for (const climbing of ['../admin', 'a/../../admin', '%2e%2e/admin', '.%2E/admin', 'a/..', '..']) {
      expect(await rig.call(`GET /dev/p/${climbing}`)).toMatchObject({ status: 400, json: { message: 'Bad Request' } });
    }
    expect((await rig.call('GET /dev/p/..a/b..c')).status).toBe(200);
    expect(backend.seen.map(({ url }) => url)).toEqual(['/base/..a/b..c']);
  });

  it('passes bytes unchanged, also of errors and redirects', async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    const backend = await startBackend((_, response) => response.writeHead(302, { Location: '/other' }).end(bytes));
    const rig = await through({ uri: `http://${backend.host}/` });
    const reply = await rig.call('POST /dev/x', { body: bytes });
    expect(reply).toMatchObject({ status: 302, bytes, headers: { location: '/other' } });
    expect(Buffer.from(backend.seen[0]!.body, 'latin1')).toEqual(bytes);
  });
});

describe('HTTP', () => {
  it.each([null, ''])('the response template %j passes the body through', async (template) => {
    const backend = await startBackend();
    const responseTemplates = { 'application/json': template };
    const rig = await through({
      type: 'HTTP',
      uri: `http://${backend.host}/`,
      integrationResponses: { 200: { statusCode: '200', responseTemplates } },
    });
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 200, text: '{"from": "backend"}' });
  });

  it('half a surrogate pair in a mapped value is U+FFFD for the backend', async () => {
    const backend = await startBackend();
    const rig = await through({
      type: 'HTTP',
      uri: `http://${backend.host}/{p}`,
      requestParameters: {
        'integration.request.querystring.q': 'method.request.body.name',
        'integration.request.path.p': 'method.request.body.name',
      },
    });
    const reply = await rig.call('POST /dev/x', { body: String.raw`{"name": "a\ud800"}` });
    expect(reply.status).toBe(200);
    expect(backend.seen[0]!.url).toBe('/a%EF%BF%BD?q=a%EF%BF%BD');
  });

  it('sends only mapped values', async () => {
    const backend = await startBackend();
    const rig = await through(
      {
        type: 'HTTP',
        httpMethod: 'POST',
        uri: `http://${backend.host}/x`,
        requestTemplates: { 'application/json': '{"id": "$input.params("id")"}' },
        requestParameters: {
          'integration.request.header.X-One': 'method.request.header.x-in',
          'integration.request.header.X-All': 'method.request.multivalueheader.x-in',
          'integration.request.header.X-Body': 'method.request.body.a[0].b',
          'integration.request.header.X-Context': 'context.httpMethod',
          'integration.request.header.X-Static': "'fixed'",
          'integration.request.header.X-Missing': 'method.request.header.nope',
          'integration.request.querystring.all': 'method.request.multivaluequerystring.q',
          'integration.request.querystring.stage': 'stageVariables.v',
        },
      },
      { stage: { variables: { v: 'var' } } },
    );
    const headers: [string, string][] = [
      ['X-In', '1'],
      ['X-In', '2'],
      ['Cookie', 'secret'],
      ['User-Agent', 'test/1'],
    ];
    const reply = await rig.call('PUT /dev/x?id=7&q=1&q=2', { headers, body: '{"a": [{"b": "deep"}]}' });
    expect(reply).toMatchObject({ status: 200, text: '{"from": "backend"}' });
    expect(reply.headers).toHaveProperty('x-amzn-trace-id');
    expect(reply.headers).not.toHaveProperty('x-backend');
    expect(backend.seen[0]).toMatchObject({ method: 'POST', url: '/x?all=1&all=2&stage=var', body: '{"id": "7"}' });
    const sent = backend.seen[0]!.headers;
    expect(sent).toMatchObject({
      'x-one': '2',
      'x-all': '1,2',
      'x-body': 'deep',
      'x-context': 'PUT',
      'x-static': 'fixed',
      accept: 'application/json',
      'user-agent': `AmazonAPIGateway_${API_ID}`,
    });
    for (const name of ['cookie', 'x-missing', 'x-in']) expect(sent).not.toHaveProperty(name);
  });

  it('selects the response by status and maps headers, body parts and templates', async () => {
    const backend = await startBackend((_, response) =>
      response.writeHead(404, { 'X-Code': 'E1', 'Set-Cookie': ['a=1', 'b=2'] }).end('{"error": {"code": 7}}'),
    );
    const rig = await through({
      type: 'HTTP',
      uri: `http://${backend.host}/`,
      integrationResponses: {
        200: { statusCode: '200' },
        400: {
          statusCode: '400',
          selectionPattern: '4\\d{2}',
          responseParameters: {
            'method.response.header.X-Code': 'integration.response.header.x-code',
            'method.response.header.X-Cookies': 'integration.response.multivalueheader.Set-Cookie',
            'method.response.header.X-Part': 'integration.response.body.error.code',
          },
          responseTemplates: { 'application/json': '{"code": $input.path("$.error.code")}' },
        },
      },
    });
    const reply = await rig.call('GET /dev/x');
    expect(reply).toMatchObject({ status: 400, json: { code: 7 } });
    expect(reply.headers).toMatchObject({ 'x-code': 'E1', 'x-cookies': 'a=1, b=2', 'x-part': '7' });
  });

  it('overrides replace mapped parameters', async () => {
    const backend = await startBackend();
    const rig = await through({
      type: 'HTTP',
      uri: `http://${backend.host}/{p}`,
      requestTemplates: {
        'application/json':
          '#set($context.requestOverride.header.x-h = "over")#set($context.requestOverride.path.p = "there")#set($context.requestOverride.querystring.q = ["1", "2"])',
      },
      requestParameters: { 'integration.request.header.X-H': "'mapped'", 'integration.request.path.p': "'here'" },
    });
    await rig.call('GET /dev/x');
    expect(backend.seen[0]).toMatchObject({ url: '/there?q=1&q=2', headers: { 'x-h': 'over' } });
  });

  it('a mapped header that is reserved by the gateway is a 500', async () => {
    const requestParameters = { 'integration.request.header.Content-Length': "'1'" };
    const rig = await through({ type: 'HTTP', uri: 'http://127.0.0.1:1/', requestParameters });
    expect((await rig.call('GET /dev/x')).status).toBe(500);
  });

  it('a mapped body that is invalid is a 400', async () => {
    const requestParameters = { 'integration.request.header.X-B': 'method.request.body.a' };
    const rig = await through({ type: 'HTTP', uri: 'http://127.0.0.1:1/', requestParameters });
    expect(await rig.call('POST /dev/x', { body: '{a' })).toMatchObject({
      status: 400,
      json: { message: 'Invalid JSON in request body' },
    });
  });
});

describe('when the backend does not respond', () => {
  it('a refused connection: 504', async () => {
    const rig = await through({ uri: 'http://127.0.0.1:1/' });
    expect(await rig.call('GET /dev/x')).toMatchObject({
      status: 504,
      text: '{"message": "Network error communicating with endpoint"}',
    });
  });

  it('a broken connection: 504', async () => {
    const backend = await startBackend((request) => request.socket.destroy());
    const rig = await through({ uri: `http://${backend.host}/` });
    expect((await rig.call('GET /dev/x')).status).toBe(504);
  });

  it.each(['HTTP/1.1 099 Odd', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x'])(
    'the response %j: 504',
    async (head) => {
      const server = createTcpServer((socket) => void socket.once('data', () => socket.end(`${head}\r\n\r\n`)));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const rig = await through({ uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      expect((await rig.call('GET /dev/x')).status).toBe(504);
    },
  );

  it('a slow response: 504 after the timeout, and the connection is closed', async () => {
    let closed = () => {};
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let arrived = () => {};
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const backend = await startBackend((_, response) => {
      response.on('close', closed);
      arrived();
    });
    const rig = await through({ uri: `http://${backend.host}/`, timeoutInMillis: 500 });
    const reply = rig.call('GET /dev/x');
    await there;
    rig.advance(500);
    expect(await reply).toMatchObject({ status: 504, text: '{"message": "Endpoint request timed out"}' });
    await gone;
  });

  it('an unset stage variable in its address: 500', async () => {
    const rig = await through({ uri: `http://\${stageVariables.host}/x` });
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    expect(rig.reported[0]).toContain('Invalid endpoint address');
  });
});

describe('contentHandling', () => {
  const PNG = Buffer.from([137, 80, 78, 71, 0, 255]);
  const api = { binaryMediaTypes: ['image/png'] };

  it('CONVERT_TO_TEXT gives a template the Base64 of a binary body', async () => {
    const backend = await startBackend();
    const requestTemplates = { 'image/png': '{"png": "$input.body"}' };
    const rig = await through(
      {
        type: 'HTTP',
        httpMethod: 'POST',
        uri: `http://${backend.host}/`,
        requestTemplates,
        contentHandling: 'CONVERT_TO_TEXT',
      },
      { api },
    );
    await rig.call('POST /dev/x', { headers: { 'Content-Type': 'image/png' }, body: PNG });
    expect(JSON.parse(backend.seen[0]!.body)).toEqual({ png: PNG.toString('base64') });
  });

  it('CONVERT_TO_BINARY decodes Base64 text on its way to the backend, and rejects other text', async () => {
    const backend = await startBackend();
    const rig = await through({
      type: 'HTTP',
      httpMethod: 'POST',
      uri: `http://${backend.host}/`,
      contentHandling: 'CONVERT_TO_BINARY',
    });
    await rig.call('POST /dev/x', { headers: { 'Content-Type': 'text/plain' }, body: PNG.toString('base64') });
    expect(Buffer.from(backend.seen[0]!.body, 'latin1')).toEqual(PNG);
    expect((await rig.call('POST /dev/x', { body: 'not base64!' })).status).toBe(500);
  });

  it('a template cannot work on binary data', async () => {
    const requestTemplates = { 'image/png': '{}' };
    const rig = await through({ type: 'HTTP', uri: 'http://127.0.0.1:1/', requestTemplates }, { api });
    const reply = await rig.call('POST /dev/x', { headers: { 'Content-Type': 'image/png' }, body: PNG });
    expect(reply.status).toBe(500);
    expect(rig.reported[0]).toContain('Unable to transform request');
  });

  it.each([
    // The backend returns text; then the Accept header of the client, contentHandling, and the response.
    ['text/plain', PNG.toString('base64'), 'text/plain', undefined, PNG.toString('base64')],
    ['text/plain', PNG.toString('base64'), 'image/png', undefined, PNG],
    ['text/plain', PNG.toString('base64'), 'text/plain', 'CONVERT_TO_BINARY', PNG],
    ['text/plain', 'plain', 'image/png', 'CONVERT_TO_TEXT', 'plain'],
    // The backend returns binary data.
    ['image/png', PNG, 'image/png', undefined, PNG],
    ['image/png', PNG, 'text/plain', undefined, PNG.toString('base64')],
    ['image/png', PNG, 'text/plain', 'CONVERT_TO_BINARY', PNG],
    ['image/png', PNG, 'image/png', 'CONVERT_TO_TEXT', PNG.toString('base64')],
  ] as const)(
    'a %s response to a client that accepts %3$s, with %4$s',
    async (type, body, accept, contentHandling, expected) => {
      const backend = await startBackend((_, response) => response.writeHead(200, { 'Content-Type': type }).end(body));
      const integrationResponses = { 200: { statusCode: '200', ...(contentHandling && { contentHandling }) } };
      const rig = await through({ type: 'HTTP', uri: `http://${backend.host}/`, integrationResponses }, { api });
      const reply = await rig.call('GET /dev/x', { headers: { Accept: accept } });
      expect(reply.bytes).toEqual(Buffer.from(expected));
    },
  );

  it('a compressed response reaches the client unchanged', async () => {
    const zipped = gzipSync('hello');
    const backend = await startBackend((_, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(zipped),
    );
    const rig = await through({ uri: `http://${backend.host}/` });
    expect(await rig.call('GET /dev/x')).toMatchObject({ bytes: zipped, headers: { 'content-encoding': 'gzip' } });
  });
});
