/** Credentials in what the console shows of a request. */
import { expect, it } from 'vitest';
import { hideCredentials, hiderOf } from '../../src/console/hidden-values.ts';
import type { RequestChain } from '../../src/logs/request-chain.ts';

const chain = (parts: Partial<RequestChain>): RequestChain => ({
  ...{ type: 'chain', requestId: 'r', functions: [], aws: [], unrecorded: 0 },
  sent: { method: 'GET', url: '/', headers: [], body: { text: '' } },
  answer: { status: 200, headers: [], body: { text: '' } },
  ...parts,
});

const shown = (request: RequestChain) => hideCredentials(request, hiderOf(request));

const shownBody = (text: string) =>
  shown(chain({ answer: { status: 200, headers: [], body: { text } } })).answer.body.text;

it.each([
  ['{"user":"ann","password":"p","code":"NOT_FOUND"}', '{"user":"ann","password":"(hidden)","code":"NOT_FOUND"}'],
  ['{"body":"{\\"accessToken\\":\\"t\\"}"}', '{"body":"{\\"accessToken\\":\\"(hidden)\\"}"}'],
  ['{"Item":{"secret":{"S":"s"},"id":{"S":"1"}}}', '{"Item":{"secret":"(hidden)","id":{"S":"1"}}}'],
  ['{"nextToken":"n","hasPassword":true,"apiKey":null}', '{"nextToken":"n","hasPassword":true,"apiKey":null}'],
  ['{"a":1,"clientSecret":"cut in the mid', '{"a":1,"clientSecret":"(hidden)"'],
  ['grant_type=code&code=c&client_secret=s&page=2', 'grant_type=code&code=(hidden)&client_secret=(hidden)&page=2'],
  [
    '{"SecretAccessKey":"s","privateKey":"p","credentials":{"id":1},"passcode":1,"passwordConfirmation":"c","tokens":["t"]}',
    '{"SecretAccessKey":"(hidden)","privateKey":"(hidden)","credentials":"(hidden)","passcode":"(hidden)","passwordConfirmation":"(hidden)","tokens":"(hidden)"}',
  ],
  [
    '{"queryStringParameters":{"code":"c","page":"2"},"multiValueQueryStringParameters":{"sig":["s"]},"code":"E"}',
    '{"queryStringParameters":{"code":"(hidden)","page":"2"},"multiValueQueryStringParameters":{"sig":"(hidden)"},"code":"E"}',
  ],
  ['{"isBase64Encoded":true,"body":"cGFzc3dvcmQ9cA=="}', '{"isBase64Encoded":true,"body":"(hidden)"}'],
  ['--b\r\nContent-Disposition: form-data; name="password"\r\n\r\np\r\n--b--', '(hidden)'],
  ['see https://ann:p@host/x and https://host:80/', 'see https://(hidden)@host/x and https://host:80/'],
  [
    '[{"value":"t","name":"authorization"},{"name":"a","value":"1"}]',
    '[{"value":"(hidden)","name":"authorization"},{"name":"a","value":"1"}]',
  ],
  ['{"n":12345678901234567890, "f":1.0,\n "token":"t"}', '{"n":12345678901234567890, "f":1.0,\n "token":"(hidden)"}'],
  ["INFO { user: 'ann', password: 'it\\'s', next: 1 }", "INFO { user: 'ann', password: '(hidden)', next: 1 }"],
  ['INFO {"password":"a\\"b","n":1}', 'INFO {"password":"(hidden)","n":1}'],
  ['{"message":"login {\\"password\\":\\"p\\"}"}', '{"message":"login {\\"password\\":\\"(hidden)\\"}"}'],
  ['Cookie: a=1; b=2\nAuthorization: Bearer t\nnext', 'Cookie: (hidden)\nAuthorization: (hidden)\nnext'],
  ['{"body":"{\\"token\\":\\"cut', '{"body":"{\\"token\\":\\"(hidden)\\""'],
])('a body is shown without them: %s', (text, wanted) => {
  expect(shownBody(text)).toBe(wanted);
});

it.each([
  ['a word', 'a'.repeat(256 * 1024)],
  ['names without values', 'a='.repeat(128 * 1024)],
  ['open quotes', 'token="'.repeat(37_000)],
  ['open lists', '['.repeat(256 * 1024)],
  ['open members', '{"a":'.repeat(51_000)],
  ['colons', '://'.repeat(87_000)],
  ['backslashes', `{"a":"${'\\'.repeat(256 * 1024)}`],
])('a long text takes no long time: %s', (_, text) => {
  const begun = performance.now();
  shownBody(text);
  shownBody(JSON.stringify({ text }));
  // Twenty times as long as it takes; a time that grows with the square of the length is minutes.
  expect(performance.now() - begun).toBeLessThan(4_000);
});

it.each([
  'X-Auth',
  'X-Access-Key',
  'X-Functions-Key',
  'X-Goog-IAP-JWT-Assertion',
  'x-amzn-oidc-data',
  'X-Original-Authorization',
  'Sec-WebSocket-Protocol',
])('the header %s is hidden, and its value wherever it appears', (name) => {
  const request = chain({
    sent: { method: 'GET', url: '/', headers: [[name, 'hunter2hunter2']], body: { text: '' } },
    answer: { status: 200, headers: [], body: { text: '{"echo":["hunter2hunter2"]}' } },
  });
  expect(shown(request).sent.headers).toEqual([[name, '(hidden)']]);
  expect(shown(request).answer.body.text).toBe('{"echo":["(hidden)"]}');
  expect(hiderOf(request)('START hunter2hunter2 END')).toBe('START (hidden) END');
});

it('parts of a header and of the query are hidden wherever they appear', () => {
  const headers = [
    ['authorization', `Basic ${Buffer.from('ann:correct horse').toString('base64')}`],
    ['cookie', 'theme=dark; sid=0123456789'],
  ] as const;
  const hide = hiderOf(chain({ sent: { method: 'GET', url: '/?code=abcdefgh', headers, body: { text: '' } } }));
  expect(hide('ann, correct horse, 0123456789, dark, abcdefgh')).toBe('ann, (hidden), (hidden), dark, (hidden)');
});

it('bytes, and requests with more credentials than anybody searches for, are not shown', () => {
  expect(
    shown(chain({ answer: { status: 200, headers: [], body: { text: 'AAEC', base64: true } } })).answer.body,
  ).toEqual({ text: '(bytes, not shown)' });
  const cookie = Array.from({ length: 200 }, (_, each) => `c${each}=value-${each}`).join('; ');
  const hide = hiderOf(chain({ sent: { method: 'GET', url: '/', headers: [['cookie', cookie]], body: { text: '' } } }));
  expect(hide('hello')).toBe('(hidden)');
});

it('headers, addresses and events are shown without them', () => {
  const headers = [
    ['Authorization', 'Bearer t'],
    ['X-Api-Key', 'k'],
    ['Cookie', 'c=1'],
    ['Accept', '*/*'],
  ] as const;
  const event = { headers: { 'x-api-key': 'k' }, requestContext: { identity: { apiKey: 'k', apiKeyId: 'i' } } };
  const call = { role: 'function', functionName: 'f', after: 0, event: { text: JSON.stringify(event) } } as const;
  const request = shown(
    chain({ sent: { method: 'GET', url: '/x?api_key=k&q=1', headers, body: { text: '' } }, functions: [call] }),
  );
  expect(request.sent.url).toBe('/x?api_key=(hidden)&q=1');
  expect(request.sent.headers.map(([, value]) => value)).toEqual(['(hidden)', '(hidden)', '(hidden)', '*/*']);
  expect(JSON.parse(request.functions[0]!.event.text)).toEqual({
    headers: { 'x-api-key': '(hidden)' },
    requestContext: { identity: { apiKey: '(hidden)', apiKeyId: 'i' } },
  });
});

it('calls of services that return secrets are shown without contents', () => {
  const call = {
    operation: 'GetSecretValue',
    after: 0,
    input: { text: '{"SecretId":"s"}' },
    output: { text: '{"X":1}' },
  };
  const [secret, other] = shown(
    chain({ aws: ['secretsmanager', 'dynamodb'].map((service) => ({ service, ...call })) }),
  ).aws;
  expect([secret!.input.text, secret!.output!.text]).toEqual(['(hidden)', '(hidden)']);
  expect(other!.output!.text).toBe('{"X":1}');
});
