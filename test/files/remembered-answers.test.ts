import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rememberedAnswers } from '../../src/files/remembered-answers.ts';
import { tempDir } from '../helpers/cli.ts';

it('keeps the answers of a project', async () => {
  const answers = rememberedAnswers(tempDir());
  expect(answers.get('stage')).toBeUndefined();
  await answers.put('stage', 'prod');
  await answers.put('plan', 'basic');
  expect([answers.get('stage'), answers.get('plan')]).toEqual(['prod', 'basic']);
});

it.each(['null', '7', '[]', '{', '{ "stage": 7 }'])('has no answers in a damaged file: %s', async (text) => {
  const folder = tempDir();
  await mkdir(join(folder, '.apikit'));
  await writeFile(join(folder, '.apikit/answers.json'), text);
  const answers = rememberedAnswers(folder);
  expect(answers.get('stage')).toBeUndefined();
  await answers.put('stage', 'prod');
  expect(answers.get('stage')).toBe('prod');
});
