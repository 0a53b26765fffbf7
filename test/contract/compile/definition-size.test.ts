import { expect, it } from 'vitest';
import { checkDefinitionSize } from '../../../src/contract/compile/definition-size.ts';

it('accepts a definition of 6 MB, and rejects a larger one with its size and what to do', () => {
  const most = 6 * 1024 * 1024;
  checkDefinitionSize(new Uint8Array(most), 'openapi.yaml');
  expect(() => checkDefinitionSize(new Uint8Array(most + 100_000), 'openapi.yaml')).toThrow(
    expect.objectContaining({
      code: 'DefinitionTooLarge',
      exitCode: 2,
      message: 'The definition of openapi.yaml has 6.1 MB; API Gateway accepts at most 6 MB. Nothing was sent to AWS.',
    }),
  );
});
