/** Declares an operation of API Gateway v2 with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/apigatewayv2.ts';

export const operation = operationOf<Operations>();
