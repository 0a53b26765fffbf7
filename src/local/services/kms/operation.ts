/** Declares an operation of KMS with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/kms.ts';

export const operation = operationOf<Operations>();
