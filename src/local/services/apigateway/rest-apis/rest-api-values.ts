/** Checks of an API's own fields, shared by creation, updates and imports. */
import type { RestApi } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';

const MAX_COMPRESSION_SIZE = 10_485_760;

/** Responses of at least this many bytes are compressed. */
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

/** A description must not be empty; an update can remove it. */
export function checkedDescription(description: string | undefined): string | undefined {
  if (description === '') throw badRequest('Description cannot be an empty string');
  return description;
}

export function checkedApiName(name: string | undefined): string {
  if (!name) throw badRequest('API name must be non-empty');
  return name;
}
