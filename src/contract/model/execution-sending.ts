/** The start of an execution of Step Functions whose input is the body of a request. Pure. */
import { BODY_IN_STRING, JSON_ERRORS, type Sending } from './sending.ts';

/**
 * Step Functions chooses the name of the execution. It is what follows the seven parts of the ARN; that of an express
 * execution has a second ID behind it (docs/aws/step-functions.md).
 */
export const EXECUTION_SENDING: Sending = {
  headers: {},
  request: `{"stateMachineArn":"$target","input":"${BODY_IN_STRING}"}`,
  id: "$input.path('$.executionArn').replaceAll('^([^:]+:){7}','')",
  errors: JSON_ERRORS,
  rejected: ['InvalidExecutionInput', 'ValidationException'],
  busy: ['ThrottlingException', 'ExecutionLimitExceeded'],
  refusal: 'The body cannot be the input of an execution: it is too large, or is not JSON.',
};
