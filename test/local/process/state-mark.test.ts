import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { claimState, MARK } from '../../../src/local/process/state-mark.ts';
import { tempDir } from '../../helpers/cli.ts';

const userOf = (home: string, trust = false) => ({ trust, now: 1, env: { XDG_STATE_HOME: home } });

function folderWithState(): string {
  const folder = join(tempDir(), 'local');
  mkdirSync(join(folder, 'blobs'), { recursive: true });
  writeFileSync(join(folder, 'state.jsonl'), '["x","y",1]\n');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  return folder;
}

it('continues with state that the same user created in the same folder', () => {
  const home = tempDir();
  const folder = join(tempDir(), 'local');
  mkdirSync(folder);
  expect(claimState(folder, userOf(home))).toBeUndefined();
  writeFileSync(join(folder, 'state.jsonl'), 'state');
  expect(claimState(folder, userOf(home))).toBeUndefined();
  expect(readFileSync(join(folder, 'state.jsonl'), 'utf8')).toBe('state');
  if (process.platform === 'win32') return;
  expect(statSync(join(home, 'apikit', 'key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'apikit')).mode & 0o777).toBe(0o700);
});

it.each([
  ['without a mark', () => {}],
  ['with an invalid mark', (folder: string) => writeFileSync(join(folder, MARK), 'f'.repeat(64))],
  ['with the mark of another user', (folder: string) => void claimState(folder, userOf(tempDir(), true))],
])('moves state %s aside, and nothing else', (_, mark) => {
  const folder = folderWithState();
  mark(folder);
  const home = tempDir();
  const aside = claimState(folder, userOf(home))!;
  expect(readdirSync(aside).sort()).toEqual(['blobs', 'state.jsonl']);
  expect(existsSync(join(folder, 'state.jsonl'))).toBe(false);
  expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
  expect(claimState(folder, userOf(home))).toBeUndefined();
});

it('moves state aside that was copied with its mark from another folder of the same user', () => {
  const home = tempDir();
  const folder = folderWithState();
  claimState(folder, userOf(home, true));
  const copy = join(tempDir(), 'copy');
  cpSync(folder, copy, { recursive: true });
  expect(claimState(copy, userOf(home))).toBe(join(copy, 'not-made-here-1'));
});

it('continues with foreign state after the user trusts it', () => {
  const home = tempDir();
  const folder = folderWithState();
  expect(claimState(folder, userOf(home, true))).toBeUndefined();
  expect(claimState(folder, userOf(home))).toBeUndefined();
  expect(existsSync(join(folder, 'state.jsonl'))).toBe(true);
});
