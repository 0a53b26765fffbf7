import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../src/files/replace-file.ts';
import { tempDir } from '../helpers/cli.ts';

it('a write follows no link, neither at the file nor at its temporary file', async () => {
  const folder = tempDir();
  const [victim, file] = [join(folder, 'victim'), join(folder, 'file')];
  writeFileSync(victim, 'old');
  symlinkSync(victim, file);
  symlinkSync(victim, `${file}.${process.pid}.tmp`);
  await replaceFile(file, 'new');
  expect(readFileSync(victim, 'utf8')).toBe('old');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(lstatSync(file).isFile()).toBe(true);
  expect(readdirSync(folder)).toHaveLength(3);
});
