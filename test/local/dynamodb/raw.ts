/** Sends a DynamoDB request without the SDK, which would not send it or would change it. */
import type { TestDynamo } from './table.ts';

export interface RawAnswer {
  readonly status: number;
  /** `ValidationException` and the like. */
  readonly code?: string;
  readonly message?: string;
  readonly body: Record<string, unknown>;
}

export async function send({ endpoint }: TestDynamo, operation: string, body: unknown): Promise<RawAnswer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEST/20261129/eu-west-1/dynamodb/aws4_request, Signature=0',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { __type?: string; message?: string };
  return {
    status: response.status,
    ...(answer.__type !== undefined && { code: answer.__type }),
    ...(answer.message !== undefined && { message: answer.message }),
    body: answer as Record<string, unknown>,
  };
}
