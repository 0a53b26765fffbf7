/** Declares an operation of SNS with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/sns.ts';

export const operation = operationOf<Operations>();
