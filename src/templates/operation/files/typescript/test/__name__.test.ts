import { expect, test } from 'vitest';
import { __name__ } from '../__source__/operations/__name__.ts';
import { testServices } from './services.ts';

test('__id__ says that it is not implemented yet', async () => {
  await expect(__name__({} as never, testServices())).rejects.toMatchObject({ status: 501, code: 'NOT_IMPLEMENTED' });
});
