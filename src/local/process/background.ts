/** Starts, finds, resets and stops the cloud that runs in the background for a data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refuseLink } from '../../files/refuse-links.ts';
import { cloudEnvironment } from './cloud-environment.ts';
import { type Holder, healthOf, liveHolder, lockFolder, makeDataDir, removeState } from './data-folder.ts';

export interface RunningInBackground {
  readonly endpoint: string;
  readonly pid: number;
  /** The folder to which state from elsewhere was moved; see `state-mark.ts`. */
  readonly aside?: string;
}

export interface BackgroundOptions {
  readonly dataDir: string;
  readonly memory?: boolean;
  readonly port?: number;
  readonly region?: string;
  readonly realistic?: boolean;
  readonly adversity?: boolean;
  /** Whether other users of this machine may use the cloud. */
  readonly anyUser?: boolean;
  /** Whether to continue with state from elsewhere. */
  readonly trustState?: boolean;
  /** Absolute paths of policy files; callers may do only what these policies allow. */
  readonly enforceCallers?: readonly string[];
  /** Whether the cloud ends together with this process. */
  readonly attached?: boolean;
  /** The executable and the script of this program. */
  readonly self: readonly [string, string];
}

/** The error of a background process that failed, as the document that `--json` prints. */
export interface StartFailure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: number;
}

/** The path of the background cloud's log. */
export const logPath = (dataDir: string): string => join(dataDir, 'cloud.log');

const UNDER_WAY_MS = 15_000;
const POLL_MS = 20;

export async function findCloud(dataDir: string): Promise<RunningInBackground | undefined> {
  const holder = await liveHolder(dataDir, Date.now());
  return holder && listening(holder);
}

/**
 * Starts a cloud for the folder, or returns the running one. If a cloud is stopping, this waits. If several start at
 * once, all get the one that won. `failed` is undefined if the process has not explained its failure; its log may do
 * so.
 */
export async function startInBackground(
  options: BackgroundOptions,
  signal: AbortSignal,
): Promise<{ cloud: RunningInBackground; alreadyRunning: boolean } | { failed: StartFailure | undefined }> {
  let launched: Launched | undefined;
  const deadline = Date.now() + UNDER_WAY_MS;
  try {
    while (Date.now() < deadline && !signal.aborted) {
      const holder = await liveHolder(options.dataDir, Date.now());
      const cloud = holder && listening(holder);
      if (cloud) {
        const alreadyRunning = cloud.pid !== launched?.child.pid;
        // Our process has lost, and could be so late that it finds the folder free again.
        if (alreadyRunning) launched?.child.kill('SIGTERM');
        return { cloud, alreadyRunning };
      }
      if (!holder && launched?.exited()) break;
      if (!holder) launched ??= launch(options);
      await delay(POLL_MS);
    }
    launched?.child.kill('SIGTERM');
    return { failed: launched?.failure() };
  } finally {
    launched?.closeAnswer();
  }
}

interface Launched {
  readonly child: ChildProcess;
  exited(): boolean;
  failure(): StartFailure | undefined;
  closeAnswer(): void;
}

function launch(options: BackgroundOptions): Launched {
  makeDataDir(options.dataDir);
  refuseLink(logPath(options.dataDir));
  const log = openSync(logPath(options.dataDir), 'w', 0o600);
  // The child writes its result to this file. It is unlinked, so that nothing remains; it is a file, so that the child
  // does not depend on a reader.
  const answerPath = join(options.dataDir, `answer.${process.pid}`);
  rmSync(answerPath, { force: true });
  const answer = openSync(answerPath, 'wx+', 0o600);
  rmSync(answerPath);
  const child = spawn(options.self[0], [options.self[1], ...foregroundArguments(options)], {
    detached: true,
    env: cloudEnvironment(process.env),
    // An IPC channel to this process. It breaks when this process ends, and the child then ends, too.
    stdio: options.attached ? ['ignore', answer, log, 'ipc'] : ['ignore', answer, log],
  });
  let exited = false;
  child.once('exit', () => (exited = true));
  child.once('error', () => (exited = true));
  child.unref();
  child.channel?.unref();
  closeSync(log);
  return {
    child,
    exited: () => exited,
    failure: () => readFailure(answer, child.exitCode),
    closeAnswer: () => closeSync(answer),
  };
}

/** Returns `undefined` if the process has not ended, or has not explained its end. */
function readFailure(file: number, exitCode: number | null): StartFailure | undefined {
  if (exitCode === null) return undefined;
  const bytes = Buffer.alloc(fstatSync(file).size);
  // The file offset is shared with the child, so the position is explicit.
  readSync(file, bytes, 0, bytes.length, 0);
  try {
    const { error } = JSON.parse(bytes.toString('utf8')) as { error?: Omit<StartFailure, 'exitCode'> };
    return error && { ...error, exitCode };
  } catch {
    return undefined;
  }
}

/**
 * Returns the options that a running cloud was started with: whether faults can be set, whether it has AWS's delays,
 * and whose requests it accepts.
 */
export async function startedWith(
  endpoint: string,
): Promise<{ adversity: boolean; realistic: boolean; anyUser: boolean }> {
  const { adversity, anyUser } = (await healthOf(endpoint)) as {
    adversity?: { factor: number } | null;
    anyUser?: boolean;
  };
  return {
    adversity: adversity != null,
    realistic: adversity != null && adversity.factor > 0,
    anyUser: anyUser === true,
  };
}

/** Asks the cloud to stop and waits until its folder is free. Returns `false` if none was running. */
export async function stopCloud(dataDir: string): Promise<boolean> {
  const cloud = await findCloud(dataDir);
  if (!cloud) return false;
  await control(cloud.endpoint, 'stop');
  const deadline = Date.now() + UNDER_WAY_MS;
  while (Date.now() < deadline && (await liveHolder(dataDir, Date.now()))?.pid === cloud.pid) await delay(POLL_MS);
  return true;
}

/** Resets the cloud of the folder, running or not. */
export async function resetCloud(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  for (;;) {
    const taken = await lockFolder(dataDir, Date.now);
    if ('lock' in taken) {
      removeState(dataDir);
      return taken.lock.release();
    }
    const cloud = listening(taken.heldBy);
    if (cloud) return control(cloud.endpoint, 'reset');
    await delay(POLL_MS);
  }
}

async function control(endpoint: string, verb: 'stop' | 'reset'): Promise<void> {
  const response = await fetch(`${endpoint}/_apikit/${verb}`, { method: 'POST', headers: { 'x-apikit-control': '1' } });
  if (!response.ok)
    throw new Error(`the embedded cloud answered ${verb} with ${response.status}: ${await response.text()}`);
}

function listening({ endpoint, pid, aside }: Holder): RunningInBackground | undefined {
  return endpoint === undefined ? undefined : { endpoint, pid, ...(aside !== undefined && { aside }) };
}

function foregroundArguments(options: BackgroundOptions): string[] {
  return [
    ...['local', 'start', '--foreground', '--json', '--data', options.dataDir],
    ...(options.memory ? ['--memory'] : []),
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.region === undefined ? [] : ['--region', options.region]),
    ...(options.realistic ? ['--realistic'] : []),
    ...(options.adversity ? ['--adversity'] : []),
    ...(options.anyUser ? ['--any-user'] : []),
    ...(options.trustState ? ['--trust-state'] : []),
    ...(options.enforceCallers ?? []).flatMap((file) => ['--enforce-callers', file]),
  ];
}
