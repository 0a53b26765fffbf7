/**
 * This machine knows its own processes, so a lock is taken over at once only from a process that has certainly ended.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HolderNotes, holderNotes } from '../../../src/stage/lock/holder-process.ts';
import { tempDir } from '../../helpers/cli.ts';

const HOLD = '6f1c2f5e-9a53-4c63-8e57-0d5b1c3f7a10';
let folder: string;
let file: string;
let notes: HolderNotes;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = join(tempDir(), 'holders');
  file = join(folder, `${HOLD}.json`);
  notes = holderNotes(folder);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Changes the note as if another process had been the holder. */
const changeNote = (change: object) => changeNoteIn(file, change);

function changeNoteIn(path: string, change: object): void {
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

const ended = () => spawnSync(process.execPath, ['-e', '']).pid;

describe.skipIf(process.platform !== 'linux')('a holder of this machine', () => {
  beforeEach(() => notes.put(HOLD));

  it('that runs is alive, and so is one whose note was deleted', () => {
    expect(notes.deadHolder(HOLD)).toBeUndefined();
    changeNote({ pid: ended() });
    notes.remove(HOLD);
    expect(notes.deadHolder(HOLD)).toBeUndefined();
  });

  it('that has ended is dead', () => {
    const pid = ended();
    changeNote({ pid });
    expect(notes.deadHolder(HOLD)).toBe(pid);
  });

  it('that was killed and not reaped yet is dead', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(parent);
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise((next) => setImmediate(next));
    const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').at(21);
    changeNote({ pid, started });
    expect(notes.deadHolder(HOLD)).toBe(pid);
  });

  it('is dead if another process has its ID now', () => {
    changeNote({ started: '1' });
    expect(notes.deadHolder(HOLD)).toBe(process.pid);
  });

  it.each([
    ['before a restart of the machine', { boot: 'another' }],
    ['in a container', { namespaces: 'pid:[1] time:[2]' }],
    ['as another user', { uid: 4_711 }],
  ])('is not known to be dead if it ran %s', (_, mark) => {
    changeNote({ ...mark, pid: ended() });
    expect(notes.deadHolder(HOLD)).toBeUndefined();
  });

  it('is unknown if the note is damaged, in a folder open to others, or without a lock', () => {
    changeNote({ pid: ended() });
    expect(notes.deadHolder(`../holders/${HOLD}`)).toBeUndefined();
    chmodSync(folder, 0o777);
    expect(notes.deadHolder(HOLD)).toBeUndefined();
    chmodSync(folder, 0o700);
    writeFileSync(file, '{');
    expect(notes.deadHolder(HOLD)).toBeUndefined();
    writeFileSync(file, '{}');
    expect(notes.deadHolder(HOLD)).toBeUndefined();
  });
});

it.skipIf(process.platform !== 'linux')('a holder is not noted, believed or deleted through a link to a folder', () => {
  const real = join(folder, '..', 'real');
  holderNotes(real).put(HOLD);
  changeNoteIn(join(real, `${HOLD}.json`), { pid: ended() });
  symlinkSync(real, folder);
  expect(notes.deadHolder(HOLD)).toBeUndefined();
  notes.remove(HOLD);
  notes.put('another');
  expect(readdirSync(real)).toEqual([`${HOLD}.json`]);
});

it('a run does not fail if no note can be written', () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'file'), '');
  const nowhere = holderNotes(join(folder, 'file'));
  nowhere.put(HOLD);
  expect(nowhere.deadHolder(HOLD)).toBeUndefined();
  nowhere.remove(HOLD);
});
