/** Checks names and values of API keys for creation, updates and the CSV import (docs/aws/usage-plans.md). */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { ApiKey } from '../../../state/apis/model.ts';
import { badRequest, conflict } from '../errors.ts';
import { apiKeys } from '../state.ts';

const MIN_VALUE = 20;
const MAX_VALUE = 128;
const MAX_NAME = 1024;
const MAX_DESCRIPTION = 125_000;

export function checkedKeyValue(value: string): string {
  if (value.length < MIN_VALUE) throw badRequest(`API Key value should be at least ${MIN_VALUE} characters`);
  if (value.length > MAX_VALUE) throw badRequest(`API Key value exceeds maximum size of ${MAX_VALUE} characters`);
  return value;
}

export function checkedKeyName(name: string | undefined): string | undefined {
  if (name && name.length > MAX_NAME) {
    throw badRequest(`Invalid API Key name, can be at most ${MAX_NAME} characters.`);
  }
  return name || undefined;
}

/** Recorded: test_update_api_key_invalid_description_length. */
export function checkedKeyDescription(description: string | undefined): string | undefined {
  if (description && description.length > MAX_DESCRIPTION) throw badRequest('Invalid API Key description specified.');
  return description || undefined;
}

/** Values are unique in an account and region. */
export function refuseKnownValue(context: OperationContext, value: string): void {
  if (keyWithValue(context, value)) throw conflict('API Key already exists');
}

export const keyWithValue = (context: OperationContext, value: string): ApiKey | undefined =>
  apiKeys(context)
    .values()
    .find((key) => key.value === value);
