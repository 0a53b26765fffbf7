/** `npm run mutation` runs these tests for each change of a room. `MUTATION_TESTS` has their files and folders. */
import { defineConfig, mergeConfig } from 'vitest/config';
import usual from './vitest.config.ts';

const tests = JSON.parse(process.env.MUTATION_TESTS ?? '[]') as string[];
// Stryker runs tests in threads, and a thread takes no flags of V8.
const { include: _, execArgv: __, ...test } = usual.test ?? {};

export default mergeConfig(
  { ...usual, test },
  defineConfig({ test: { include: tests.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`)) } }),
);
