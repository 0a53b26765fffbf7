/** Starting, finding and stopping a cloud that runs in the background, by its data folder. */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Holder, liveHolder } from './data-folder.ts';

export interface RunningInBackground {
  readonly endpoint: string;
  readonly pid: number;
}

export interface BackgroundOptions {
  readonly dataDir: string;
  readonly memory?: boolean;
  readonly port?: number;
  readonly region?: string;
  /** Executable and script of this program. */
  readonly self: readonly [string, string];
}

/** Where a background cloud writes what it has to say. */
export const logPath = (dataDir: string): string => join(dataDir, 'cloud.log');

const START_MS = 15_000;
const POLL_MS = 20;

export async function findCloud(dataDir: string): Promise<RunningInBackground | undefined> {
  const holder = await liveHolder(dataDir, Date.now());
  return holder && listening(holder);
}

/** Starts a cloud for the folder, or returns the one that runs. `failed` holds the last lines of its log. */
export async function startInBackground(
  options: BackgroundOptions,
  signal: AbortSignal,
): Promise<{ cloud: RunningInBackground; alreadyRunning: boolean } | { failed: string }> {
  const running = await findCloud(options.dataDir);
  if (running) return { cloud: running, alreadyRunning: true };

  mkdirSync(options.dataDir, { recursive: true });
  const log = openSync(logPath(options.dataDir), 'w', 0o600);
  const child = spawn(options.self[0], [options.self[1], ...foregroundArguments(options)], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  let exited = false;
  child.once('exit', () => (exited = true));
  child.once('error', () => (exited = true));
  child.unref();

  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && !signal.aborted) {
    const cloud = await findCloud(options.dataDir);
    if (cloud) return { cloud, alreadyRunning: cloud.pid !== child.pid };
    if (exited) break;
    await delay(POLL_MS);
  }
  if (child.pid !== undefined && !exited) process.kill(child.pid, 'SIGTERM');
  return { failed: readFileSync(logPath(options.dataDir), 'utf8').trim().split('\n').slice(-5).join('\n') };
}

/** Asks it to stop and waits until its folder is free. `false`: none was running. */
export async function stopCloud(dataDir: string): Promise<boolean> {
  const cloud = await findCloud(dataDir);
  if (!cloud) return false;
  await control(cloud.endpoint, 'stop');
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && (await liveHolder(dataDir, Date.now()))) await delay(POLL_MS);
  return true;
}

export async function resetCloud(cloud: RunningInBackground): Promise<void> {
  await control(cloud.endpoint, 'reset');
}

async function control(endpoint: string, verb: 'stop' | 'reset'): Promise<void> {
  await fetch(`${endpoint}/_apikit/${verb}`, { method: 'POST', headers: { 'x-apikit-control': '1' } });
}

function listening(holder: Holder): RunningInBackground | undefined {
  return holder.endpoint === undefined ? undefined : { endpoint: holder.endpoint, pid: holder.pid };
}

function foregroundArguments(options: BackgroundOptions): string[] {
  return [
    ...['local', 'start', '--foreground', '--data', options.dataDir],
    ...(options.memory ? ['--memory'] : []),
    ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ...(options.region === undefined ? [] : ['--region', options.region]),
  ];
}
