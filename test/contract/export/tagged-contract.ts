/** Small contracts whose operations have tags. */
import type { Json } from '../../../src/contract/model/json.ts';

export const contractOf = (paths: Json): Json => ({ openapi: '3.0.3', info: { title: 'API', version: '1' }, paths });

export const operation = (operationId: string, tags?: readonly string[]): Json => ({
  operationId,
  ...(tags && { tags }),
  responses: { 200: { description: 'ok' } },
});
