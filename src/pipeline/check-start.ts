/**
 * Starts the handler once before it is sent anywhere, so that what fails while it is loaded is told here and not by the
 * first request. The only step of a deploy that runs the user's code; `plan` and `validate` do not take it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStackTraces } from '../bundle/stack-traces.ts';
import { startFault } from '../bundle/start-fault.ts';
import { type StartProcess, startProcess } from '../bundle/start-process.ts';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import { ApikitError, EXIT } from '../errors.ts';
import { explainFileError } from '../explain-file-error.ts';
import { refuseLinks } from '../refuse-links.ts';
import { replaceFile } from '../replace-file.ts';
import { handlerEnvironment } from '../stack/environment.ts';
import { functionName } from '../stack/names.ts';
import { runsHere } from './bundle-options.ts';
import type { Notices, PreparedStage } from './prepare-stage.ts';

export interface StartCheck {
  /** The project's folder. */
  readonly root: string;
  readonly config: StageConfig;
  readonly prepared: Pick<PreparedStage, 'code'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly notices: Pick<Notices, 'warn'>;
  /** Gives a process that has been started already. */
  readonly takeProcess?: () => StartProcess;
}

/**
 * Code that has started once, with these variables and this Node.js, is not started again.
 *
 * @throws ApikitError `StartFailed` for what is certain to fail on Lambda; warns of the rest
 */
export async function checkStart(check: StartCheck): Promise<void> {
  const { root, config, prepared, env, notices } = check;
  const { entry, exportName, runtime } = config.function;
  if (!runtime.startsWith('nodejs')) return;
  // Compiled code of another machine says nothing when it does not run on this one.
  if (prepared.code.native && config.stage !== LOCAL_STAGE && !runsHere(config)) return;
  const variables = { ...handlerEnvironment(config), ...lambdaVariables(config) };
  const key = createHash('sha256')
    .update(JSON.stringify([prepared.code.sha256, variables, process.version]))
    .digest('hex');
  const known = await knownStarts(root);
  if (known.includes(key)) return;
  const report = await (check.takeProcess?.() ?? startProcess(env)).start(prepared.code.entries, variables);
  const fault = startFault(report, { entry, exportName, runtime, nodeVersion: process.version, folder: report.folder });
  if (!fault) return await remember(root, [key, ...known]);
  const place = fault.stack === undefined ? undefined : placeOf(fault.stack, check);
  const message = `${fault.message}${place === undefined ? '' : ` (${place})`}`;
  if (fault.certain) throw new ApikitError('StartFailed', message, { hint: fault.hint, exitCode: EXIT.usage });
  notices.warn(`${message}. ${fault.hint}`);
}

/** What Lambda sets, with keys that sign nothing. */
function lambdaVariables(config: StageConfig): Record<string, string> {
  return {
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
    AWS_ACCESS_KEY_ID: 'APIKITSTARTSTHECODE',
    AWS_SECRET_ACCESS_KEY: 'signs-nothing',
    AWS_SESSION_TOKEN: 'signs-nothing',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.function.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName(config),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.function.memory),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    _HANDLER: 'index.handler',
    TZ: ':UTC',
  };
}

/** `src/db.ts:3:9`, the innermost place in the project that the stack names. */
function placeOf(stack: string, { root, prepared }: StartCheck): string | undefined {
  const { sha256, sourceMap } = prepared.code;
  if (sourceMap === undefined) return undefined;
  const traces = createStackTraces(root);
  traces.learn(sha256, sourceMap);
  const places = traces.mapped(stack).match(/[^\s()]+:\d+:\d+/g) ?? [];
  return places.find((place) => !/node_modules\/|^node:|^file:|^\//.test(place));
}

/** Starts that went well, the newest first; beside the project's local state. */
const KEPT = 50;
const fileOf = (root: string): string => join(root, '.apikit', 'started.json');

async function knownStarts(root: string): Promise<string[]> {
  try {
    refuseLinks(root, fileOf(root));
    return JSON.parse(await readFile(fileOf(root), 'utf8')) as string[];
  } catch {
    // A file that is missing or damaged costs a start, nothing more.
    return [];
  }
}

async function remember(root: string, keys: readonly string[]): Promise<void> {
  try {
    refuseLinks(root, fileOf(root));
    await replaceFile(fileOf(root), `${JSON.stringify(keys.slice(0, KEPT))}\n`);
  } catch (error) {
    // In a folder that cannot be written to, the next deploy starts the code again.
    if (!explainFileError(error)) throw error;
  }
}
