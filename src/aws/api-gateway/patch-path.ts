/**
 * JSON-patch operations as API Gateway accepts them: string values only, and JSON-pointer paths
 * (docs/aws/deployments.md).
 */
import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** One segment of a patch path. A segment may contain `/` and `~`, which the path itself must escape. */
export function patchSegment(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** API Gateway answers anything but a string with a SerializationException. */
export function replaceOperation(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'replace', path, value: String(value) };
}

export function addOperation(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'add', path, value: String(value) };
}

/** If the path is a list, as `/apiStages`, `value` names the member to remove. */
export function removeOperation(path: string, value?: string): PatchOperation {
  return { op: 'remove', path, ...(value !== undefined && { value }) };
}
