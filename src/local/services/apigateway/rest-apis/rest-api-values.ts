/** Values of an API's own fields that creation, updates and imports check alike. */
import { badRequest } from '../errors.ts';
import type { RestApi } from '../model.ts';

const MAX_COMPRESSION_SIZE = 10_485_760;

/** Bytes from which answers are compressed. */
export function checkedCompressionSize(size: number): number {
  if (!Number.isInteger(size) || size < 0 || size > MAX_COMPRESSION_SIZE) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${MAX_COMPRESSION_SIZE}`);
  }
  return size;
}

export function checkedApiKeySource(source: string): RestApi['apiKeySource'] {
  if (source !== 'HEADER' && source !== 'AUTHORIZER') {
    throw badRequest('Invalid API key source specified. Valid options are HEADER,AUTHORIZER');
  }
  return source;
}

/** A description that is given says something; an update may take it away. */
export function checkedDescription(description: string | undefined): string | undefined {
  if (description === '') throw badRequest('Description cannot be an empty string');
  return description;
}

export function checkedApiName(name: string | undefined): string {
  if (!name) throw badRequest('API name must be non-empty');
  return name;
}
