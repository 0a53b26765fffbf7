/** A real browser, where there is one: Chromium of the system, without a window and with a profile of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** The path of the browser, or `undefined` where tests of it are skipped (CONTRIBUTING.md). */
export const findChromium = (): string | undefined =>
  findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** Opens `url` and leaves it open until `done` is settled; fails when the browser ends before. */
export async function browse<T>(binary: string, url: string, done: Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'apikit-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
  // Pages of other hosts than this one, which are served here all the same.
  flags.push('--host-resolver-rules=MAP *.test 127.0.0.1');
  // In a group of its own: Chromium is a dozen processes.
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
