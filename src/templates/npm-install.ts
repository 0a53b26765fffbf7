/** Runs `npm install` in a new project. */
import { spawn } from 'node:child_process';

export interface NpmEnvironment {
  env: Readonly<Record<string, string | undefined>>;
  /** Ends npm when the user does. */
  signal: AbortSignal;
}

/** Why it did not work, in a line; `undefined` when it did. Never throws: a project without packages is still one. */
export function npmInstall(folder: string, { env, signal }: NpmEnvironment): Promise<string | undefined> {
  return new Promise((resolve) => {
    const npm = spawn('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: folder,
      // The folder may have an npm.cmd in it, which Windows would start instead of the real one.
      env: { ...env, NoDefaultCurrentDirectoryInExePath: '1' },
      signal,
      // npm is a script of the shell on Windows, and can only be started by it; nothing of the user's is in the command.
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

/** npm says the reason first and where its log is last. */
function lastError(complaints: string): string | undefined {
  const lines = complaints
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) (?!code |A complete log)(.+)/.exec(line)?.[1]);
  return lines.find((line) => line?.trim());
}
