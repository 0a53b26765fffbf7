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

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const least = isJson ? LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL) : 0;

/** Writes one event in AWS's text format or in its JSON format, unless its level is too low. */
function writeLine(level, ...values) {
  if (LEVELS.indexOf(level) < least) return;
  if (isJson) {
    writeFrame(EVENT_FRAME, `${jsonLine(level, values)}\n`);
    return;
  }
  const line = format(...values);
  writeFrame(EVENT_FRAME, `${new Date().toISOString()}\t${log.requestId}\t${level}\t${line}\n`);
}

/** A single value stays what it is; several are formatted as text, and the first error among them also has members. */
function jsonLine(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId: log.requestId };
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...line, message: values[0] }, errorMembers);
    } catch {
      return JSON.stringify({ ...line, message: format(values[0]) });
    }
  }
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...line, message: format(...values), ...(error && membersOf(error)) });
}

const errorMembers = (_, value) => (value instanceof Error ? { ...membersOf(value), ...value } : value);

function membersOf(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
  const { name, message, stack } = error;
  return { errorType: name, errorMessage: message, stackTrace: typeof stack === 'string' ? stack.split('\n') : [] };
}

/** Writes an error that nothing caught. `text` is its form in the text format. */
export function writeError(label, error, text) {
  if (!isJson) return writeLine('ERROR', label, text);
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', requestId: log.requestId, message: label };
  writeFrame(EVENT_FRAME, `${JSON.stringify({ ...line, ...membersOf(error) })}\n`);
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
