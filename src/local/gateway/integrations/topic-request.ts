/**
 * The request of an integration with SNS (`sns:path//`): a form, to which API Gateway gets a response in JSON
 * (docs/aws/sns.md).
 */
import { configurationError } from '../gateway-error.ts';
import type { HttpResponse } from './http-client.ts';
import { isForm, jsonResponse, type MappedHeaders, type ServiceRequest } from './service-request.ts';

export function topicRequest(body: Buffer, headers: MappedHeaders): ServiceRequest {
  if (!isForm(headers)) throw configurationError('a request of SNS that is not a form is not emulated');
  const form = new URLSearchParams(body.toString('utf8'));
  const action = form.get('Action');
  if (action !== 'Publish') throw configurationError(`the action ${action} of SNS in a form is not emulated`);
  form.set('Version', '2010-03-31');
  return { body: Buffer.from(form.toString()), answer: inJson };
}

function inJson(response: HttpResponse): HttpResponse {
  const { status, body } = response;
  const text = body.toString('utf8');
  const member = (name: string) => unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '');
  const RequestId = member('RequestId');
  const content =
    status === 200
      ? {
          PublishResponse: {
            PublishResult: { MessageId: member('MessageId'), SequenceNumber: null },
            ResponseMetadata: { RequestId },
          },
        }
      : { Error: { Code: member('Code'), Message: member('Message'), Type: member('Type') }, RequestId };
  return jsonResponse(status, response, content);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!);
