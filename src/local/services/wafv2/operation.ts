/** Declares an operation of AWS WAF with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/wafv2.ts';

export const operation = operationOf<Operations>();
