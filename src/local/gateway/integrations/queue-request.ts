/**
 * The request of an integration with SQS (`sqs:path/{account}/{queue}`) in the protocol of the embedded SQS. Templates
 * write SQS's older form, `Action=SendMessage&MessageBody=…`, to which API Gateway gets a response in JSON, or name
 * the operation in `X-Amz-Target` (recorded: LocalStack, test_apigateway_sqs.py).
 */
import { configurationError } from '../gateway-error.ts';
import type { HttpResponse } from './http-client.ts';
import { isForm, jsonResponse, type MappedHeaders, mappedHeader, type ServiceRequest } from './service-request.ts';

/** Returns the response of SQS to a request that names no operation, or throws `GatewayError`. */
export function queueRequest(url: string, body: Buffer, headers: MappedHeaders): ServiceRequest | HttpResponse {
  const target = mappedHeader(headers, 'x-amz-target');
  if (target !== undefined) return { target, body, answer: (response) => response };
  const form = new URLSearchParams(isForm(headers) ? body.toString('utf8') : '');
  const action = form.get('Action');
  if (action === null) return { status: 404, headers: new Map(), body: Buffer.from('<UnknownOperationException/>\n') };
  if (action !== 'SendMessage') throw configurationError(`the action ${action} of SQS in a form is not emulated`);
  const sent = { QueueUrl: form.get('QueueUrl') ?? url, ...message(form) };
  return {
    target: `AmazonSQS.${action}`,
    body: Buffer.from(JSON.stringify(sent)),
    answer: inForm,
  };
}

/** SQS ignores parameters that it does not know. */
function message(form: URLSearchParams): object {
  const texts = ['MessageBody', 'MessageGroupId', 'MessageDeduplicationId'].flatMap((name) => {
    const value = form.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const delay = form.get('DelaySeconds');
  return {
    ...Object.fromEntries(texts),
    ...(delay !== null && { DelaySeconds: Number(delay) }),
    MessageAttributes: attributes(form),
  };
}

/** `MessageAttribute.1.Name`; `MessageAttributes.1.Name` works, too (recorded). */
const ATTRIBUTE = /^MessageAttributes?\.(\d+)\.(Name|Value\.(?:DataType|StringValue|BinaryValue))$/;

function attributes(form: URLSearchParams): Record<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  for (const [name, value] of form) {
    const [, index, member] = ATTRIBUTE.exec(name) ?? [];
    if (index === undefined || member === undefined) continue;
    found.set(index, { ...found.get(index), [member.replace('Value.', '')]: value });
  }
  return Object.fromEntries([...found.values()].map(({ Name = '', ...attribute }) => [Name, attribute]));
}

/** A caller without the permission gets 403, and every other error its code of the older protocol. */
function inForm(response: HttpResponse): HttpResponse {
  const { status, headers, body } = response;
  const members = JSON.parse(body.toString('utf8')) as Readonly<Record<string, string>>;
  const value = (name: string) => headers.get(name)?.values.at(-1);
  const requestId = value('x-amzn-requestid');
  if (status === 200) {
    const { MessageId, MD5OfMessageBody, MD5OfMessageAttributes = null, SequenceNumber = null } = members;
    const result = { MD5OfMessageAttributes, MD5OfMessageBody, MessageId, SequenceNumber };
    return jsonResponse(200, response, {
      SendMessageResponse: { ResponseMetadata: { RequestId: requestId }, SendMessageResult: result },
    });
  }
  const isDenied = members.__type === 'AccessDeniedException';
  const code = isDenied ? 'AccessDenied' : (value('x-amzn-query-error')?.split(';')[0] ?? members.__type);
  return jsonResponse(isDenied ? 403 : status, response, {
    Error: { Code: code, Message: members.message, Type: status < 500 ? 'Sender' : 'Receiver' },
    RequestId: requestId,
  });
}
