/** Declares an operation of SQS with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/sqs.ts';

export const operation = operationOf<Operations>();
