/**
 * The request of an integration with SNS (`sns:path//`): a form, to which API Gateway gets a response in JSON
 * (docs/aws/sns.md).
 */
import { configurationError } from '../gateway-error.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import type { HttpResponse } from './http-client.ts';
import type { QueueRequest } from './queue-request.ts';

const FORM = 'application/x-www-form-urlencoded';

export function topicRequest(body: Buffer, headers: ReadonlyMap<string, readonly string[]>): QueueRequest {
  const type = [...headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1].at(-1);
  if (mediaTypeOf(type) !== FORM) throw configurationError('a request of SNS that is not a form is not emulated');
  const form = new URLSearchParams(body.toString('utf8'));
  const action = form.get('Action');
  if (action !== 'Publish') throw configurationError(`the action ${action} of SNS in a form is not emulated`);
  form.set('Version', '2010-03-31');
  return { target: FORM, form: true, body: Buffer.from(form.toString()), answer: inJson };
}

function inJson({ status, headers, body }: HttpResponse): HttpResponse {
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
  return {
    status,
    headers: new Map([...headers, ['content-type', { name: 'Content-Type', values: ['application/json'] }]]),
    body: Buffer.from(JSON.stringify(content)),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!);
