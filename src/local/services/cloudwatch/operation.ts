/** Declares an operation of CloudWatch with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/cloudwatch.ts';

export const operation = operationOf<Operations>();
