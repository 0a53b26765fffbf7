/**
 * One execution environment: a process that serves one call at a time over the Runtime API. It knows its own state
 * (init, ready, busy, ended) and its log. The pool decides which call it gets and when it ends.
 */
import type { ChildProcess } from 'node:child_process';
import type { FunctionVersion } from '../state/functions/model.ts';
import { type FailureDocument, processExited, responseTooLarge, timedOut } from './failures.ts';
import type { Invocation, StartFailure } from './invocation.ts';
import { killGroup } from './launch.ts';
import { createFrameReader, createLineSplitter } from './log-frames.ts';
import { createPlatformLog, keepsLine } from './platform-log.ts';
import type { ClientFacts, Delivery, RuntimeApiWorker } from './runtime-api.ts';
import { LOG_FD } from './worker-env.ts';
import type { WorkerLog } from './worker-log.ts';

export interface WorkerEvents {
  /** The worker is ready for its next call: after init, and after each call. */
  idle(worker: Worker): void;
  /**
   * The worker is no longer ready: its client has lost the connection to the Runtime API. It is idle again with a new
   * connection.
   */
  busy(worker: Worker): void;
  /** The process ended before it was ready. */
  startFailed(failure: StartFailure): void;
  /** The process has ended, for any reason. */
  ended(worker: Worker): void;
}

export interface Worker {
  readonly api: RuntimeApiWorker;
  /** Called with the process when it has started. */
  attach(child: ChildProcess): void;
  /** Only for an idle worker. */
  serve(invocation: Invocation): void;
  kill(): void;
  /** The process could not be started at all. */
  abort(cause: unknown): void;
}

interface Running {
  readonly invocation: Invocation;
  readonly delivery: Delivery;
  readonly started: number;
  readonly timer: NodeJS.Timeout;
}

interface Finished {
  readonly payload: Buffer;
  readonly failed: boolean;
  readonly status?: string;
  /** Only if the process ended in the call. */
  readonly exited?: FailureDocument;
}

/** Lambda's limit for init. After it, init continues in the first call and counts against the function's timeout. */
const INIT_LIMIT_MS = 10_000;

/** After the end of the process, the rest of its pipes arrives within this time, or another process holds them open. */
const DRAIN_MS = 200;

/** `simulated` is the duration of every call in ms instead of the real one. */
export function createWorker(
  version: FunctionVersion,
  log: WorkerLog,
  events: WorkerEvents,
  simulated?: number,
): Worker {
  const { settings } = version;
  const platform = createPlatformLog(version, log);
  const keeps = keepsLine(settings);
  const printed = (line: string) => {
    if (keeps(line)) log.line(line);
  };
  const timeoutMs = settings.timeout * 1000;
  const bornAt = performance.now();
  let child: ChildProcess | undefined;
  let killed = false;
  let ready = false;
  let initMs: number | undefined;
  let initFailure: Buffer | undefined;
  let maxRss = 0;
  let deliver: ((delivery: Delivery) => void) | undefined;
  let running: Running | undefined;
  let afterLogs: { bytes: number; run: () => void } | undefined;

  const lines = createLineSplitter(printed);
  const frames = createFrameReader({ event: (message) => log.line(message), text: (text) => lines.push(text) });

  let initDeadline: NodeJS.Timeout | undefined;
  const initTimer = setTimeout(() => {
    platform.initReport(INIT_LIMIT_MS, 'timeout');
    initDeadline = setTimeout(kill, timeoutMs).unref();
  }, INIT_LIMIT_MS).unref();

  function kill(): void {
    killed = true;
    if (child) killGroup(child);
  }

  /** Runs when everything that the client had logged by then has arrived. */
  const whenLogged = (bytes: number, run: () => void) => {
    if (frames.received >= bytes) run();
    else afterLogs = { bytes, run };
  };

  const finish = ({ invocation, started, timer }: Running, finished: Finished) => {
    clearTimeout(timer);
    running = undefined;
    lines.flush();
    const duration = simulated ?? performance.now() - started;
    const { requestId } = invocation;
    const { status, exited } = finished;
    platform.report({ requestId, duration, maxRss, initMs, status, exited });
    initMs = undefined;
    log.flush();
    invocation.finish({ payload: finished.payload, failed: finished.failed, duration, logTail: log.tail() });
    if (deliver) events.idle(worker);
  };

  const conclude = (requestId: string, facts: ClientFacts, finished: Finished): boolean => {
    if (running?.invocation.requestId !== requestId || afterLogs) return false;
    const concluded = running;
    maxRss = Math.max(maxRss, facts.maxRss);
    whenLogged(facts.logBytes, () => {
      if (running === concluded) finish(concluded, finished);
    });
    return true;
  };

  const onTimeout = (timedOutCall: Running) => {
    if (running !== timedOutCall) return;
    const { requestId } = timedOutCall.invocation;
    killed = true;
    finish(timedOutCall, { ...failed(timedOut(requestId, settings.timeout)), status: 'timeout' });
    kill();
  };

  const onEnd = (code: number | null, signal: NodeJS.Signals | null) => {
    clearTimeout(initTimer);
    clearTimeout(initDeadline);
    deliver = undefined;
    afterLogs?.run();
    lines.flush();
    if (running) {
      const document = processExited(running.invocation.requestId, code, signal);
      finish(running, { ...failed(document), status: 'error', exited: document });
    } else if (!ready && (!killed || initDeadline)) {
      reportStartFailure(code, signal);
    }
    log.flush();
    events.ended(worker);
  };

  const reportStartFailure = (code: number | null, signal: NodeJS.Signals | null) => {
    const slow = initDeadline !== undefined;
    const body = initFailure;
    const duration = performance.now() - bornAt;
    if (!slow) platform.initReport(duration, 'error', errorTypeOf(body) ?? 'Runtime.ExitError');
    events.startFailed({
      document: (requestId) =>
        body ?? encode(slow ? timedOut(requestId, settings.timeout) : processExited(requestId, code, signal)),
      logTail: log.tail(),
    });
  };

  const worker: Worker = {
    api: {
      next(give) {
        // The client asks for an event without having answered, so it has not received its event: the connection broke.
        if (running && !afterLogs) return give(running.delivery);
        // A client that lost its connection asks again; it is the same wait.
        const asksAgain = deliver !== undefined;
        deliver = give;
        if (!ready) {
          ready = true;
          initMs = performance.now() - bornAt;
          clearTimeout(initTimer);
          clearTimeout(initDeadline);
        }
        if (!running && !asksAgain) events.idle(worker);
      },
      gone(give) {
        if (deliver !== give) return;
        deliver = undefined;
        events.busy(worker);
      },
      respond: (requestId, body, facts) => conclude(requestId, facts, { payload: body, failed: false }),
      respondTooLarge: (requestId, facts) =>
        conclude(requestId, facts, { ...failed(responseTooLarge()), status: 'error' }),
      fail: (requestId, body, facts) => conclude(requestId, facts, { payload: body, failed: true, status: 'error' }),
      failInit(body) {
        if (running) return worker.api.fail(running.invocation.requestId, body, { logBytes: 0, maxRss: 0 });
        initFailure = body;
        return !ready;
      },
    },
    attach(started) {
      child = started;
      (child.stdio[LOG_FD] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => {
        frames.push(chunk);
        if (!afterLogs || frames.received < afterLogs.bytes) return;
        const { run } = afterLogs;
        afterLogs = undefined;
        run();
      });
      for (const stream of [child.stdout!, child.stderr!]) {
        const own = createLineSplitter(printed);
        stream.setEncoding('utf8').on('data', own.push);
        stream.on('end', own.flush);
      }
      whenGone(child, onEnd);
      if (killed) kill();
    },
    serve(invocation) {
      const give = deliver!;
      deliver = undefined;
      const started = performance.now();
      const delivery = { headers: headersOf(invocation, timeoutMs), payload: invocation.payload };
      const timer = setTimeout(() => onTimeout(call), timeoutMs).unref();
      const call: Running = { invocation, delivery, started, timer };
      running = call;
      log.begin();
      platform.start(invocation.requestId, version.version);
      give(delivery);
    },
    kill,
    abort(cause) {
      clearTimeout(initTimer);
      const errorMessage = cause instanceof Error ? cause.message : String(cause);
      platform.initReport(performance.now() - bornAt, 'error', 'Runtime.InvalidEntrypoint');
      events.startFailed({
        document: (requestId) =>
          encode({
            errorType: 'Runtime.InvalidEntrypoint',
            errorMessage: `RequestId: ${requestId} Error: ${errorMessage}`,
          }),
        logTail: log.tail(),
      });
      log.flush();
      events.ended(worker);
    },
  };
  return worker;
}

const encode = (document: FailureDocument): Buffer => Buffer.from(JSON.stringify(document));
const failed = (document: FailureDocument) => ({ payload: encode(document), failed: true });

function errorTypeOf(body: Buffer | undefined): string | undefined {
  if (body === undefined) return undefined;
  try {
    return (JSON.parse(body.toString('utf8')) as { errorType?: string }).errorType;
  } catch {
    return undefined;
  }
}

function headersOf(invocation: Invocation, timeoutMs: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedArn,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
    ...(invocation.clientContext !== undefined && {
      'Lambda-Runtime-Client-Context': inHeader(invocation.clientContext),
    }),
  };
}

/** JSON for a header: line breaks become blanks, and non-ASCII characters, which occur only in strings, are escaped. */
const inHeader = (json: string): string =>
  json
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[^ -~]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Calls `gone` once, after the exit and after its pipes are read to the end. */
function whenGone(child: ChildProcess, gone: (code: number | null, signal: NodeJS.Signals | null) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    clearTimeout(timer);
    gone(child.exitCode, child.signalCode);
  };
  child.once('error', once);
  child.once('exit', () => {
    timer = setTimeout(once, DRAIN_MS);
  });
  child.once('close', once);
}
