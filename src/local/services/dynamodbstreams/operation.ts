/** Declares an operation of DynamoDB Streams with the types of AWS's model. */
import { operationOf } from '../../cloud/operation.ts';
import type { Operations } from '../../models/dynamodbstreams.ts';

export const operation = operationOf<Operations>();
