/** A real browser, if there is one: the system's Chromium, without a window and with its own profile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** The path of the browser, or `undefined` where tests of it are skipped (CONTRIBUTING.md). */
export const findChromium = (): string | undefined =>
  findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** Opens `url` and leaves it open until `done` is settled; fails if the browser ends before. */
export async function browse<T>(binary: string, url: string, done: Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'apikit-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
  // Pages of other hosts are also served here.
  flags.push('--host-resolver-rules=MAP *.test 127.0.0.1');
  // The browser gets its own process group, because Chromium is a dozen processes.
  const browser = spawn(binary, [...flags, `--user-data-dir=${profile}`, url], { detached: true, stdio: 'ignore' });
  const ended = once(browser);
  try {
    return await Promise.race([done, ended.then((code) => Promise.reject(new Error(`the browser ended: ${code}`)))]);
  } finally {
    if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, 'SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function once(browser: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    browser.once('error', (error) => resolve(error.message));
    browser.once('exit', (code, signal) => resolve(String(code ?? signal)));
  });
}
