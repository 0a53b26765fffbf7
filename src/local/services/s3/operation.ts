/** Declares an operation of S3 with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/s3.ts';

export const operation = operationOf<Operations>();
