/** Declares an operation of STS with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/sts.ts';

export const operation = operationOf<Operations>();
