// One request as bytes: mostly almost valid, so that it passes the parser and reaches the gateway, sometimes nonsense.

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'get',
  'PROPFIND',
  'G T',
  'M-SEARCH',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
  ';',
  '*/*',
  'application/JSON ;x="',
];
const NAMES = [
  'Accept',
  'Accept-Encoding',
  'Authorization',
  'Cache-Control',
  'Connection',
  'Content-Encoding',
  'Content-Type',
  'Cookie',
  'Expect',
  'Idempotency-Key',
  'If-Match',
  'Origin',
  'Range',
  'TE',
  'Upgrade',
  'User-Agent',
  'X-Amz-Date',
  'X-Amzn-Trace-Id',
  'X-Api-Key',
  'X-Correlation-Id',
  'X-Forwarded-For',
  'X-HTTP-Method-Override',
  '__proto__',
  'constructor',
];
const VALUES = [
  '',
  '*',
  'gzip',
  'deflate;q=0',
  'br',
  'max-age=0',
  'keep-alive',
  'close',
  'identity',
  '"1"',
  'null',
  '../../etc/passwd',
  'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0',
  'AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  'Root=1-0-0',
  '100-continue',
  'h2c',
  'bytes=0-',
  'undefined',
  'NaN',
];

/** Returns Latin-1 text: every character is a byte. `facts` has a key and existing paths. */
export function malformedRequest(random, facts) {
  if (random.chance(0.03)) return random.bytes(1 + random.below(300));
  const body = bodyOf(random, facts);
  const { lines, payload } = framed(random, body);
  const head = [requestLine(random, facts), ...hosts(random, facts), ...headers(random, facts), ...lines];
  const end = random.chance(0.02) ? '\n' : '\r\n';
  const text = `${head.join(end)}${end}${end}${payload}`;
  return random.chance(0.05) ? mutated(random, text) : text;
}

function requestLine(random, { stage, paths }) {
  const method = random.chance(0.9)
    ? random.pick(METHODS.slice(0, 7))
    : random.pick([...METHODS, random.text(5), 'A'.repeat(300)]);
  const version = random.chance(0.97) ? 'HTTP/1.1' : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', '']);
  return `${method} ${target(random, stage, paths)} ${version}`;
}

function target(random, stage, paths) {
  const roll = random.below(20);
  if (roll === 0)
    return random.pick([
      '*',
      '',
      '/',
      '//',
      '/%',
      `http://elsewhere.example/${stage}/`,
      '/_apikit/health/../../x',
      `/${'a/'.repeat(3000)}`,
    ]);
  let path = random.chance(0.9) ? random.pick(paths) : `/${random.text(1 + random.below(20)).replaceAll(' ', '')}`;
  path = path.replaceAll(/\{[^}]+\}/g, () =>
    random.pick([
      '1',
      '0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10',
      '%00',
      '%2F',
      '%zz',
      '..',
      '%C3%28',
      'a'.repeat(2000),
      "'",
      '{}',
      '%F0%9F%98%80',
    ]),
  );
  const query = random.chance(0.4)
    ? `?${random.pick(['limit=', 'cursor=', 'a[]=', '&&', '%00=', '__proto__=', 'x;y=', 'limit=1&limit='])}${random.text(random.below(30)).replaceAll(' ', '+')}`
    : '';
  return `/${random.chance(0.95) ? stage : random.text(4).replaceAll(' ', '')}${path}${query}`;
}

function hosts(random, { host }) {
  if (random.chance(0.95)) return [`Host: ${host}`];
  return random.pick([
    [],
    ['Host:'],
    [`Host: ${host}`, 'Host: other'],
    ['Host: evil.example'],
    [`Host: ${random.text(30)}`],
  ]);
}

function headers(random, { key }) {
  const lines = random.chance(0.8) ? [`x-api-key: ${key}`] : [];
  for (let count = random.below(6); count > 0; count -= 1) {
    const name = random.chance(0.95) ? random.pick(NAMES) : random.text(6);
    const value = random.chance(0.7)
      ? random.pick(VALUES)
      : random.chance(0.9)
        ? random.text(random.below(40))
        : random.bytes(random.below(60));
    lines.push(`${name}: ${value}`);
  }
  if (random.chance(0.02)) lines.push(`X-Long: ${'v'.repeat(random.pick([9000, 20_000, 70_000]))}`);
  if (random.chance(0.01)) lines.push(...Array.from({ length: 2100 }, (_, index) => `X-${index}: 1`));
  if (random.chance(0.6)) lines.push(`Content-Type: ${random.pick(TYPES)}`);
  return lines;
}

function bodyOf(random, { example }) {
  const roll = random.below(10);
  if (roll < 3) return '';
  if (roll < 6) return JSON.stringify(bent(random, example));
  if (roll === 6)
    return random.pick([
      '{',
      '[',
      'null',
      '0',
      '""',
      '{"a":1,"a":2}',
      '[[[[',
      '{"__proto__":{"x":1}}',
      '\u00ef\u00bb\u00bf{}',
      '1e999',
      '{"a":"\\ud800"}',
    ]);
  if (roll === 7) return '['.repeat(1 + random.below(5000));
  if (roll === 8) return random.bytes(random.below(400));
  return `{"name":"${'x'.repeat(random.below(20_000))}"}`;
}

/** Returns the example with values that do not belong there. */
function bent(random, example) {
  const strange = [
    null,
    true,
    -1,
    1e308,
    0.1,
    '',
    'x'.repeat(300),
    [],
    {},
    { a: { b: [1] } },
    '\u0000',
    '☃'.length,
    'undefined',
  ];
  const entries = Object.entries(example).map(([name, value]) => [
    name,
    random.chance(0.4) ? random.pick(strange) : value,
  ]);
  if (random.chance(0.3))
    entries.push([random.pick(['id', '_version', 'createdAt', '__proto__', 'toString', '']), random.pick(strange)]);
  return Object.fromEntries(entries);
}

/** Adds the length of the body, correct or not, whole or in chunks. */
function framed(random, body) {
  const roll = random.below(20);
  if (roll < 12)
    return { lines: body === '' && random.chance(0.5) ? [] : [`Content-Length: ${body.length}`], payload: body };
  if (roll < 16) return { lines: ['Transfer-Encoding: chunked'], payload: chunked(random, body) };
  const wrong = random.pick([
    ['Content-Length: -1'],
    ['Content-Length: 1', 'Content-Length: 2'],
    ['Content-Length: 99999999999999999999'],
    ['Content-Length: 0x10'],
    [`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding: gzip'],
    ['Transfer-Encoding: chunked, chunked'],
    [`Content-Length: ${body.length + 5}`],
    ['Content-Length: 20000000'],
  ]);
  return { lines: wrong, payload: body };
}

function chunked(random, body) {
  let text = '';
  for (let at = 0; at < body.length; ) {
    const size = 1 + random.below(200);
    const piece = body.slice(at, at + size);
    at += size;
    const said = random.chance(0.97)
      ? piece.length.toString(16)
      : random.pick(['zz', '-1', 'fffffffffffffffff', '0', '']);
    text += `${said}${random.chance(0.05) ? ';x=y' : ''}\r\n${piece}\r\n`;
  }
  return `${text}0\r\n${random.chance(0.1) ? 'X-Trailer: 1\r\n' : ''}\r\n`;
}

function mutated(random, text) {
  const at = random.below(text.length);
  const cut = random.below(4);
  return text.slice(0, at) + random.bytes(random.below(4)) + text.slice(at + cut);
}
