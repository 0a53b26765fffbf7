/** The tests that `npm run test:quick` chooses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';

const { nearestTests } = (await import(join(packageRoot, 'scripts', 'nearest-tests.mjs'))) as {
  nearestTests(changed: string[], files: string[], read: (path: string) => string): { path: string; steps: number }[];
};

const SOURCES: Record<string, string> = {
  'src/table.ts': "import type { Other } from './other.ts';\n",
  'src/other.ts': '',
  'src/registry.ts': "import {\n  table,\n} from './table.ts';\n",
  'src/cli.ts': "const load = () => import('./registry.ts');\n",
  'test/table.test.ts': "import { table } from '../src/table.ts';\n",
  'test/deep/cli.test.ts': "import { run } from '../../src/cli.ts';\n",
  'test/other.test.ts': "import { other } from '../src/other.ts';\n",
  'test/process.test.ts': "const script = new URL('../src/cli.ts', import.meta.url);\n",
};
const nearest = (...changed: string[]) => nearestTests(changed, Object.keys(SOURCES), (path) => SOURCES[path] ?? '');

it('lists the tests that import the change, by their distance', () => {
  expect(nearest('src/table.ts')).toEqual([
    { path: 'test/table.test.ts', steps: 1 },
    { path: 'test/deep/cli.test.ts', steps: 3 },
    { path: 'test/process.test.ts', steps: 3 },
  ]);
});

it('includes a changed test, and none that only uses a type', () => {
  expect(nearest('test/table.test.ts')).toEqual([{ path: 'test/table.test.ts', steps: 0 }]);
  expect(nearest('src/other.ts')).toEqual([{ path: 'test/other.test.ts', steps: 1 }]);
});

it('leaves out long tests', () => {
  const long = JSON.parse(readFileSync(join(packageRoot, 'test/long-tests.json'), 'utf8')) as string[];
  expect(long.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
});
