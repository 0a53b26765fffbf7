import { expect, test } from 'vitest';
import { stageWarnings } from '../../../src/stage/prepare/stage-warnings.ts';

test.each([
  [['image/png'], []],
  [['image/*'], []],
  [['*/*'], []],
  [
    ['image/jpeg', 'imagepng/*'],
    ['body-binary', 'response-binary'],
  ],
  [[], ['body-binary', 'response-binary']],
])('media types that pass as bytes cause no warning: %j', (binaryMediaTypes, left) => {
  const at = { file: 'openapi.yaml', line: 1, column: 1, message: '', fix: '', severity: 'warning' } as const;
  const path = '/paths/~1x/put/requestBody/content/image~1png';
  const warnings = ['body-binary', 'response-binary', 'other'].map((rule) => ({ ...at, path, rule }));
  expect(stageWarnings(warnings, [{ binaryMediaTypes }]).map(({ rule }) => rule)).toEqual([...left, 'other']);
  expect(stageWarnings(warnings, [{ binaryMediaTypes }, { binaryMediaTypes: [] }])).toHaveLength(3);
});
