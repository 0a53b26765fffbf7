import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeFrames } from '../../src/dev/code-frame.ts';
import { tempDir } from '../helpers/cli.ts';

it('the frame shows the errors, also after many warnings', async () => {
  const root = tempDir();
  writeFileSync(join(root, 'openapi.yaml'), 'one\ntwo\nthree\nfour\nfive\nsix\n');
  const at = (line: number, severity: string) => ({ file: 'openapi.yaml', line, column: 1, severity });
  const warnings = [1, 2, 3].map((line) => at(line, 'warning'));
  const frames = await codeFrames({ problems: [...warnings, at(5, 'error')] }, root);
  expect(frames).toEqual([
    {
      file: 'openapi.yaml',
      line: 5,
      column: 1,
      lines: ['three', 'four', 'five', 'six'].map((text, index) => ({ number: index + 3, text })),
    },
  ]);
});
