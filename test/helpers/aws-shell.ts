/**
 * A terminal for the AWS CLI: runs commands as a user types them, one after the other, in one folder and environment.
 */
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface AwsShell {
  /** Types `aws <line>`. Resolves with its parsed output; throws its stderr if it fails. */
  aws<T = Record<string, unknown>>(line: string): Promise<T>;
  /** The same for commands that must fail: resolves with their stderr. */
  refused(line: string): Promise<string>;
  close(): Promise<void>;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Opens a shell whose environment has the endpoint, and no AWS settings of this machine. */
export async function openAwsShell(endpoint: string, cwd: string): Promise<AwsShell> {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_PAGER: '',
  };
  const python = awsCliPython();
  const { type, close } = python === undefined ? separateRuns({ env, cwd }) : oneProcess(python, { env, cwd });
  return {
    async aws<T>(line: string): Promise<T> {
      const { code, stdout, stderr } = await type(line);
      if (code !== 0) throw new Error(`aws ${line}\nended with ${code}: ${stderr.trim()}`);
      return (/^\s*[[{"]/.test(stdout) ? JSON.parse(stdout) : stdout.trim()) as T;
    },
    async refused(line) {
      const { code, stdout, stderr } = await type(line);
      if (code === 0) throw new Error(`aws ${line}\nsucceeded: ${stdout.trim()}`);
      return stderr.trim();
    },
    close,
  };
}

/** Returns the interpreter of an AWS CLI 1; `undefined` if `aws` is the compiled AWS CLI 2. */
function awsCliPython(): string | undefined {
  try {
    const print = 'import sys, awscli.clidriver; print(sys.executable)';
    const version = execFileSync('aws', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (!version.startsWith('aws-cli/1.')) return undefined;
    return execFileSync('python3', ['-c', print], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function oneProcess(python: string, options: SpawnOptions) {
  const child = spawn(python, [join(import.meta.dirname, 'aws-shell.py')], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    async type(line: string): Promise<Outcome> {
      child.stdin!.write(`${JSON.stringify(line)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`the AWS CLI died of: aws ${line}`);
      return JSON.parse(value as string) as Outcome;
    },
    async close() {
      child.stdin!.end();
      await exited;
    },
  };
}

function separateRuns(options: SpawnOptions) {
  return {
    type: (line: string) =>
      new Promise<Outcome>((resolve, reject) => {
        const child = spawn('sh', ['-c', `aws ${line}`], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
        const printed = { stdout: '', stderr: '' };
        child.stdout!.on('data', (data) => (printed.stdout += data));
        child.stderr!.on('data', (data) => (printed.stderr += data));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code: code ?? 1, ...printed }));
      }),
    close: async () => {},
  };
}
