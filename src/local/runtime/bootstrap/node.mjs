/**
 * Lambda's Node.js bootstrap for the embedded cloud: loads the handler, then takes one event after another from the
 * Runtime API. It behaves like AWS's own Runtime Interface Client in everything that a handler can notice: resolution,
 * context, console format, error documents. It is plain JavaScript with built-in modules only, because it starts in
 * every function's process.
 */
import { describe, inLog, RuntimeError } from './node/errors.mjs';
import { loadHandler } from './node/handler.mjs';
import { log, writeError } from './node/log.mjs';
import { holdProcess, next, post, postAndExit } from './node/runtime-client.mjs';

const env = process.env;
const callbacksAllowed = Number(/nodejs(\d+)/.exec(env.AWS_EXECUTION_ENV)?.[1]) < 24;

globalThis.awslambda = {
  streamifyResponse() {
    throw new Error("Response streaming (awslambda.streamifyResponse) is not emulated by apikit's embedded cloud.");
  },
};

/** The request ID of the current call. */
let current;
let handler;

function exitWith(error, logged, code) {
  writeError(logged, error, inLog(error));
  const document = describe(error);
  const path = current === undefined ? '/init/error' : `/invocation/${current}/error`;
  postAndExit(path, JSON.stringify(document), document.errorType, code);
}

process.on('uncaughtException', (error) => exitWith(error, 'Uncaught Exception', 129));
process.on('unhandledRejection', (reason) => {
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason));
  exitWith(Object.assign(error, { reason }), 'Unhandled Promise Rejection', 128);
});

/** Read once, because each access to the environment costs a microsecond. */
const facts = {
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
};

function makeContext(head) {
  const deadline = Number(head['lambda-runtime-deadline-ms']);
  const clientContext = head['lambda-runtime-client-context'];
  return {
    ...(callbacksAllowed && { callbackWaitsForEmptyEventLoop: true }),
    ...facts,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    identity: undefined,
    invokedFunctionArn: head['lambda-runtime-invoked-function-arn'],
    awsRequestId: head['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** Calls back once with `(error)` or `(undefined, result)`. */
function call(event, context, settle) {
  if (!callbacksAllowed) {
    settleWith(async () => handler(event, context), settle);
    return;
  }
  const done = (error, result) => (error === undefined || error === null ? settle(undefined, result) : settle(error));
  let calledBack = false;
  // A result from the callback waits for pending work; an error, and the methods of the context, do not wait.
  const callback = (error, result) => {
    if (calledBack) return;
    calledBack = true;
    const failed = error !== undefined && error !== null;
    if (failed || !context.callbackWaitsForEmptyEventLoop) done(error, result);
    else whenLoopIsEmpty(() => settle(undefined, result));
  };
  context.done = done;
  context.succeed = (result) => done(undefined, result);
  context.fail = (error) => done(error ?? 'handled');
  // If a handler neither returns a promise nor calls back, the call ends with null when its event loop is empty.
  whenLoopIsEmpty(() => settle(undefined, null));
  const returned = handler(event, context, callback);
  if (typeof returned?.then === 'function') settleWith(() => returned, settle);
}

async function settleWith(run, settle) {
  let result;
  try {
    result = await run();
  } catch (error) {
    return settle(error ?? new Error(String(error)));
  }
  settle(undefined, result);
}

let onEmptyLoop;
process.on('beforeExit', () => onEmptyLoop?.());

function whenLoopIsEmpty(run) {
  holdProcess(false);
  onEmptyLoop = () => {
    onEmptyLoop = undefined;
    run();
  };
}

function serve(head, body) {
  const requestId = head['lambda-runtime-aws-request-id'];
  current = requestId;
  log.requestId = requestId;
  if (head['lambda-runtime-trace-id']) env._X_AMZN_TRACE_ID = head['lambda-runtime-trace-id'];
  else delete env._X_AMZN_TRACE_ID;
  const settle = (error, result) => {
    if (current !== requestId) return;
    onEmptyLoop = undefined;
    holdProcess(true);
    if (error === undefined) succeed(result);
    else fail(error);
  };
  try {
    call(JSON.parse(body.toString('utf8')), makeContext(head), settle);
  } catch (error) {
    settle(error ?? new Error(String(error)));
  }
}

function succeed(result) {
  let body;
  try {
    body = JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    fail(new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body'));
    return;
  }
  answer('response', body);
}

function fail(error) {
  writeError('Invoke Error', error, inLog(error));
  const document = describe(error);
  answer('error', JSON.stringify(document), document.errorType);
}

function answer(kind, body, errorType) {
  const path = `/invocation/${current}/${kind}`;
  current = undefined;
  post(path, body, { errorType, serve });
}

try {
  handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER, callbacksAllowed);
  next(serve);
} catch (error) {
  exitWith(error, 'Uncaught Exception', 1);
}
