/** Declares an operation of SSM with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/ssm.ts';

export const operation = operationOf<Operations>();
