/** Declares an operation of IAM with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/iam.ts';

export const operation = operationOf<Operations>();
