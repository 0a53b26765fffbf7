/** The request as its signer saw it, and the signature in it: in a header or in a presigned query. */
import { hash } from 'node:crypto';
import { SignatureError } from './signature-error.ts';

export interface SignedRequest {
  readonly method: string;
  /** The path as on the request line: not decoded, without the query. */
  readonly path: string;
  readonly query: string;
  /** `name` is in lower case; repeated headers are joined by commas. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
  /** S3: the hash of the body as the client has signed it, or a word in its place. */
  readonly payloadHash?: string;
}

export interface Signature {
  readonly accessKeyId: string;
  readonly scope: { readonly date: string; readonly region: string; readonly service: string };
  /** Names in lower case, in the order of the signer. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20261121T090000Z` */
  readonly time: string;
  /** The seconds for which a presigned request is valid; absent in the header form. */
  readonly expires?: number;
  readonly sessionToken: string | undefined;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Throws `SignatureError`: MissingAuthenticationToken without a signature, IncompleteSignature if a part is missing.
 */
export function readSignature(request: SignedRequest): Signature {
  const header = request.header('authorization');
  if (header !== undefined) return readHeader(header, request);
  const query = new URLSearchParams(request.query);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return readQuery(query);
  throw new SignatureError('MissingAuthenticationToken', 'Missing Authentication Token');
}

/** A header of another scheme is parsed as a list without equal signs, which is AWS's error. */
export const noKeyValuePair = (header: string): string =>
  `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOf(header)}'.`;

/** The form that every SDK writes; other forms are parsed part by part. */
const USUAL = /^AWS4-HMAC-SHA256 Credential=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([^,\s]+)$/;

function readHeader(header: string, request: SignedRequest): Signature {
  const [, credential, signedHeaders, signature] = USUAL.exec(header) ?? [];
  const usualTime = request.header('x-amz-date');
  if (credential !== undefined && usualTime !== undefined) {
    return {
      ...readCredential(credential),
      signedHeaders: signedHeaders!.toLowerCase().split(';'),
      signature: signature!,
      time: usualTime,
      sessionToken: request.header('x-amz-security-token'),
    };
  }
  return readParts(header, request);
}

function readParts(header: string, request: SignedRequest): Signature {
  const [, list] = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header) ?? [];
  if (list === undefined) throw incomplete(noKeyValuePair(header));
  const parts = new Map<string, string>();
  for (const pair of list.split(/[\s,]+/).filter((part) => part !== '')) {
    const equals = pair.indexOf('=');
    if (equals < 0) throw incomplete(noKeyValuePair(header));
    parts.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  const time = request.header('x-amz-date') ?? basicTime(request.header('date'));
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (time === undefined) {
    missing.push(`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.`);
  }
  if (missing.length > 0) {
    throw incomplete(
      `${missing.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashOf(header)}`,
    );
  }
  return {
    ...readCredential(parts.get('Credential')!),
    signedHeaders: parts.get('SignedHeaders')!.toLowerCase().split(';'),
    signature: parts.get('Signature')!,
    time: time!,
    sessionToken: request.header('x-amz-security-token'),
  };
}

const QUERY_PARTS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
];

function readQuery(query: URLSearchParams): Signature {
  const missing = QUERY_PARTS.filter((name) => !query.get(name)).map(
    (name) => `AWS query-string parameters must include '${name}'.`,
  );
  if (missing.length > 0) throw incomplete(missing.join(' '));
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw incomplete(`Unsupported AWS 'algorithm': '${query.get('X-Amz-Algorithm')}'.`);
  }
  const expires = Number(query.get('X-Amz-Expires'));
  // The maximum is one week.
  if (!Number.isInteger(expires) || expires < 0 || expires > 604_800) {
    throw incomplete('X-Amz-Expires must be a number of seconds between 0 and 604800.');
  }
  return {
    ...readCredential(query.get('X-Amz-Credential')!),
    signedHeaders: query.get('X-Amz-SignedHeaders')!.toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature')!,
    time: query.get('X-Amz-Date')!,
    expires,
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
  };
}

function readCredential(credential: string): Pick<Signature, 'accessKeyId' | 'scope'> {
  const elements = credential.split('/');
  const [accessKeyId, date, region, service, terminator] = elements;
  if (elements.length !== 5) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'.`,
    );
  }
  if (terminator !== 'aws4_request') {
    throw new SignatureError(
      'InvalidSignature',
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    );
  }
  return { accessKeyId: accessKeyId!, scope: { date: date!, region: region!, service: service! } };
}

/** Converts `Date: Sat, 21 Nov 2026 09:00:00 GMT` to the form of `X-Amz-Date`. */
function basicTime(date: string | undefined): string | undefined {
  if (date === undefined || /^\d{8}T\d{6}Z$/.test(date)) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : basicForm(time);
}

/** `20261121T090000Z` */
export const basicForm = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');

/** Returns `undefined` for a text in another form. */
export function fromBasicForm(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

const hashOf = (text: string): string => hash('sha256', text, 'base64');

const incomplete = (message: string) => new SignatureError('IncompleteSignature', message);
