/** Declares an operation of the tagging API with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/tag.ts';

export const operation = operationOf<Operations>();
