/** Declares an operation of Secrets Manager with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/secretsmanager.ts';

export const operation = operationOf<Operations>();
