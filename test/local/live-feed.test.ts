import { expect, it } from 'vitest';
import type { FinishedRequest } from '../../src/local/gateway/finished-request.ts';
import { createLiveFeed, type LiveEntry } from '../../src/local/live-feed.ts';
import { createRequestChains } from '../../src/local/request-chains.ts';

function told(queryString: string, error?: string): LiveEntry {
  const feed = createLiveFeed(createRequestChains(() => 0));
  const entries: LiveEntry[] = [];
  feed.listen((entry) => entries.push(entry));
  const request = {
    target: { apiId: 'a' },
    path: '/x',
    queryString,
    ...(error !== undefined && { error: new Error(error) }),
  };
  feed.finished(request as unknown as FinishedRequest, { status: 200, headers: [], body: '' });
  return entries[0]!;
}

it.each([
  [
    'X-Amz-Credential=AKIA%2F2026&X-Amz-Date=2026&X-Amz-Signature=abc&X-Amz-Security-Token=t%2B',
    'X-Amz-Credential=(hidden)&X-Amz-Date=2026&X-Amz-Signature=(hidden)&X-Amz-Security-Token=(hidden)',
  ],
  ['token=s3cret&page=2', 'token=(hidden)&page=2'],
  ['a=1;access_token=s3cret&%61pi_key=k&code=c', 'a=1;access_token=(hidden)&%61pi_key=(hidden)&code=(hidden)'],
  [
    "user[password]=a&user%5BapiKey%5D=b&x.pwd=c&password=it's",
    'user[password]=(hidden)&user%5BapiKey%5D=(hidden)&x.pwd=(hidden)&password=(hidden)',
  ],
  [
    'authorization=Basic+x&otp=123456&SAMLResponse=PHNh&assertion=ey&session_id=1&sessionId=2&passphrase=p',
    'authorization=(hidden)&otp=(hidden)&SAMLResponse=(hidden)&assertion=(hidden)&session_id=(hidden)&sessionId=(hidden)&passphrase=(hidden)',
  ],
  ['nextToken=2&postcode=1234&password', 'nextToken=2&postcode=1234&password'],
])('a query is shown without credentials: %s', (query, shown) => {
  expect(told(query)).toMatchObject({ path: `/x?${shown}` });
});

it('so is the error about a signature, which repeats the request', () => {
  const { error } = told('', "should have been 'GET\n/x\nX-Amz-Security-Token=abc&a=1\nhost'") as { error?: string };
  expect(error).toBe("should have been 'GET\n/x\nX-Amz-Security-Token=(hidden)&a=1\nhost'");
});

it('a long word takes no long time', () => {
  const begun = performance.now();
  const long = 'a'.repeat(256 * 1024);
  expect(told(long, long)).toMatchObject({ path: `/x?${long}`, error: long });
  // A time that grows with the square of the length is minutes.
  expect(performance.now() - begun).toBeLessThan(4_000);
});
