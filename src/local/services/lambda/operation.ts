/** Declares an operation of Lambda with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/lambda.ts';

export const operation = operationOf<Operations>();
