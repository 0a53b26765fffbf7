/**
 * Runs test files that take long first, so that the run does not end with one of them alone. vitest knows how long each
 * file took the last time, but not in a fresh clone: there it uses the size, and these files are small.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import long from '../long-tests.json' with { type: 'json' };

const LONGEST = [
  'test/chaos/quick.test.ts',
  ...long,
  'test/commands/promote.test.ts',
  'test/commands/canary.test.ts',
  'test/commands/tables/switch.test.ts',
  'test/commands/deploy-smoke.test.ts',
  'test/commands/rollback.test.ts',
  'test/commands/dev.test.ts',
  'test/templates/items-python.test.ts',
  'test/explain/causes-live.test.ts',
  'test/parity/parity.test.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const index = LONGEST.findIndex((part) => moduleId.includes(`/${part}`));
  return index === -1 ? LONGEST.length : index;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
