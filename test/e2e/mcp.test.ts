/**
 * `apikit mcp` of the built program, over real stdio with the official client. Other commands load nothing of its SDK.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';
import { SELF, tempDir } from '../helpers/cli.ts';
import { environment, startApikit } from '../helpers/cli-process.ts';
import { scaffoldSmall } from '../helpers/project.ts';

async function connected(cwd: string, client = new Client({ name: 'test', version: '1' })): Promise<Client> {
  const [command, script] = SELF;
  const transport = new StdioClientTransport({
    command,
    args: [script, 'mcp'],
    cwd,
    env: environment(),
    stderr: 'ignore',
  });
  await client.connect(transport);
  return client;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: { readonly structuredContent: { readonly fingerprint: string } };
  readonly params?: { readonly message: string };
}

describe('the built server', () => {
  it('works with the embedded cloud of its project', async () => {
    const cwd = await scaffoldSmall();
    const client = await connected(cwd);
    try {
      expect(client.getServerVersion()).toMatchObject({ name: 'apikit' });
      expect((await client.listTools()).tools.length).toBeGreaterThan(8);
      const valid = await client.callTool({ name: 'validate', arguments: {} });
      expect(valid).toMatchObject({ structuredContent: { app: 'items-api' } });
      const plan = await client.callTool({ name: 'plan', arguments: { stage: 'local' } });
      expect(plan).toMatchObject({ structuredContent: { fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) } });
    } finally {
      await client.close();
      await startApikit(['local', 'stop'], { cwd }).finished;
    }
  });

  it('serves clients of the revision 2026-07-28, too', async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await connected(tempDir(), client);
    const { structuredContent } = await client.callTool({ name: 'docs', arguments: { topic: 'mcp' } });
    expect(structuredContent).toMatchObject({ topic: 'mcp' });
    await client.close();
  });

  it('answers nonsense with errors of the protocol, writes nothing else to stdout, and ends with stdin', async () => {
    const { child, finished } = startApikit(['mcp'], { cwd: tempDir(), stdin: 'pipe' });
    const lines = ['not json', '{"jsonrpc":"2.0","id":1,"method":"nowhere"}', '[]', '{"jsonrpc":"2.0","id":2}'];
    child.stdin!.write(`${lines.join('\n')}\n{"jsonrpc":"2.0","id":3,"method":"ping"}\n`);
    await new Promise<void>((resolve) => {
      child.stdout!.on('data', (text: Buffer) => text.includes('"id":3') && resolve());
    });
    child.stdin!.end();
    const { code, stdout } = await finished;
    const messages = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number });
    expect(code).toBe(0);
    expect(messages).toContainEqual(
      expect.objectContaining({ id: 1, error: expect.objectContaining({ code: -32601 }) }),
    );
    expect(messages).toContainEqual({ jsonrpc: '2.0', id: 3, result: {} });
  });

  it('interrupts a deploy in order if the client reads no longer, and gives the lock back', async () => {
    const cwd = await scaffoldSmall();
    const { child, finished } = startApikit(['mcp', '--allow-writes'], { cwd, stdin: 'pipe' });
    const send = (message: object) => void child.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const call = (id: number, name: string, given: object, _meta: object = {}) =>
      send({ id, method: 'tools/call', params: { name, arguments: { stage: 'local', ...given }, _meta } });
    const clientInfo = { name: 'test', version: '1' };
    send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    let closed = false;
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => {
      const { id, result, method, params } = JSON.parse(line) as Message;
      if (id === 1) call(2, 'plan', {});
      if (id === 2) call(3, 'deploy', { plan: result!.structuredContent.fingerprint }, { progressToken: 'p' });
      if (method !== 'notifications/progress' || !params!.message.startsWith('changing')) return;
      closed = true;
      child.stdout!.destroy();
    });
    try {
      const { code, stderr } = await finished;
      expect({ code, closed }).toEqual({ code: 0, closed: true });
      expect(stderr).toContain('reads no longer');
      const status = await startApikit(['status', '--stage', 'local', '--json'], { cwd }).finished;
      expect(JSON.parse(status.stdout)).toMatchObject({ lock: null, release: null });
    } finally {
      await startApikit(['local', 'stop'], { cwd }).finished;
    }
  });

  it('ends at SIGTERM', async () => {
    const child = spawn(SELF[0], [SELF[1], 'mcp'], {
      cwd: tempDir(),
      env: environment(),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGTERM'));
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });
});

it('only mcp loads the SDK', () => {
  const chunks = join(packageRoot, 'dist/chunks');
  const names = readdirSync(chunks);
  const text = (name: string) => readFileSync(join(chunks, name), 'utf8');
  const imports = (name: string) =>
    [...text(name).matchAll(/\b(?:from|import)"\.\/([^"]+)"/g)].map(([, file]) => file!);
  const holders = new Set(names.filter((name) => text(name).includes('io.modelcontextprotocol/clientInfo')));
  expect(holders.size).toBeGreaterThan(0);
  for (let before = 0; before < holders.size; ) {
    before = holders.size;
    for (const name of names) if (imports(name).some((file) => holders.has(file))) holders.add(name);
  }
  const loading = [...holders]
    .filter((name) => !name.startsWith('chunk-'))
    .map((name) => name.replace(/-\w{8}\.js$/, ''));
  expect(loading).toEqual(['serve-stdio']);
});
