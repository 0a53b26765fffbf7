/** Bodies and headers that no client library writes, for each protocol. */
import type { Protocol } from '../../../src/local/cloud/operation.ts';
import type { WireRequest } from './wire-request.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const nested = (open: string, inner: string, close: string, depth: number) =>
  open.repeat(depth) + inner + close.repeat(depth);

const JSON_BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  '{"a":',
  '[]',
  'null',
  'true',
  '"x"',
  '1e999',
  '\u0000',
  '\ufeff{}',
  '{"__proto__":{"x":1},"constructor":null}',
  bytes('{"\xff\xfe":"\xc3("}'),
  nested('[', '', ']', 100_000),
  nested('{"a":', '1', '}', 100_000),
  nested('{"a":[', '', ']}', 60),
];

const XML_BODIES: readonly (string | Buffer)[] = [
  '',
  '<',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  'text',
  '<a b=c/>',
  '<a>&x;</a>',
  '<a>&#x110000;</a>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a><![CDATA[<b>]]></a>',
  '<?xml version="1.0"?><a/>',
  '\u0000',
  bytes('<a>\xff\xc3(</a>'),
  '<__proto__><x>1</x></__proto__>',
  nested('<a>', '', '</a>', 100_000),
  `<a>${'<'.repeat(50_000)}</a>`,
];

const CBOR_BODIES: readonly Buffer[] = [
  bytes(''),
  bytes('\x80'),
  bytes('\xf6'),
  bytes('\x01'),
  bytes('\xff'),
  bytes('\xbf'),
  bytes('\xbf\x61'),
  bytes('\xbb\xff\xff\xff\xff\xff\xff\xff\xff'),
  bytes('\xa1\x01\x02'),
  bytes('\xa1\x62\xc3\x28\xf7'),
  bytes('\xa1\xa0\xa0'),
  bytes('\xc1'.repeat(50)),
  bytes('\x81'.repeat(100_000)),
  bytes('\xa1\x61a'.repeat(100_000)),
];

const formBodies = (start: string): readonly (string | Buffer)[] => [
  '',
  start,
  `${start}&%`,
  `${start}&a=%ff%zz`,
  `${start}&=&==&&`,
  `${start}&.=1&..=2&a..b=3`,
  `${start}&__proto__.x=1&constructor.prototype=2`,
  `${start}&${start}`,
  bytes(`${start}&\xff=\xc3(`),
  `${start}&${'a.'.repeat(50_000)}=1`,
];

/** Returns the request with each damaged body, and with its own body under headers that do not go with it. */
export function* damagedBodies(protocol: Protocol, request: WireRequest): Generator<WireRequest> {
  for (const body of bodiesOf(protocol, request)) yield { ...request, body };
  for (const type of ['', 'text/plain', 'application/json; charset=latin1', 'application/xml', '{}']) {
    yield { ...request, headers: { ...request.headers, 'content-type': type } };
  }
  for (const method of ['GET', 'PUT', 'DELETE']) yield { ...request, method };
  if (protocol.type === 'json') {
    for (const target of ['', '.', 'x', `${protocol.target}.`, protocol.target]) {
      yield { ...request, headers: { ...request.headers, 'x-amz-target': target } };
    }
    const { 'x-amz-target': _, ...untold } = request.headers;
    yield { ...request, headers: untold };
  }
  for (const coding of ['gzip', 'br', 'x']) {
    yield { ...request, headers: { ...request.headers, 'content-encoding': coding } };
  }
}

function bodiesOf({ type }: Protocol, { body }: WireRequest): readonly (string | Buffer)[] {
  if (type === 'cbor') return CBOR_BODIES;
  if (type === 'rest-xml') return XML_BODIES;
  return type === 'query' || type === 'ec2' ? formBodies(body.toString().split('&', 2).join('&')) : JSON_BODIES;
}
