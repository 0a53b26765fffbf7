/** Declares an operation of Cognito user pools with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/cognito-idp.ts';

export const operation = operationOf<Operations>();
