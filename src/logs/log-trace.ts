/** Takes the stack traces out of a log line, so that they can be shown line by line. Pure. */
import { jsonObject } from './json-object.ts';
import type { LogLine } from './log-line.ts';

/** The members in which loggers put an error, and Lambda's own line for an error that nothing caught. */
const ERROR_MEMBERS = ['error', 'err', 'exception'];
const UNCAUGHT = /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*(\{.*\})$/s;
/** The number of nested causes that are shown. */
const CAUSES = 8;

interface Traces {
  readonly line: LogLine;
  readonly traces: string[];
}

interface Traced {
  readonly stack: string | readonly string[];
  readonly cause?: unknown;
}

/**
 * Returns the line without its traces, and the traces. Each trace is a text with several lines. A cause follows the
 * error that it caused.
 */
export function withoutTraces(line: LogLine): Traces {
  const uncaught = UNCAUGHT.exec(line.message);
  if (uncaught) {
    const error = jsonObject(uncaught[2]!);
    if (isTraced(error)) return { line: { ...line, message: uncaught[1]! }, traces: tracesOf(error) };
  }
  const written = ofRuntime(line);
  if (written) return written;
  if (isTraced(line)) {
    const { stack, ...rest } = line as LogLine & Traced;
    return { line: rest, traces: tracesOf({ stack }) };
  }
  const member = ERROR_MEMBERS.find((name) => isTraced(line[name]));
  if (member === undefined) return { line, traces: [] };
  const { [member]: error, ...rest } = line;
  return { line: rest as LogLine, traces: tracesOf(error as Traced) };
}

/** In the JSON format of the log, Lambda's runtimes write an error as members of the line. */
function ofRuntime({ errorType, errorMessage, stackTrace, ...rest }: LogLine): Traces | undefined {
  if (typeof errorType !== 'string' || !Array.isArray(stackTrace)) return undefined;
  const head = `${errorType}: ${errorMessage}`;
  const stack = stackTrace.map((frame) => String(frame).trimEnd());
  return { line: rest as LogLine, traces: [(stack[0] === head ? stack : [head, ...stack]).join('\n')] };
}

function isTraced(value: unknown): value is Traced {
  if (typeof value !== 'object' || value === null || !('stack' in value)) return false;
  const { stack } = value;
  return typeof stack === 'string' || (Array.isArray(stack) && stack.every((line) => typeof line === 'string'));
}

function tracesOf({ stack, cause }: Traced, depth = CAUSES): string[] {
  const own = typeof stack === 'string' ? stack : stack.join('\n');
  if (depth === 0 || !isTraced(cause)) return [own];
  return [own, ...tracesOf(cause, depth - 1).map((trace) => `caused by ${trace}`)];
}
