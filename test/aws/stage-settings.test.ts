import { describe, expect, it } from 'vitest';
import { observedStage } from '../../src/aws/stage-settings.ts';

describe("a stage's cache", () => {
  it.each([
    ['AVAILABLE', true],
    ['CREATE_IN_PROGRESS', true],
    ['FLUSH_IN_PROGRESS', true],
    ['DELETE_IN_PROGRESS', false],
  ] as const)('whose cluster is %s is there: %s', (cacheClusterStatus, there) => {
    const stage = { cacheClusterEnabled: true, cacheClusterSize: '0.5' as const, cacheClusterStatus };
    expect(observedStage(stage, {}).cache !== undefined).toBe(there);
  });
});
