import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDynaliteEngine } from '../../../src/local/services/dynamodb/dynalite-engine.ts';
import { makeTable, startDynamo } from './table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apikit-dynamodb-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('tables, settings and items outlive a restart', async () => {
  const first = await startDynamo({ dataDir: folder });
  await makeTable(first, 'items', { DeletionProtectionEnabled: true });
  await first.client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: 'a' } } }));
  await first.close();
  const second = await startDynamo({ dataDir: folder });
  const { Item } = await second.client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' } });
  await second.close();
});

test('after kill -9 every acknowledged pair is complete, in the table and in its index', async () => {
  // The bundle is beside the packages, so that the process finds the engine as the installed program would.
  const bundles = join(process.cwd(), 'node_modules', '.cache', 'apikit-test');
  mkdirSync(bundles, { recursive: true });
  const outfile = join(bundles, `transaction-writer-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'transaction-writer.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  const acknowledged = await killAfter(outfile, join(folder, 'db'), 200);
  rmSync(outfile);

  const engine = await openDynaliteEngine({
    account: '000000000000',
    region: 'eu-west-1',
    transitionMs: 0,
    path: join(folder, 'db'),
  });
  const items = ((await engine.call('Scan', { TableName: 'pairs' })).Items as { pair: { S: string } }[]).map(
    ({ pair }) => Number(pair.S),
  );
  const indexed = (await engine.call('Scan', { TableName: 'pairs', IndexName: 'by-pair' })).Count;
  await engine.close();
  const sides = new Map<number, number>();
  for (const pair of items) sides.set(pair, (sides.get(pair) ?? 0) + 1);
  expect([...sides.values()].every((count) => count === 2)).toBe(true);
  expect(sides.size).toBeGreaterThanOrEqual(acknowledged + 1);
  expect(indexed).toBe(items.length);
});

/** Kills the writer in the middle of its work; resolves with the last pair that it reported. */
function killAfter(script: string, path: string, pairs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (lastLine(output) >= pairs) writer.kill('SIGKILL');
    });
    writer.on('error', reject);
    writer.on('close', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(lastLine(output)) : reject(new Error('the writer ended by itself')),
    );
  });
}

const lastLine = (output: string) => Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
