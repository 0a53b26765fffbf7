/** Declares an operation of Cost Explorer with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/ce.ts';

export const operation = operationOf<Operations>();
