/** Declares an operation of Step Functions with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/states.ts';

export const operation = operationOf<Operations>();
