/** Starting, finding, emptying and stopping a cloud that runs in the background, by its data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refuseLink } from '../../refuse-links.ts';
import { cloudEnvironment } from './cloud-environment.ts';
import { type Holder, liveHolder, lockFolder, makeDataDir, removeState } from './data-folder.ts';

export interface RunningInBackground {
  readonly endpoint: string;
  readonly pid: number;
  /** Where state was moved that was not made here; see `state-mark.ts`. */
  readonly aside?: string;
}

export interface BackgroundOptions {
  readonly dataDir: string;
  readonly memory?: boolean;
  readonly port?: number;
  readonly region?: string;
  readonly realistic?: boolean;
  readonly adversity?: boolean;
  /** Answers other users of this machine too. */
  readonly anyUser?: boolean;
  /** Goes on with state that was not made here. */
  readonly trustState?: boolean;
  /** Files with policies, absolute: callers may do only what these allow. */
  readonly enforceCallers?: readonly string[];
  /** Ends with this process, however that ends. */
  readonly attached?: boolean;
  /** Executable and script of this program. */
  readonly self: readonly [string, string];
}

/** The error with which the background process ended: the document that `--json` prints. */
export interface StartFailure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: number;
}

/** Where a background cloud writes what it has to say. */
export const logPath = (dataDir: string): string => join(dataDir, 'cloud.log');

const UNDER_WAY_MS = 15_000;
const POLL_MS = 20;

export async function findCloud(dataDir: string): Promise<RunningInBackground | undefined> {
  const holder = await liveHolder(dataDir, Date.now());
  return holder && listening(holder);
}

/**
 * Starts a cloud for the folder, or returns the one that runs. One that is stopping is waited for; of several that
 * start at once, all get the one that won. `failed` is undefined when the process did not explain itself; its log may.
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
        // Ours lost, and may be so late that it would find the folder free again.
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
    launched?.letGo();
  }
}

interface Launched {
  readonly child: ChildProcess;
  exited(): boolean;
  failure(): StartFailure | undefined;
  letGo(): void;
}

function launch(options: BackgroundOptions): Launched {
  makeDataDir(options.dataDir);
  refuseLink(logPath(options.dataDir));
  const log = openSync(logPath(options.dataDir), 'w', 0o600);
  // The child's answer. Nameless, so that nothing of it stays; a file, so that the child does not depend on a reader.
  const answerPath = join(options.dataDir, `answer.${process.pid}`);
  rmSync(answerPath, { force: true });
  const answer = openSync(answerPath, 'wx+', 0o600);
  rmSync(answerPath);
  const child = spawn(options.self[0], [options.self[1], ...foregroundArguments(options)], {
    detached: true,
    env: cloudEnvironment(process.env),
    // A line to this process: it is cut when this one ends, and that is how the other one knows.
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
    letGo: () => closeSync(answer),
  };
}

/** `undefined` if the process has not ended, or died of something that it does not explain. */
function readFailure(file: number, exitCode: number | null): StartFailure | undefined {
  if (exitCode === null) return undefined;
  const bytes = Buffer.alloc(fstatSync(file).size);
  // The offset is the child's too, so the place to read from is given.
  readSync(file, bytes, 0, bytes.length, 0);
  try {
    const { error } = JSON.parse(bytes.toString('utf8')) as { error?: Omit<StartFailure, 'exitCode'> };
    return error && { ...error, exitCode };
  } catch {
    return undefined;
  }
}

/** What a running cloud was started with: whether faults can be set, whether it takes AWS's time, and whom it answers. */
export async function startedWith(
  endpoint: string,
): Promise<{ adversity: boolean; realistic: boolean; anyUser: boolean }> {
  const response = await fetch(`${endpoint}/_apikit/health`);
  const { adversity, anyUser } = (await response.json()) as {
    adversity?: { factor: number } | null;
    anyUser?: boolean;
  };
  return {
    adversity: adversity != null,
    realistic: adversity != null && adversity.factor > 0,
    anyUser: anyUser === true,
  };
}

/** Asks it to stop and waits until its folder is free. `false`: none was running. */
export async function stopCloud(dataDir: string): Promise<boolean> {
  const cloud = await findCloud(dataDir);
  if (!cloud) return false;
  await control(cloud.endpoint, 'stop');
  const deadline = Date.now() + UNDER_WAY_MS;
  while (Date.now() < deadline && (await liveHolder(dataDir, Date.now()))?.pid === cloud.pid) await delay(POLL_MS);
  return true;
}

/** Empties the folder's cloud, running or not. */
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
