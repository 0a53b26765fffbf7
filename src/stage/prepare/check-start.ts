/**
 * Starts the handler once before it is uploaded, so that an error during loading shows here and not at the first
 * request. This is the only step of a deploy that runs the user's code. `plan` and `validate` do not run it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { BundledFunction } from '../../bundle/bundle-function.ts';
import { createStackTraces } from '../../bundle/node/stack-traces.ts';
import { pythonStartFault } from '../../bundle/start/python-start-fault.ts';
import { type StartFault, startFault } from '../../bundle/start/start-fault.ts';
import { type StartProcess, startProcess } from '../../bundle/start/start-process.ts';
import { type PythonStartReport, startPython } from '../../bundle/start/start-python.ts';
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import { ANY_ACCOUNT, handlerEnvironment } from '../../config/handler-environment.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { explainFileError } from '../../files/explain-file-error.ts';
import { refuseLinks } from '../../files/refuse-links.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { consumerName, functionName } from '../../naming/names.ts';
import { runsHere } from './bundle-options.ts';
import type { Notices, PreparedStage } from './prepared-stage.ts';
import { type StageFunction, stageFunctions } from './stage-functions.ts';
import { providedTo } from './stage-layers.ts';

export interface StartCheck {
  /** The project's folder. */
  readonly root: string;
  readonly config: StageConfig;
  readonly prepared: Pick<PreparedStage, 'code' | 'consumers' | 'layers'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly notices: Pick<Notices, 'warn'>;
  /** Returns a process that has already started. */
  readonly takeProcess?: () => StartProcess;
}

/** A fault, and the place in the project that it comes from. */
type Fault = StartFault & { readonly place?: string | undefined };

/**
 * Starts the API's handler and the consumers. Code that has started once with the same variables and Node.js is
 * not started again.
 *
 * @throws ApikitError `StartFailed` for faults that will certainly fail on Lambda. Other faults are warnings.
 */
export async function checkStart(check: StartCheck): Promise<void> {
  const { root, config, notices } = check;
  const known = await knownStarts(root);
  const outcomes = await Promise.all(
    stageFunctions(config, check.prepared).map(async (started) => {
      const variables = { ...handlerEnvironment(config, ANY_ACCOUNT), ...lambdaVariables(config, started) };
      const { code, runtime } = started;
      const key = createHash('sha256')
        .update(JSON.stringify([code.sha256, variables, runtime.startsWith('python') ? 'python3' : process.version]))
        .digest('hex');
      if (known.includes(key)) return {};
      const fault = await (runtime.startsWith('python')
        ? faultOfPython(started, variables, check)
        : faultOfNode(started, variables, check));
      return fault ? { fault } : { key };
    }),
  );
  const faults = outcomes.flatMap(({ fault }) => fault ?? []);
  const certain = faults.filter((fault) => fault.certain);
  for (const fault of faults.filter((each) => !each.certain)) notices.warn(`${messageOf(fault)}. ${fault.hint}`);
  const [first] = certain;
  if (first) {
    throw new ApikitError('StartFailed', certain.map(messageOf).join('\n'), { hint: first.hint, exitCode: EXIT.usage });
  }
  const fresh = outcomes.flatMap(({ key }) => key ?? []);
  if (fresh.length > 0) await remember(root, [...fresh, ...known]);
}

const messageOf = ({ message, place }: Fault): string => `${message}${place === undefined ? '' : ` (${place})`}`;

type Variables = Record<string, string>;

async function faultOfNode(
  { code, ...started }: StageFunction,
  variables: Variables,
  { root, config, env, prepared, takeProcess }: StartCheck,
): Promise<Fault | undefined> {
  // If code that is compiled for another machine does not run here, that says nothing about Lambda.
  if (code.native && config.stage !== LOCAL_STAGE && !runsHere(config)) return undefined;
  const ready = code === prepared.code ? takeProcess?.() : undefined;
  const report = await (ready ?? startProcess(env)).start(code.entries, variables);
  const fault = startFault(report, {
    ...started,
    provided: providedTo(started.runtime, config, prepared.layers),
    nodeVersion: process.version,
    folder: report.folder,
  });
  return fault && { ...fault, place: fault.stack === undefined ? undefined : placeOf(fault.stack, root, code) };
}

async function faultOfPython(
  { code, ...started }: StageFunction,
  variables: Variables,
  { config, env, prepared }: StartCheck,
): Promise<Fault | undefined> {
  const { entries, handler } = code;
  const report = await startPython({ entries, handler, variables, env });
  if (!report || isForeign(report, code, started.runtime, config)) return undefined;
  const provided = providedTo(started.runtime, config, prepared.layers);
  const fault = pythonStartFault(report, { ...started, provided, folder: report.folder });
  return fault && { ...fault, place: 'failed' in report ? pythonPlace(report.failed, code) : undefined };
}

/** Whether the code has parts that are compiled for another machine, or for another Python version, than this one. */
function isForeign(
  report: PythonStartReport,
  { entries }: BundledFunction,
  runtime: string,
  config: StageConfig,
): boolean {
  if (config.stage === LOCAL_STAGE || !entries.some(({ path }) => path.endsWith('.so'))) return false;
  return !runsHere(config) || !('version' in report) || `python${report.version.join('.')}` !== runtime;
}

/** The variables that Lambda sets, with keys that sign nothing. */
function lambdaVariables(config: StageConfig, { code, runtime, consumer }: StageFunction): Variables {
  return {
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
    AWS_ACCESS_KEY_ID: 'APIKITSTARTSTHECODE',
    AWS_SECRET_ACCESS_KEY: 'signs-nothing',
    AWS_SESSION_TOKEN: 'signs-nothing',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: consumer === undefined ? functionName(config) : consumerName(config, consumer),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.function.memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    _HANDLER: code.handler,
    TZ: ':UTC',
  };
}

/** The innermost place in the project that the stack names: `src/db.ts:3:9`. */
function placeOf(stack: string, root: string, { sha256, sourceMap }: BundledFunction): string | undefined {
  if (sourceMap === undefined) return undefined;
  const traces = createStackTraces(root);
  traces.learn(sha256, sourceMap);
  const places = traces.mapped(stack).match(/[^\s()]+:\d+:\d+/g) ?? [];
  return places.find((place) => !/node_modules\/|^node:|^file:|^\//.test(place));
}

/** The innermost place in the project of a Python traceback: `src/db.py:3`. */
function pythonPlace(
  { frames }: { readonly frames: readonly { file: string; line: number }[] },
  { base = '', sources }: BundledFunction,
): string | undefined {
  const own = frames.map(({ file, line }) => ({ file: posix.join(base, file), line }));
  const found = own.findLast(({ file }) => sources.includes(file) && !/(^|\/)vendor\//.test(file));
  return found && `${found.file}:${found.line}`;
}

/** How many successful starts are remembered, the newest first. The file is beside the project's local state. */
const KEPT = 50;
const fileOf = (root: string): string => join(root, '.apikit', 'started.json');

async function knownStarts(root: string): Promise<string[]> {
  try {
    refuseLinks(root, fileOf(root));
    return JSON.parse(await readFile(fileOf(root), 'utf8')) as string[];
  } catch {
    // Without the file, or with a damaged one, the code only starts once more.
    return [];
  }
}

async function remember(root: string, keys: readonly string[]): Promise<void> {
  try {
    refuseLinks(root, fileOf(root));
    await replaceFile(fileOf(root), `${JSON.stringify(keys.slice(0, KEPT))}\n`);
  } catch (error) {
    // If the folder is not writable, the next deploy starts the code again.
    if (!explainFileError(error)) throw error;
  }
}
