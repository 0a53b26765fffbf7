/** The program around every command: help, version, wrong usage, errors, streams, exit codes. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/commands/index.ts';
import { apikit, SELF, tempDir } from './helpers/cli.ts';

/** Creates a folder with a project that is valid except for `config`. */
function project(config = ''): string {
  const dir = tempDir();
  mkdirSync(join(dir, 'src'));
  writeFileSync(
    join(dir, 'apikit.yaml'),
    `name: shop\nregion: eu-west-1\ncontract: openapi.yaml\nfunction: { entry: src/handler.ts }\nstages: { dev: {} }\n${config}`,
  );
  writeFileSync(
    join(dir, 'openapi.yaml'),
    "openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\npaths:\n  /health:\n    get:\n      operationId: getHealth\n      responses: { '200': { description: OK } }\n",
  );
  writeFileSync(join(dir, 'src/handler.ts'), 'export const handler = async () => ({ statusCode: 200 });\n');
  return dir;
}

describe('help and version', () => {
  it('shows every command with its summary', async () => {
    const { code, stdout } = await apikit(['--help']);
    expect(code).toBe(0);
    for (const { path } of COMMANDS) expect(stdout).toContain(`  ${path.split(' ')[0]} `);
    expect((await apikit([])).stdout).toBe(stdout);
  });

  it.each(COMMANDS.map(({ path }) => path))('%s has help with its own flags and the common ones', async (path) => {
    const { code, stdout } = await apikit([...path.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: apikit ${path}`);
    expect(stdout).toContain('--json');
  });

  it.each(COMMANDS)(
    'gives examples of apikit $path, and --config only if the command reads a project',
    async (entry) => {
      const { stdout } = await apikit([...entry.path.split(' '), '--help']);
      expect(stdout).toMatch(/Examples:\n {2}\S*apikit /);
      expect(stdout.includes('--config')).toBe(
        !['init', 'completion', 'docs', 'adopt'].includes(entry.path) && !entry.path.startsWith('import '),
      );
    },
  );

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    for (const flag of ['--version', '-v', '-V']) {
      expect(await apikit([flag])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
      // The executable prints it without loading the program.
      const { status, stdout } = spawnSync(process.execPath, [SELF[1], flag], { encoding: 'utf8' });
      expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
    }
  });

  it('is short with -h, for every command', async () => {
    for (const words of [[], ['keys'], ['keys', 'create']]) {
      const long = await apikit([...words, '--help']);
      expect(await apikit([...words, '-h'])).toMatchObject({ code: 0, stdout: long.stdout });
    }
  });
});

describe('invalid usage', () => {
  it.each([
    [['deplyo', '--help'], 'There is no command deplyo.', 'apikit deploy'],
    [['-h', 'deplyo'], 'There is no command deplyo.', 'apikit deploy'],
    [['help', 'deplyo'], 'There is no command deplyo.', 'apikit deploy'],
    [['keys', 'turn', '--help'], 'There is no command keys turn.', 'The verbs of keys are create, list, show, rotate'],
    [['keys', 'lst'], 'There is no command keys lst.', 'Did you mean apikit keys list?'],
    [['conjure'], 'There is no command conjure.', 'See apikit --help.'],
  ])('%j is an error with the possible values', async (argv, message, hint) => {
    const { code, stdout, stderr } = await apikit(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/mean apikit (plan|keys create)/);
  });

  it.each([
    [['deploy', '--stge', 'dev'], '--stage'],
    [['deplyo'], 'deploy'],
  ])('%j is an error with a suggestion and ends with 2', async (argv, suggestion) => {
    const { code, stderr, stdout } = await apikit(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(suggestion);
    expect(stderr).toContain('--help');
  });

  it('names the flag for a missing stage without a terminal', async () => {
    const { code, stderr } = await apikit(['status'], { cwd: project() });
    expect(code).toBe(2);
    expect(stderr).toContain('--stage');
    expect(stderr).toContain('dev, local');
  });

  it('reads the stage from APIKIT_STAGE, and says if it does not exist', async () => {
    const { code, stderr } = await apikit(['status'], { cwd: project(), env: { APIKIT_STAGE: 'prd' } });
    expect(code).toBe(2);
    expect(stderr).toContain('prd');
  });

  it('says that a folder has no project', async () => {
    const { code, stderr } = await apikit(['deploy', '--stage', 'dev'], { cwd: tempDir() });
    expect(code).toBe(2);
    expect(stderr).toContain('apikit init');
  });
});

describe('errors', () => {
  it('are one document with --json, with every problem of a file', async () => {
    const cwd = project('functon: {}\nthrottle: { rate: many }\n');
    const { code, stdout, json } = await apikit(['plan', '--stage', 'dev', '--json'], { cwd });
    expect(code).toBe(2);
    // One line, which may be the last of a stream.
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { error } = json<{ error: { code: string; problems: { line: number; message: string }[] } }>();
    expect(error.code).toBe('InvalidConfig');
    expect(error.problems.map(({ line }) => line)).toEqual([6, 7]);
  });

  it('in a broken YAML file have its line, and come before any call', async () => {
    const cwd = project('tables: {');
    const { code, stderr } = await apikit(['deploy', '--stage', 'dev'], {
      cwd,
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/apikit\.yaml:\d+:\d+/);
  });

  it('in a handler that does not compile have file and line, and come before any call', async () => {
    const cwd = project();
    writeFileSync(join(cwd, 'src/handler.ts'), 'export const handler = async ( => 1;\n');
    const { code, stderr } = await apikit(['deploy', '--stage', 'dev'], {
      cwd,
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('src/handler.ts:1:');
  });

  it('name an endpoint that does not respond', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const endpoint = `http://127.0.0.1:${port}`;
    const { code, stderr } = await apikit(['status', '--stage', 'dev'], {
      cwd: project(),
      env: { AWS_ENDPOINT_URL: endpoint },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(endpoint);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('without credentials end with 4 and say how to configure them', () => {
    const { status, stderr } = spawnSync(process.execPath, [SELF[1], 'status', '--stage', 'dev'], {
      cwd: project(),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: tempDir(), AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect(status).toBe(4);
    expect(stderr).toContain('credentials');
    expect(stderr).toContain('→');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('streams', () => {
  it('have colours only on a terminal, and never with NO_COLOR or --no-color', async () => {
    const terminal = (out: string[]) => ({ write: (text: string) => out.push(text), isTTY: true, columns: 80 });
    for (const [argv, env, coloured] of [
      [['status'], {}, true],
      [['status'], { NO_COLOR: '1' }, false],
      [['status', '--no-color'], {}, false],
    ] as const) {
      const out: string[] = [];
      await apikit(argv, { cwd: tempDir(), env, stderr: terminal(out) });
      expect(out.join('').includes('\x1b[')).toBe(coloured);
    }
  });

  it('keep all words of data on a narrow terminal, and documents and pipes unchanged', async () => {
    const cwd = join(tempDir(), 'narrow');
    await apikit(['init', cwd, '--yes', '--no-install', '--region', 'us-east-1'], { cwd: tempDir() });
    const narrow = async (argv: readonly string[]) => {
      let text = '';
      const stdout = { write: (part: string) => (text += part), isTTY: true, columns: 42 };
      await apikit(argv, { cwd, stdout });
      return text;
    };
    const piped = (await apikit(['openapi', 'lint'], { cwd })).stdout;
    const folded = await narrow(['openapi', 'lint']);
    expect(Math.max(...piped.split('\n').map((line) => line.length))).toBeGreaterThan(42);
    expect(
      Math.max(
        ...stripVTControlCharacters(folded)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(42);
    expect(stripVTControlCharacters(folded).split(/\s+/)).toEqual(piped.split(/\s+/));
    const script = await narrow(['completion', 'bash']);
    expect(script).toBe((await apikit(['completion', 'bash'], { cwd })).stdout);
  });

  it('survive a reader that closes', async () => {
    const child = spawn(process.execPath, [SELF[1], 'completion', 'bash'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });
});
