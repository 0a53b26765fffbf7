/** The log of a handler: each console call is one framed event; output on stdout or stderr is framed as text. */
import { writeSync } from 'node:fs';
import { format } from 'node:util';

const EVENT_FRAME = 0xa55a0003;
const TEXT_FRAME = 0xa55a0000;

const logFd = Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
delete process.env._LAMBDA_TELEMETRY_LOG_FD;

/**
 * The request ID for log lines, `undefined` outside a call, and the bytes written so far, for which the cloud waits.
 */
export const log = { requestId: undefined, bytes: 0 };

function writeFrame(type, content) {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const frame = Buffer.allocUnsafe(16 + body.length);
  frame.writeUInt32BE(type, 0);
  frame.writeUInt32BE(body.length, 4);
  frame.writeBigUInt64BE(BigInt(Date.now()) * 1000n, 8);
  body.copy(frame, 16);
  for (let at = 0; at < frame.length; ) {
    try {
      at += writeSync(logFd, frame, at);
    } catch (error) {
      if (error.code === 'EPIPE') process.exit(1);
      if (error.code !== 'EAGAIN') throw error;
    }
  }
  log.bytes += frame.length;
}

/** Writes AWS's text format. */
export function writeLine(level, ...values) {
  const line = format(...values);
  writeFrame(EVENT_FRAME, `${new Date().toISOString()}\t${log.requestId}\t${level}\t${line}\n`);
}

const logger =
  (level) =>
  (...values) =>
    writeLine(level, ...values);

Object.assign(console, {
  trace: logger('TRACE'),
  debug: logger('DEBUG'),
  info: logger('INFO'),
  log: logger('INFO'),
  warn: logger('WARN'),
  error: logger('ERROR'),
  fatal: logger('FATAL'),
});

for (const name of ['stdout', 'stderr']) {
  const original = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  Object.defineProperty(process, name, {
    ...original,
    get() {
      stream ??= Object.assign(original.get.call(process), { write: writeText });
      return stream;
    },
  });
}

function writeText(content, encoding, callback) {
  const done = typeof encoding === 'function' ? encoding : callback;
  const text = typeof content === 'string' && typeof encoding === 'string' ? Buffer.from(content, encoding) : content;
  writeFrame(TEXT_FRAME, typeof text === 'string' ? text : Buffer.from(text));
  if (done) process.nextTick(done);
  return true;
}
