/** Declares an operation of EC2 with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/ec2.ts';

export const operation = operationOf<Operations>();
