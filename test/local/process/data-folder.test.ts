import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startInBackground } from '../../../src/local/process/background.ts';
import { lockFolder, readHolder } from '../../../src/local/process/data-folder.ts';
import { serve } from '../../../src/local/process/serve.ts';
import { tempDir } from '../../helpers/cli.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Starts a server on loopback that says it is the cloud of `pid`. */
const cloudOf = (pid: number): Promise<string> => serverOf((response) => response.end(JSON.stringify({ pid })));

async function serverOf(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the lock of a data folder', () => {
  it('prevents a second start while its cloud responds, and names the address', async () => {
    const dir = tempDir();
    const endpoint = await cloudOf(process.pid);
    const first = await lockFolder(dir, Date.now);
    if (!('lock' in first)) throw new Error('the first taker must get it');
    first.lock.announce(endpoint, undefined);
    expect(await lockFolder(dir, Date.now)).toEqual({
      heldBy: expect.objectContaining({ endpoint, pid: process.pid }),
    });
    first.lock.release();
    expect(readHolder(dir)).toBeUndefined();
  });

  it('is taken over when its holder died', async () => {
    const dir = tempDir();
    // The kernel never assigns a process id this high.
    writeFileSync(
      join(dir, 'cloud.json'),
      JSON.stringify({ pid: 2 ** 22 + 1, endpoint: 'http://127.0.0.1:1', since: 0 }),
    );
    expect(await lockFolder(dir, Date.now)).toHaveProperty('lock');
  });

  it('is ignored when it points to another machine, and nothing is sent there', async () => {
    const dir = tempDir();
    const endpoint = (await cloudOf(process.pid)).replace('127.0.0.1', 'localhost.evil.example');
    for (const stranger of [
      endpoint,
      'https://127.0.0.1:1',
      'http://127.0.0.1:1@evil.example',
      'http://evil.example',
    ]) {
      writeFileSync(join(dir, 'cloud.json'), JSON.stringify({ pid: process.pid, endpoint: stranger, since: 0 }));
      expect(readHolder(dir)).toBeUndefined();
    }
    expect(await lockFolder(dir, Date.now)).toHaveProperty('lock');
  });

  it('is taken over when the process ID now belongs to another program', async () => {
    const dir = tempDir();
    const endpoint = await cloudOf(process.pid + 1);
    writeFileSync(join(dir, 'cloud.json'), JSON.stringify({ pid: process.pid, endpoint, since: 0 }));
    expect(await lockFolder(dir, Date.now)).toHaveProperty('lock');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['does not respond', () => undefined],
    ['does not finish its response', (response) => response.write('{ "pid":')],
  ])('is kept while its cloud is busy and %s', async (_, answer) => {
    const dir = tempDir();
    const endpoint = await serverOf(answer);
    writeFileSync(join(dir, 'cloud.json'), JSON.stringify({ pid: process.pid, endpoint, since: 0 }));
    expect(await lockFolder(dir, Date.now)).toEqual({ heldBy: expect.objectContaining({ endpoint }) });
  });

  it('is taken over when another program answers anything else', async () => {
    const dir = tempDir();
    const endpoint = await serverOf((response) => response.end('<html>'));
    writeFileSync(join(dir, 'cloud.json'), JSON.stringify({ pid: process.pid, endpoint, since: 0 }));
    expect(await lockFolder(dir, Date.now)).toHaveProperty('lock');
  });

  it('has one winner among many concurrent takeovers of a stale lock', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'cloud.json'), '{"pid": 4194');
    const taken = await Promise.all(Array.from({ length: 10 }, () => lockFolder(dir, Date.now)));
    expect(taken.filter((result) => 'lock' in result)).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('a data folder from a repository', () => {
  const refused = (path: string) => expect.objectContaining({ code: 'ELOOP', syscall: 'open', path });
  const serving = (dataDir: string) => serve({ dataDir, memory: false }, new AbortController().signal);

  /** Creates a file of the user, and a data folder in which `name` points to it. */
  function linked(name: string) {
    const dataDir = tempDir();
    const mine = join(tempDir(), 'mine.txt');
    writeFileSync(mine, 'precious');
    mkdirSync(join(dataDir, name, '..'), { recursive: true });
    symlinkSync(mine, join(dataDir, name));
    return { dataDir, mine, path: join(dataDir, name) };
  }

  it.each(['state.jsonl', 'cloud.log', 'metrics/000000000000/us-east-1.jsonl', 'logs/000000000000/us-east-1/g'])(
    'is not used if %s is a link, and nothing is written through it',
    async (name) => {
      const { dataDir, mine, path } = linked(name);
      await expect(serving(dataDir)).rejects.toEqual(refused(path));
      expect(readFileSync(mine, 'utf8')).toBe('precious');
      expect(readHolder(dataDir)).toBeUndefined();
    },
  );

  it('is not used if a folder in it is a link', async () => {
    const [dataDir, elsewhere] = [tempDir(), tempDir()];
    symlinkSync(elsewhere, join(dataDir, 'blobs'));
    await expect(serving(dataDir)).rejects.toEqual(refused(join(dataDir, 'blobs')));
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is not used if its lock is a link, to a file or to nothing', async () => {
    const { dataDir, path } = linked('cloud.json');
    await expect(lockFolder(dataDir, Date.now)).rejects.toEqual(refused(path));
    const dangling = tempDir();
    symlinkSync(join(dangling, 'nothing'), join(dangling, 'cloud.json'));
    await expect(lockFolder(dangling, Date.now)).rejects.toEqual(refused(join(dangling, 'cloud.json')));
    expect(existsSync(join(dangling, 'nothing'))).toBe(false);
  });

  it('gets no log written through a link', async () => {
    const { dataDir, mine, path } = linked('cloud.log');
    const options = { dataDir, self: [process.execPath, ''] as const };
    await expect(startInBackground(options, new AbortController().signal)).rejects.toEqual(refused(path));
    expect(readFileSync(mine, 'utf8')).toBe('precious');
  });
});
