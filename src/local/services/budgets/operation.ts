/** Declares an operation of AWS Budgets with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/budgets.ts';

export const operation = operationOf<Operations>();
