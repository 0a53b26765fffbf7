/**
 * Every guide of docs/guides, from its first command to its last, as a reader follows it: commands in the order of the
 * page, and the settings that it shows, merged into the files that it names.
 */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { isMap, parse, parseDocument } from 'yaml';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { shellWords } from '../helpers/typed-commands.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GUIDES = join(ROOT, 'docs/guides');

type Step = { readonly command: string } | { readonly file: string; readonly text: string };

/** Returns the commands of `console` blocks, and the texts of blocks with the title of a file. */
function stepsOf(page: string): Step[] {
  return [...page.matchAll(/^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, file, text = '']): Step[] => {
      if (file !== undefined) return [{ file, text }];
      if (language !== 'console') return [];
      return [...text.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => ({ command }));
    },
  );
}

/** Sets each value of the settings in the YAML file, and keeps everything else. */
function merge(path: string, settings: unknown): void {
  const document = parseDocument(readFileSync(path, 'utf8'));
  const set = (place: readonly string[], value: unknown): void => {
    const there = document.getIn(place);
    const isParent = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isParent || !isMap(there)) document.setIn(place, document.createNode(value));
    else for (const [name, each] of Object.entries(value)) set([...place, name], each);
  };
  for (const [name, value] of Object.entries(settings as object)) set([name], value);
  writeFileSync(path, String(document));
}

it.each(readdirSync(GUIDES))('%s works as it is written', async (name) => {
  const cloud = await startTestCloud();
  let cwd = tempDir();
  try {
    for (const step of stepsOf(readFileSync(join(GUIDES, name), 'utf8'))) {
      if ('file' in step) {
        const path = join(cwd, step.file);
        if (step.file.endsWith('.yaml')) merge(path, parse(step.text));
        else writeFileSync(path, step.text);
        continue;
      }
      const [program, ...words] = shellWords(step.command);
      if (program === 'cd') {
        cwd = join(cwd, words[0]!);
        continue;
      }
      expect(program).toBe('apikit');
      const created = words[0] === 'init';
      const env = { AWS_ENDPOINT_URL: cloud.endpoint };
      const { code, stdout, stderr } = await apikit([...words, ...(created ? ['--no-install'] : [])], { cwd, env });
      expect([step.command, code, code === 0 ? '' : stdout + stderr]).toEqual([step.command, 0, '']);
      if (created) symlinkSync(join(ROOT, 'node_modules'), join(cwd, words[1]!, 'node_modules'));
    }
  } finally {
    await cloud.close();
  }
});
