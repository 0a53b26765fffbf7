/**
 * One raw HTTP/1.1 connection to the Runtime API, over the descriptor that the cloud has opened for it: an answer and the question for the next event travel together, which
 * is what keeps a warm call short. Not `node:http`: handlers may patch it, and it costs more than the call.
 */
import { Socket } from 'node:net';
import { log } from './log.mjs';

const api = new URL(`http://${process.env.AWS_LAMBDA_RUNTIME_API}`);
const base = `${api.pathname.replace(/\/$/, '')}/2018-06-01/runtime`;

const socket = new Socket({ fd: Number(process.env._APIKIT_RUNTIME_API_FD), readable: true, writable: true });
delete process.env._APIKIT_RUNTIME_API_FD;
const awaited = [];
let chunks = [];
let have = 0;
let need = 0;

// The cloud is gone, however it went: nothing is left to do here.
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(1));
socket.on('data', (chunk) => {
  chunks.push(chunk);
  have += chunk.length;
  while (have > 0 && have >= need) {
    const data = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    chunks = [data];
    const headEnd = data.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = parseHead(data.latin1Slice(0, headEnd));
    const end = headEnd + 4 + Number(head['content-length'] ?? 0);
    need = end;
    if (have < end) return;
    chunks = have > end ? [data.subarray(end)] : [];
    have -= end;
    need = 0;
    awaited.shift()(head, data.subarray(headEnd + 4, end));
  }
});

function parseHead(text) {
  const head = {};
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    head[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return head;
}

const ignore = () => {};
const NEXT = `GET ${base}/invocation/next HTTP/1.1\r\nHost: ${api.host}\r\n\r\n`;

/** Asks for the next event; `serve(head, body)` gets it. */
export function next(serve) {
  awaited.push(serve);
  socket.write(NEXT);
}

/** Sends an answer or an error. With `serve`, the next event is asked for in the same breath. */
export function post(path, body, { errorType, serve } = {}) {
  const facts = `X-Apikit-Log-Bytes: ${log.bytes}\r\nX-Apikit-Max-Rss: ${maxRss()}\r\n`;
  const type = errorType === undefined ? '' : `Lambda-Runtime-Function-Error-Type: ${headerSafe(errorType)}\r\n`;
  const length = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  awaited.push(ignore);
  if (serve) awaited.push(serve);
  const request = `POST ${base}${path} HTTP/1.1\r\nHost: ${api.host}\r\n${length}${facts}${type}\r\n${body}`;
  socket.write(serve ? request + NEXT : request);
}

/** Asking the system costs a good part of a short call, and the figure hardly moves. */
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

/** Reports an error, and ends the process once the report is on its way. */
export function postAndExit(path, body, errorType, code) {
  post(path, body, { errorType });
  socket.removeAllListeners('close');
  socket.end(() => process.exit(code));
}

/** Whether waiting for the next event keeps the process, and so its event loop, alive. */
export function holdProcess(hold) {
  if (hold) socket.ref();
  else socket.unref();
}
