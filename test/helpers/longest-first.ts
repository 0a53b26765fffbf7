/**
 * Files that take long begin first, so that none of them is what all others have ended before. vitest knows how long each
 * took the last time, but not in a fresh clone; there it goes by size, and these are small.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONG = [
  'chaos/quick',
  'chaos/harm',
  'parity/parity',
  'commands/dev',
  'commands/rollback',
  'commands/canary-watch',
  'e2e/interrupt',
  'e2e/terminal',
  'aws/pitfalls/deploying',
  'properties/sequences',
  'contract-test/corpus',
  'templates/scaffold',
  'chaos/',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const index = LONG.findIndex((part) => moduleId.includes(`/test/${part}`));
  return index === -1 ? LONG.length : index;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
