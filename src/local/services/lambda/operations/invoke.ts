import { AwsError, notImplemented } from '../../../cloud/aws-error.ts';
import { HttpResult, operation } from '../../../cloud/operation.ts';
import { invokeAsynchronously } from '../../../state/functions/asynchronous-invoke.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { LATEST, lambdaState } from '../../../state/functions/model.ts';
import { assertInvocable } from '../../../state/functions/state.ts';
import { parseFunctionName } from '../function-name.ts';

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** The limit in bytes; it is lower because an event is stored before it is delivered. */
const MAX_EVENT = 1_048_576;

export const invoke = operation<Input, HttpResult>({
  name: 'Invoke',
  http: 'POST /2015-03-31/functions/{FunctionName}/invocations',
  rawBody: true,
  async run(input, context) {
    const { headers, body } = context.http;
    if (headers['x-amz-tenant-id'] !== undefined) throw notImplemented('Lambda Invoke with TenantId');
    if (headers['x-amz-durable-execution-name'] !== undefined) {
      throw notImplemented('Lambda Invoke with DurableExecutionName');
    }
    const type = String(headers['x-amz-invocation-type'] ?? 'RequestResponse');
    const logType = String(headers['x-amz-log-type'] ?? 'None');
    const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
    // The error for an unknown function has the qualifier (recorded: test_invoke_exceptions).
    const version = getVersion(lambdaState(context.cloud, context), context, name, qualifier ?? LATEST);
    assertInvocable(version);
    if (type === 'DryRun') return new HttpResult(204, { 'x-amz-executed-version': version.version });

    const clientContext = headers['x-amz-client-context'];
    const traceId = headers['x-amzn-trace-id'];
    const request = {
      scope: { account: context.account, region: context.region },
      functionName: name,
      ...(qualifier !== undefined && { qualifier }),
      payload: body,
      ...(typeof clientContext === 'string' && {
        clientContext: Buffer.from(clientContext, 'base64').toString('utf8'),
      }),
      ...(typeof traceId === 'string' && { traceId }),
    };
    if (type === 'Event') {
      if (body.length > MAX_EVENT) throw tooLarge(MAX_EVENT);
      invokeAsynchronously(context.cloud, request);
      return new HttpResult(202, {});
    }
    const result = await context.cloud.functions.invoke(request);
    return new HttpResult(
      200,
      {
        'content-type': 'application/json',
        'x-amz-executed-version': result.executedVersion,
        'x-amzn-requestid': result.requestId,
        ...(result.functionError && { 'x-amz-function-error': result.functionError }),
        ...(logType === 'Tail' && { 'x-amz-log-result': result.logTail() }),
      },
      result.payload,
    );
  },
});

const tooLarge = (limit: number): AwsError =>
  new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { status: 413, members: { Type: 'User' } },
  );
