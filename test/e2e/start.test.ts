/** Every command reads some files before its own code. Their number decides how long `apikit --help` takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';

const BIN = join(packageRoot, 'dist', 'bin.js');

/** The files that this one imports at its start, itself among them. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)"(\.[^"]+)"/g))
    loadedWith(join(dirname(file), path!), found);
  return found;
}

const bytesOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + readFileSync(file).length, 0);

/** The name that esbuild gives the chunk of a lazy module. */
function nameOf(module: string): string {
  const { name, dir } = parse(module);
  return name === 'index' ? parse(dir).name : name;
}

describe('a start', () => {
  it('reads three small files for --version', () => {
    const files = loadedWith(BIN);
    expect(files.size).toBeLessThanOrEqual(3);
    expect(bytesOf(files)).toBeLessThan(4_000);
  });

  it('reads five files, of 140 kB at most, for every other command before its own code', () => {
    const [main] = /(?<=import\(")\.\/chunks\/main-\w+\.js(?="\))/.exec(readFileSync(BIN, 'utf8')) ?? [];
    const files = loadedWith(join(packageRoot, 'dist', main!), loadedWith(BIN));
    expect(files.size).toBeLessThanOrEqual(5);
    expect(bytesOf(files)).toBeLessThan(140_000);
  });

  it.each([
    ['validate', 40, 2_150_000],
    ['plan', 65, 3_150_000],
    ['tail-logs', 45, 1_550_000],
  ] as const)('reads few large files for %s', (command, most, bytes) => {
    const chunks = readdirSync(join(packageRoot, 'dist/chunks'));
    const everyday = JSON.parse(readFileSync(join(packageRoot, 'scripts/everyday-commands.json'), 'utf8'));
    const names: string[] = everyday[command].map(nameOf);
    const lazy = chunks.filter((file) => names.includes(file.replace(/-[A-Z0-9]{8}\.js$/, '')));
    expect(lazy.length).toBeGreaterThanOrEqual(new Set(names).size);
    const files = new Set(lazy.flatMap((file) => [...loadedWith(join(packageRoot, 'dist/chunks', file))]));
    expect(files.size).toBeLessThanOrEqual(most);
    expect(bytesOf(files)).toBeLessThan(bytes);
  });

  it('has of each AWS client only the operations that apikit calls', () => {
    const chunks = join(packageRoot, 'dist/chunks');
    const clients = readdirSync(chunks).filter((name) => name.startsWith('client-'));
    expect(clients.length).toBeGreaterThan(20);
    const files = new Set(clients.flatMap((name) => [...loadedWith(join(chunks, name))]));
    const code = [...files].map((file) => readFileSync(file, 'utf8')).join('');
    expect(code).toContain('"PutRolePolicy"');
    expect(code).not.toContain('"CreateVirtualMFADevice"');
  });
});
