/** Declares an operation of EventBridge with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/events.ts';

export const operation = operationOf<Operations>();
