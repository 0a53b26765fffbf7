/** __route__ */
import { HttpError } from '../api/errors.ts';
import type { Operation } from '../generated/contract.js';

export const __name__: Operation<'__id__'> = async () => {
  throw new HttpError(501, 'NOT_IMPLEMENTED', '__id__ is not implemented yet.');
};
