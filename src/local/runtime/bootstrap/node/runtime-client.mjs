/**
 * Speaks HTTP/1.1 with the Runtime API, over a descriptor that the cloud has opened. A response and the request for the
 * next event are sent together, which keeps a warm call short. It does not use `node:http`, because handlers may patch
 * it and it costs more than the call.
 */
import { Socket } from 'node:net';
import { log } from './log.mjs';

const { pathname } = new URL(`http://${process.env.AWS_LAMBDA_RUNTIME_API}`);
const base = `${pathname.replace(/\/$/, '')}/2018-06-01/runtime`;

/** The buffer for all reads: one buffer per read costs more than most events. */
const incoming = Buffer.allocUnsafeSlow(64 * 1024);

const socket = new Socket({
  fd: Number(process.env._APIKIT_RUNTIME_API_FD),
  readable: true,
  writable: true,
  onread: {
    buffer: incoming,
    callback(length) {
      take(incoming.subarray(0, length));
      return true;
    },
  },
});
delete process.env._APIKIT_RUNTIME_API_FD;

const awaited = [];
/** Copies of the parts of an incomplete response, and its length if known. */
let parts = [];
let have = 0;
let need = 0;

// The cloud is gone, for whatever reason, so there is nothing left to do.
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(1));

function take(chunk) {
  have += chunk.length;
  if (have < need) {
    parts.push(Buffer.from(chunk));
    return;
  }
  let data = parts.length === 0 ? chunk : Buffer.concat([...parts, chunk]);
  parts = [];
  need = 0;
  while (data.length > 0) {
    const headEnd = data.indexOf('\r\n\r\n');
    const head = headEnd < 0 ? '' : data.latin1Slice(0, headEnd);
    const end = headEnd + 4 + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (headEnd < 0 || data.length < end) {
      need = headEnd < 0 ? 0 : end;
      parts.push(Buffer.from(data));
      break;
    }
    awaited.shift()(head, data.subarray(headEnd + 4, end));
    data = data.subarray(end);
  }
  have = data.length;
}

const CONTENT_LENGTH = /\r\ncontent-length:\s*(\d+)/i;

function parseHead(text) {
  const head = {};
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    head[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return head;
}

const ignore = () => {};
const served = (serve) => (head, body) => serve(parseHead(head), body);
const NEXT = `GET ${base}/invocation/next HTTP/1.1\r\n\r\n`;

/** Requests the next event and calls `serve(head, body)` with it. */
export function next(serve) {
  awaited.push(served(serve));
  socket.write(NEXT);
}

/** Sends a response or an error. With `serve`, it requests the next event in the same write. */
export function post(path, body, { errorType, serve } = {}) {
  const facts = `X-Apikit-Log-Bytes: ${log.bytes}\r\nX-Apikit-Max-Rss: ${maxRss()}\r\n`;
  const type = errorType === undefined ? '' : `Lambda-Runtime-Function-Error-Type: ${headerSafe(errorType)}\r\n`;
  const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  awaited.push(ignore);
  if (serve) awaited.push(served(serve));
  const request = `POST ${base}${path} HTTP/1.1\r\n${length}${facts}${type}\r\n${body}`;
  socket.write(serve ? request + NEXT : request);
}

/** The system call takes a good part of a short call, and the figure hardly changes. */
const ASK_EVERY_MS = 20;
let askedAt = -ASK_EVERY_MS;
let peak = 0;

function maxRss() {
  const now = performance.now();
  if (now - askedAt >= ASK_EVERY_MS) {
    peak = process.resourceUsage().maxRSS;
    askedAt = now;
  }
  return peak;
}

const headerSafe = (text) => String(text).replace(/[^\x20-\x7e]/g, '?');

/** Reports an error, and ends the process once the report is sent. */
export function postAndExit(path, body, errorType, code) {
  post(path, body, { errorType });
  socket.removeAllListeners('close');
  socket.end(() => process.exit(code));
}

/** Sets whether waiting for the next event keeps the process, and so its event loop, alive. */
export function holdProcess(hold) {
  if (hold) socket.ref();
  else socket.unref();
}
