/**
 * JSON-patch operations as API Gateway takes them: string values only, JSON-pointer paths (docs/aws/deployments.md).
 */
import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** One segment of a patch path; a segment may hold `/` and `~`, which the path itself may not. */
export function patchSegment(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** AWS answers a SerializationException to anything but strings. */
export function replaceOperation(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

export function addOperation(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'add', path, value: String(value) };
}

/** `value` names the member to remove where the path is a list, as in `/apiStages`. */
export function removeOperation(path: string, value?: string): PatchOperation {
  return { op: 'remove', path, ...(value !== undefined && { value }) };
}
