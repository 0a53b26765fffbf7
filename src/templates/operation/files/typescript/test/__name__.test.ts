import { expect, test } from 'vitest';
import * as operation from '../__source__/operations/__name__.ts';
import { testServices } from './services.ts';

test('__id__ is not implemented yet', async () => {
  const answer = operation.__name__({} as never, testServices());
  await expect(answer).rejects.toMatchObject({ status: 501, code: 'NOT_IMPLEMENTED' });
});
