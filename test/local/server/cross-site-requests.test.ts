/**
 * The endpoints of the embedded cloud that a web page can reach, over real connections with the headers that browsers
 * send.
 */
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../../src/local/start-cloud.ts';

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startCloud({ port: 0 });
});
afterAll(() => cloud.close());

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: cloud.port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const createTopic = 'Action=CreateTopic&Version=2010-03-31&Name=from-a-page';

test('a form that a page posts changes nothing, from any page', async () => {
  for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${cloud.port}`]) {
    const { status, body } = await send('POST', '/', { ...form, origin }, createTopic);
    expect(status).toBe(403);
    expect(body).toContain('does not accept requests from web pages');
  }
  const topics = await send('POST', '/', form, 'Action=ListTopics&Version=2010-03-31');
  expect(topics.status).toBe(200);
  expect(topics.body).not.toContain('from-a-page');
});

test('a page whose own name points to this machine cannot read anything', async () => {
  for (const host of [
    'evil.example',
    `evil.example:${cloud.port}`,
    '127.0.0.1.evil.example',
    'amazonaws.com.evil.example',
  ]) {
    for (const path of ['/apikeys?includeValues=true', '/_apikit/health', '/2015-03-31/functions']) {
      expect((await send('GET', path, { host })).status).toBe(403);
    }
  }
});

test('a subresource request without an Origin header is rejected, a typed address is not', async () => {
  for (const site of ['cross-site', 'same-site', 'same-origin']) {
    expect((await send('GET', '/apikeys?includeValues=true', { 'sec-fetch-site': site })).status).toBe(403);
  }
  expect((await send('GET', '/_apikit/health', { 'sec-fetch-site': 'none' })).status).toBe(200);
});

/** The headers of a request that an SDK signed; the key does not matter. */
const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/apigateway/aws4_request, SignedHeaders=host, Signature=0',
};

test.each(['127.0.0.1', '127.0.0.2', 'localhost:4566', '[::1]:4566', 'apigateway.localhost'])(
  'the control plane responds to the loopback name %s',
  async (host) => {
    expect((await send('GET', '/restapis', { host })).status).toBe(200);
  },
);

test.each([
  '0.0.0.0:4566',
  'cloud:4566',
  'host.docker.internal:4566',
  'api.test',
  'localhost.localstack.cloud:4566',
  'lambda.eu-west-1.amazonaws.com',
])('by another name, %s, only SDKs reach it: a page there would have the same origin', async (host) => {
  expect((await send('GET', '/restapis', { host, ...signed })).status).toBe(200);
  const pages: Record<string, string>[] = [
    { host },
    { host, 'accept-language': 'de' },
    { host, 'accept-language': '*', ...signed },
    { host, authorization: 'Bearer x' },
  ];
  for (const page of pages) {
    const { status, body } = await send('GET', '/apikeys?includeValues=true', page);
    expect(status).toBe(403);
    expect(body).toContain('use 127.0.0.1 or localhost');
  }
  expect((await send('GET', '/_aws/execute-api/nosuchapi/dev/items', { host })).headers['x-amzn-errortype']).toBe(
    'ForbiddenException',
  );
});

test.each(['10.0.0.1', '192.168.0.2:4566', '[fe80::1]'])('the address %s is not only of this machine', async (host) => {
  expect((await send('GET', '/restapis', { host, ...signed })).status).toBe(403);
});

test('the data plane responds to pages with any name: CORS of the deployed API decides', async () => {
  const headers = { host: 'tunnel.example', origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
  const { status, headers: answered } = await send('GET', '/_aws/execute-api/nosuchapi/dev/items', headers);
  expect(status).toBe(403);
  expect(answered['x-amzn-errortype']).not.toBe('AccessDeniedException');
});

test('a request with two lengths is rejected before it is read', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(cloud.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', reject);
    socket.write(
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
  });
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
});
