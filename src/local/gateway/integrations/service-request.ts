/** A request of an integration to a service of the embedded cloud, and what the forms of SQS and SNS have in common. */
import { mediaTypeOf } from '../http/media-type.ts';
import type { HttpResponse } from './http-client.ts';

export interface ServiceRequest {
  /** The value of `X-Amz-Target`. Without it the body is a form. */
  readonly target?: string;
  readonly body: Buffer;
  /** Returns the response in the form that the template's request gets on AWS. */
  answer(response: HttpResponse): HttpResponse;
}

/** The headers that the integration's parameters map, in the case in which they are written. */
export type MappedHeaders = ReadonlyMap<string, readonly string[]>;

export const FORM = 'application/x-www-form-urlencoded';

export const isForm = (headers: MappedHeaders): boolean => mediaTypeOf(mappedHeader(headers, 'content-type')) === FORM;

/** `wanted` is in lower case. */
export function mappedHeader(headers: MappedHeaders, wanted: string): string | undefined {
  for (const [name, values] of headers) if (name.toLowerCase() === wanted) return values.at(-1);
  return undefined;
}

/** API Gateway gets JSON as the response to a form. */
export const jsonResponse = (status: number, { headers }: HttpResponse, content: object): HttpResponse => ({
  status,
  headers: new Map([...headers, ['content-type', { name: 'Content-Type', values: ['application/json'] }]]),
  body: Buffer.from(JSON.stringify(content)),
});
