import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../../src/local/signature/sign-request.ts';
import type { SignedRequest } from '../../../src/local/signature/signed-request.ts';
import { verifySignature } from '../../../src/local/signature/verify-signature.ts';
import { type Identity, sdkSigner, type ToSign, targetOf } from './sdk-signer.ts';

const NOW = Date.UTC(2026, 10, 21, 9, 0, 0);
const JANE: Identity = { accessKeyId: 'AKIAJANE', secretAccessKey: 'jane-secret' };
const SESSION: Identity = { accessKeyId: 'ASIASESSION', secretAccessKey: 'session-secret', sessionToken: 'a+/=token' };
const KNOWN = [JANE, { ...SESSION, expiration: NOW + 1000 }];

const toSign = (more: Partial<ToSign> = {}): ToSign => ({
  method: 'GET',
  protocol: 'http:',
  hostname: 'api.execute-api.localhost',
  path: '/dev/items',
  query: {},
  headers: { host: 'api.execute-api.localhost:4566' },
  ...more,
});

function received(signed: ToSign, more: Partial<SignedRequest> = {}): SignedRequest {
  const [path = '', query = ''] = targetOf(signed).split('?', 2);
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: signed.method,
    path,
    query,
    header: (name) => headers[name],
    body: Buffer.from(signed.body ?? ''),
    ...more,
  };
}

const verify = (request: SignedRequest, now = NOW) =>
  verifySignature(request, {
    service: 'execute-api',
    region: 'eu-west-1',
    now,
    find: (id) => KNOWN.find(({ accessKeyId }) => accessKeyId === id),
  });

const signedBy = async (identity: Identity, more: Partial<ToSign> = {}, at = NOW) =>
  (await sdkSigner(identity)).sign(toSign(more), { signingDate: new Date(at) });

const presignedBy = async (identity: Identity, more: Partial<ToSign> = {}, expiresIn = 300) =>
  (await sdkSigner(identity)).presign(toSign(more), { signingDate: new Date(NOW), expiresIn });

const fault = (name: string, text: string | RegExp) =>
  expect.objectContaining({ fault: name, message: typeof text === 'string' ? text : expect.stringMatching(text) });

describe('a signature of the SDK is valid for', () => {
  it.each<[string, Partial<ToSign>]>([
    ['a plain call', {}],
    ['a body', { method: 'POST', body: '{"a":1}', headers: { host: 'h', 'content-type': 'application/json' } }],
    ['a query to sort', { query: { b: '2', a: ['y', 'x'], 'c d': 'ä&=' } }],
    ['an encoded path', { path: '/dev/a%20b/%C3%A4%2Fc' }],
    ['a path with special characters', { path: "/dev/!'()*;:@&=+$,~" }],
    ['a trailing slash', { path: '/dev/items/' }],
    ['doubled slashes and dots', { path: '/dev//items/./x/../y' }],
    ['spaces in headers', { headers: { host: 'h', 'x-note': '  a   b  ' } }],
  ])('%s', async (_, more) => {
    expect(verify(received(await signedBy(JANE, more)))).toMatchObject({ accessKeyId: 'AKIAJANE' });
    expect(verify(received(await signedBy(SESSION, more)))).toMatchObject({ accessKeyId: 'ASIASESSION' });
  });

  it('a presigned query', async () => {
    const ofSession = await presignedBy(SESSION, { query: { q: 'ä b' } });
    expect(verify(received(ofSession))).toMatchObject({ accessKeyId: 'ASIASESSION' });
    const signed = received(await presignedBy(JANE));
    expect(verify(signed, NOW + 300_000)).toMatchObject({ accessKeyId: 'AKIAJANE' });
    expect(() => verify(signed, NOW + 301_000)).toThrow(
      fault('InvalidSignature', 'Signature expired: 20261121T090500Z is now earlier than 20261121T090501Z'),
    );
  });

  it('any path, query and body', async () => {
    const segment = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).map(encodeURIComponent);
    // The SDK's signer puts the names that it signs into an object, which loses this one.
    const name = fc.string({ minLength: 1, unit: 'binary' }).filter((each) => each !== '__proto__');
    const request = fc.record({
      path: fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
      query: fc.dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 4 }),
      body: fc.string({ unit: 'binary' }),
    });
    const signer = await sdkSigner(JANE);
    await fc.assert(
      fc.asyncProperty(request, async (more) => {
        const signed = await signer.sign(toSign({ method: 'POST', ...more }), { signingDate: new Date(NOW) });
        expect(verify(received(signed))).toMatchObject({ accessKeyId: 'AKIAJANE' });
      }),
      { numRuns: 60 },
    );
  });
});

it('calls of the embedded cloud itself', () => {
  const request = received(toSign({ method: 'POST', body: '{}', path: '/' }));
  const headers = Object.entries(
    signRequest(request, SESSION, { service: 'execute-api', region: 'eu-west-1', now: NOW }),
  );
  const signed = { ...toSign({ method: 'POST', body: '{}', path: '/' }) };
  for (const [name, value] of headers) signed.headers[name] = value;
  expect(verify(received(signed))).toMatchObject({ accessKeyId: 'ASIASESSION' });
});

describe('a signature is rejected for', () => {
  it('every change after signing', async () => {
    const signed = await signedBy(JANE, { method: 'POST', body: 'a', query: { q: '1' } });
    const mismatch = fault(
      'InvalidSignature',
      /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\./,
    );
    for (const changed of [{ method: 'PUT' }, { path: '/dev/other' }, { query: 'q=2' }, { body: Buffer.from('b') }]) {
      expect(() => verify(received(signed, changed))).toThrow(mismatch);
    }
    expect(() => verify(received({ ...signed, headers: { ...signed.headers, host: 'other' } }))).toThrow(mismatch);
  });

  it('a wrong secret, an unknown key, another session token, an expired token', async () => {
    const wrong = await signedBy({ ...JANE, secretAccessKey: 'x' });
    expect(() => verify(received(wrong))).toThrow(fault('InvalidSignature', /calculated does not match/));
    const invalid = fault('UnrecognizedClient', 'The security token included in the request is invalid.');
    for (const identity of [
      { ...JANE, accessKeyId: 'AKIANOBODY' },
      { ...SESSION, sessionToken: 'other' },
      { ...JANE, sessionToken: 'none of hers' },
    ]) {
      const signed = await signedBy(identity);
      expect(() => verify(received(signed))).toThrow(invalid);
    }
    const late = await signedBy(SESSION, {}, NOW + 2000);
    expect(() => verify(received(late), NOW + 2000)).toThrow(
      fault('ExpiredToken', 'The security token included in the request is expired'),
    );
  });

  it('clocks that are more than five minutes off', async () => {
    const signed = received(await signedBy(JANE));
    expect(verify(signed, NOW + 300_000)).toBeTruthy();
    expect(verify(signed, NOW - 300_000)).toBeTruthy();
    expect(() => verify(signed, NOW + 301_000)).toThrow(
      fault(
        'InvalidSignature',
        'Signature expired: 20261121T090000Z is now earlier than 20261121T090001Z (20261121T090501Z - 5 min.)',
      ),
    );
    expect(() => verify(signed, NOW - 301_000)).toThrow(
      fault(
        'InvalidSignature',
        'Signature not yet current: 20261121T090000Z is still later than 20261121T085959Z (20261121T085459Z + 5 min.)',
      ),
    );
  });

  it('signatures for another region or service', async () => {
    const elsewhere = await (await sdkSigner(JANE, 'us-west-2')).sign(toSign(), { signingDate: new Date(NOW) });
    expect(() => verify(received(elsewhere))).toThrow(
      fault('InvalidSignature', 'Credential should be scoped to a valid region.'),
    );
    const other = await (await sdkSigner(JANE, 'eu-west-1', 'lambda')).sign(toSign(), { signingDate: new Date(NOW) });
    expect(() => verify(received(other))).toThrow(
      fault('InvalidSignature', "Credential should be scoped to correct service: 'execute-api'."),
    );
  });

  it.each([
    [undefined, 'MissingAuthenticationToken', 'Missing Authentication Token'],
    [
      'Bearer abc',
      'IncompleteSignature',
      /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed/,
    ],
    ['AWS4-HMAC-SHA256 nonsense', 'IncompleteSignature', /^Invalid key=value pair/],
    [
      'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request',
      'IncompleteSignature',
      /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\./,
    ],
    [
      'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b',
      'IncompleteSignature',
      /^Authorization header requires existence of either/,
    ],
  ])('Authorization: %s', (authorization, name, message) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    expect(() => verify(received(toSign({ headers })))).toThrow(fault(name, message));
  });

  it('credentials without five elements', () => {
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c',
      'x-amz-date': '20261121T090000Z',
    };
    expect(() => verify(received(toSign({ headers })))).toThrow(
      fault(
        'IncompleteSignature',
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b'.",
      ),
    );
  });

  it('a presigned query without all its parameters', () => {
    expect(() => verify(received(toSign({ query: { 'X-Amz-Signature': 'a' } })))).toThrow(
      fault('IncompleteSignature', /^AWS query-string parameters must include 'X-Amz-Algorithm'\./),
    );
  });

  it('random input, without a crash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (authorization, query) => {
        const request = { ...received(toSign({ headers: { authorization, 'x-amz-date': authorization } })), query };
        expect(() => verify(request)).toThrow(expect.objectContaining({ name: 'SignatureError' }));
      }),
    );
  });
});
