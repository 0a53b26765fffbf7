/** Runs `npm install` in a new project. */
import { spawn } from 'node:child_process';

export interface NpmEnvironment {
  env: Readonly<Record<string, string | undefined>>;
  /** Aborts npm when the user aborts the command. */
  signal: AbortSignal;
}

/**
 * Returns the reason of a failure in one line, or `undefined` after a success. Never throws: a project without packages
 * is complete.
 */
export function npmInstall(folder: string, { env, signal }: NpmEnvironment): Promise<string | undefined> {
  return new Promise((resolve) => {
    const npm = spawn('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: folder,
      // Windows would start an npm.cmd in the folder instead of the real one.
      env: { ...env, NoDefaultCurrentDirectoryInExePath: '1' },
      signal,
      // On Windows npm is a shell script, which only the shell can start. The command contains no user input.
      shell: process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaints = '';
    npm.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    npm.on('error', (error) => resolve(error.message));
    npm.on('close', (code) =>
      resolve(code === 0 ? undefined : (lastError(complaints) ?? `it ended with code ${code}`)),
    );
  });
}

/** The first lines of npm's output contain the reason, and the last ones the path of its log. */
function lastError(complaints: string): string | undefined {
  const lines = complaints
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) (?!code |A complete log)(.+)/.exec(line)?.[1]);
  return lines.find((line) => line?.trim());
}
