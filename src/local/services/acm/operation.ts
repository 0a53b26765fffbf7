/** Declares an operation of Certificate Manager with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/acm.ts';

export const operation = operationOf<Operations>();
