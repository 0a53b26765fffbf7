import { brotliCompressSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, type ProxyEvent, REGION, startGateway } from './gateway-rig.ts';

const URI = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:${ACCOUNT}:function:f/invocations`;
const PATHS = { '/x': { ANY: { methodIntegration: { type: 'AWS_PROXY' as const, httpMethod: 'POST', uri: URI } } } };

async function startWith(minimumCompressionSize: number | undefined, answer: (event: ProxyEvent) => unknown) {
  const rig = await startGateway();
  rig.functions.set('f', answer);
  rig.deploy({ paths: PATHS, api: minimumCompressionSize === undefined ? {} : { minimumCompressionSize } });
  return rig;
}

const TEXT = 'compress me '.repeat(100);
const accept = (coding: string) => ({ headers: { 'Accept-Encoding': coding } });

describe('responses', () => {
  it.each([
    ['gzip', 'gzip', gunzipSync],
    ['deflate', 'deflate', inflateSync],
    ['br;q=0.5, GZIP;q=0.9', 'gzip', gunzipSync],
    ['gzip, deflate, br', 'gzip', gunzipSync],
  ])('for a client that prefers %s are compressed with %s', async (header, coding, unpack) => {
    const rig = await startWith(0, () => ({ statusCode: 200, body: TEXT }));
    const reply = await rig.call('GET /dev/x', accept(header));
    expect(reply.headers['content-encoding']).toBe(coding);
    expect(unpack(reply.bytes).toString()).toBe(TEXT);
    expect(reply.headers['content-length']).toBe(String(reply.bytes.length));
  });

  it.each(['*', 'br', 'br, gzip', 'identity', 'gzip;q=0', ''])('for %o stay uncompressed', async (header) => {
    const rig = await startWith(0, () => ({ statusCode: 200, body: TEXT }));
    const reply = await rig.call('GET /dev/x', accept(header));
    expect([reply.headers['content-encoding'], reply.text]).toEqual([undefined, TEXT]);
  });

  it('below the minimum size, with another coding, or without the setting stay unchanged', async () => {
    const small = await startWith(TEXT.length + 1, () => ({ statusCode: 200, body: TEXT }));
    expect((await small.call('GET /dev/x', accept('gzip'))).headers['content-encoding']).toBeUndefined();
    const own = await startWith(0, () => ({ statusCode: 200, headers: { 'content-encoding': 'own' }, body: TEXT }));
    expect((await own.call('GET /dev/x', accept('gzip'))).headers['content-encoding']).toBe('own');
    const off = await startWith(undefined, () => ({ statusCode: 200, body: TEXT }));
    expect((await off.call('GET /dev/x', accept('gzip'))).headers['content-encoding']).toBeUndefined();
  });
});

describe('request bodies', () => {
  const send = async (coding: string, body: Buffer) => {
    const rig = await startWith(undefined, ({ body: text, headers }) => ({
      statusCode: 200,
      body: JSON.stringify([text?.length, headers['Content-Encoding']]),
    }));
    return rig.call('POST /dev/x', { headers: { 'Content-Encoding': coding }, body });
  };

  it.each([
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['identity', Buffer.from(TEXT)],
  ])('compressed with %s reach the function decompressed', async (coding, body) => {
    expect((await send(coding, body)).json).toEqual([TEXT.length, coding]);
  });

  it.each([
    ['br', brotliCompressSync(TEXT)],
    ['gzip', Buffer.from(TEXT)],
    ['constructor', Buffer.from(TEXT)],
  ])('with the encoding %s that is unknown or invalid are a 415', async (coding, body) => {
    expect(await send(coding, body)).toMatchObject({ status: 415, json: { message: 'Unsupported Media Type' } });
  });

  it('larger than 10 MB after decompression are rejected', async () => {
    expect((await send('gzip', gzipSync(Buffer.alloc(10_485_761)))).status).toBe(413);
  });
});
