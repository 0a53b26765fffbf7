/**
 * Reads HTTP/1.1 requests from one connection of the Runtime API (RFC 9112). It is strict: an ambiguous request is
 * rejected and its connection is closed. This is a parser of our own because every call of a function uses it, and
 * node:http costs more than the rest of the call.
 */

export interface ApiRequest {
  readonly method: string;
  readonly target: string;
  /** Values by header name in lower case; repeated headers are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * `undefined` if the body is larger than the reader keeps. The body is still read to its end, so that the connection
   * stays usable.
   */
  readonly body: Buffer | undefined;
  /** Whether the connection closes after the response. */
  readonly last: boolean;
}

export interface RequestReader {
  push(chunk: Buffer): void;
  /** Returns the next complete request; `undefined` until more bytes arrive. Throws `BadRequest`. */
  take(): ApiRequest | undefined;
  /** Whether the client waits for `100 Continue` before it sends the body; returns true once per request. */
  owesContinue(): boolean;
  /** The number of bytes that have arrived but are not taken yet. */
  readonly held: number;
}

/** The connection cannot be read further. */
export class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const MAX_HEAD = 64 * 1024;
/** The maximum length of a chunk-size line with its extensions, and of a trailer. */
const MAX_LINE = 4096;

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP\/1\.([01])$/;
/** Matches all header lines at once. A name cannot contain the blank that begins a folded line. */
const HEADERS = /^(?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*)*$/;
const CHUNK_LINE = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;.*)?$/;

type Head = Omit<ApiRequest, 'body'> & { readonly expectsContinue: boolean; readonly chunked: boolean };

interface Body {
  readonly head: Head;
  readonly parts: Buffer[];
  /** The bytes of content so far. */
  size: number;
  /** The remaining bytes of the body or of the chunk. */
  left: number;
  /** The part of a chunked body that is next. */
  at: 'content' | 'size line' | 'end of chunk' | 'trailers';
}

/** Bodies longer than `maxBody` bytes are not kept. */
export function createRequestReader(maxBody: number): RequestReader {
  let data: Buffer = Buffer.alloc(0);
  let body: Body | undefined;
  let continueOwed = false;

  /** Returns a line without its line end; `undefined` until it is complete. */
  const line = (): string | undefined => {
    const end = data.indexOf('\r\n');
    if (end > MAX_LINE || (end < 0 && data.length > MAX_LINE)) throw new BadRequest(400, 'A line is too long.');
    if (end < 0) return undefined;
    const text = data.toString('latin1', 0, end);
    data = data.subarray(end + 2);
    return text;
  };

  /** Returns `true` when the body is complete. */
  const advance = (open: Body): boolean => {
    for (;;) {
      if (open.at === 'content') {
        const some = data.subarray(0, open.left);
        data = data.subarray(some.length);
        open.left -= some.length;
        open.size += some.length;
        if (open.size <= maxBody) open.parts.push(some);
        else open.parts.length = 0;
        if (open.left > 0) return false;
        if (!open.head.chunked) return true;
        open.at = 'end of chunk';
      }
      const text = line();
      if (text === undefined) return false;
      if (open.at === 'size line') {
        const size = CHUNK_LINE.exec(text);
        if (!size) throw new BadRequest(400, 'The size of a chunk is not a number.');
        open.left = Number.parseInt(size[1]!, 16);
        open.at = open.left === 0 ? 'trailers' : 'content';
      } else if (open.at === 'end of chunk') {
        if (text !== '') throw new BadRequest(400, 'A chunk is longer than its size.');
        open.at = 'size line';
      } else if (text === '') {
        return true;
      }
    }
  };

  return {
    push(chunk) {
      data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    },
    take() {
      if (!body) {
        const head = takeHead();
        if (!head) return undefined;
        const left = head.chunked ? 0 : contentLength(head.headers);
        body = { head, parts: [], size: 0, left, at: head.chunked ? 'size line' : 'content' };
      }
      if (!advance(body)) {
        continueOwed ||= body.head.expectsContinue && body.size === 0;
        return undefined;
      }
      const { head, parts, size } = body;
      body = undefined;
      continueOwed = false;
      const { method, target, headers, last } = head;
      const content = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      return { method, target, headers, last, body: size > maxBody ? undefined : content };
    },
    owesContinue() {
      const owed = continueOwed;
      continueOwed = false;
      return owed;
    },
    get held() {
      return data.length;
    },
  };

  function takeHead(): Head | undefined {
    // Empty lines before a request are ignored (RFC 9112 §2.2).
    while (data.length >= 2 && data[0] === 13 && data[1] === 10) data = data.subarray(2);
    const end = data.indexOf('\r\n\r\n');
    if (end > MAX_HEAD || (end < 0 && data.length > MAX_HEAD)) throw new BadRequest(431, 'The headers are too long.');
    if (end < 0) return undefined;
    const head = parseHead(data.toString('latin1', 0, end));
    data = data.subarray(end + 4);
    return head;
  }
}

function parseHead(text: string): Head {
  const firstEnd = text.indexOf('\r\n');
  const request = REQUEST_LINE.exec(firstEnd < 0 ? text : text.slice(0, firstEnd));
  if (!request) throw new BadRequest(400, 'The request line is malformed.');
  if (firstEnd >= 0 && !HEADERS.test(text.slice(firstEnd))) throw new BadRequest(400, 'A header is malformed.');
  const headers = new Map<string, string>();
  for (let start = firstEnd; start >= 0; ) {
    const next = text.indexOf('\r\n', start + 2);
    const colon = text.indexOf(':', start);
    const name = text.slice(start + 2, colon).toLowerCase();
    const value = text.slice(colon + 1, next < 0 ? undefined : next).trim();
    start = next;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const connection = headers.get('connection')?.toLowerCase();
  const keeps = request[3] === '1' ? connection !== 'close' : connection === 'keep-alive';
  return {
    method: request[1]!,
    target: request[2]!,
    headers,
    last: !keeps,
    chunked: isChunked(headers),
    expectsContinue: expectsContinue(headers),
  };
}

function isChunked(headers: ReadonlyMap<string, string>): boolean {
  const encoding = headers.get('transfer-encoding');
  if (encoding === undefined) return false;
  if (encoding.toLowerCase() !== 'chunked')
    throw new BadRequest(501, 'Only the transfer encoding chunked is supported.');
  // Two lengths allow request smuggling (RFC 9112 §6.3).
  if (headers.has('content-length'))
    throw new BadRequest(400, 'The request has both Content-Length and Transfer-Encoding.');
  return true;
}

function contentLength(headers: ReadonlyMap<string, string>): number {
  const length = headers.get('content-length');
  if (length === undefined) return 0;
  if (!/^\d{1,15}$/.test(length)) throw new BadRequest(400, 'Content-Length is not a number.');
  return Number(length);
}

function expectsContinue(headers: ReadonlyMap<string, string>): boolean {
  const expected = headers.get('expect');
  if (expected === undefined) return false;
  if (expected.toLowerCase() !== '100-continue')
    throw new BadRequest(417, 'Only the expectation 100-continue is supported.');
  return true;
}
