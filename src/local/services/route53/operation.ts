/** Declares an operation of Route 53 with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/route53.ts';

export const operation = operationOf<Operations>();
