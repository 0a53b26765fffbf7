/** `apikit console` in-process for a project. */
import { run } from '../../src/cli.ts';
import { systemClock } from '../../src/clock.ts';
import { SELF } from './cli.ts';
import type { Project } from './project.ts';
import { silentIo } from './silent-io.ts';

export interface ConsoleSession {
  /** The output. */
  readonly document: object;
  /** The address with the token. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  /** Everything that was written to stderr. */
  errors(): string;
  /** Requests a path with the token, and changes of the headers. */
  fetch(path: string, options?: RequestInit): Promise<Response>;
  /** Presses Ctrl-C, and returns the exit code. */
  stop(): Promise<number>;
}

/** `endpoint` is that of a proxy before the cloud. */
export async function startConsoleSession(
  project: Project,
  stage: string,
  endpoint = project.cloud.endpoint,
): Promise<ConsoleSession> {
  const ctrlC = new AbortController();
  let output = '';
  let errors = '';
  let ended: Promise<number> | undefined;
  const url = await new Promise<string>((resolve, reject) => {
    const stdout = {
      write(text: string) {
        output += text;
        const found = /"url": "([^"]+)"/.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      },
    };
    const world = {
      ...silentIo(),
      stdout,
      stderr: {
        write(text: string) {
          errors += text;
        },
      },
      env: { AWS_ENDPOINT_URL: endpoint },
      cwd: project.dir,
      clock: systemClock,
      signal: ctrlC.signal,
      self: SELF,
    };
    ended = run(['console', '--stage', stage, '--no-open', '--json'], world);
    ended.then((code) => reject(new Error(`the console ended with ${code}: ${output}`)));
  });
  const { origin, hash } = new URL(url);
  const token = hash.replace('#token=', '');
  return {
    ...{ url, origin, token, document: JSON.parse(output) },
    errors: () => errors,
    fetch: (path, options = {}) =>
      fetch(`${origin}${path}`, { ...options, headers: { 'x-apikit-console': token, ...options.headers } }),
    async stop() {
      ctrlC.abort();
      return (await ended)!;
    },
  };
}
