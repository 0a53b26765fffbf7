/** Declares an operation of CloudWatch Logs with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/logs.ts';

export const operation = operationOf<Operations>();
