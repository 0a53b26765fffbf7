/** Declares an operation of Application Auto Scaling with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/application-autoscaling.ts';

export const operation = operationOf<Operations>();
