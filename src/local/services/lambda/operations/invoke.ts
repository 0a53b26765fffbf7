import { AwsError } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { invokeAsynchronously } from '../../../state/functions/asynchronous-invoke.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { LATEST, lambdaState } from '../../../state/functions/model.ts';
import { assertInvocable } from '../../../state/functions/state.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';

/** The limit in bytes; it is lower because an event is stored before it is delivered. */
const MAX_EVENT = 1_048_576;

export const invoke = operation('Invoke', async (input, context) => {
  refuseMembers('Lambda Invoke', input, ['TenantId', 'DurableExecutionName']);
  const { InvocationType = 'RequestResponse', ClientContext, LogType, Payload = new Uint8Array() } = input;
  const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  // The error for an unknown function has the qualifier (recorded: test_invoke_exceptions).
  const version = getVersion(lambdaState(context.cloud, context), context, name, qualifier ?? LATEST);
  assertInvocable(version);
  if (InvocationType === 'DryRun') return { StatusCode: 204, ExecutedVersion: version.version };

  const traceId = context.http.headers['x-amzn-trace-id'];
  const request = {
    scope: { account: context.account, region: context.region },
    functionName: name,
    qualifier,
    payload: Payload,
    requestId: context.requestId,
    clientContext: ClientContext === undefined ? undefined : Buffer.from(ClientContext, 'base64').toString('utf8'),
    traceId: typeof traceId === 'string' ? traceId : undefined,
  };
  if (InvocationType === 'Event') {
    if (Payload.length > MAX_EVENT) throw tooLarge(MAX_EVENT);
    invokeAsynchronously(context.cloud, request);
    return { StatusCode: 202 };
  }
  const result = await context.cloud.functions.invoke(request);
  return {
    StatusCode: 200,
    ExecutedVersion: result.executedVersion,
    FunctionError: result.functionError,
    LogResult: LogType === 'Tail' ? result.logTail() : undefined,
    Payload: result.payload,
  };
});

const tooLarge = (limit: number): AwsError =>
  new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { members: { Type: 'User' } },
  );
