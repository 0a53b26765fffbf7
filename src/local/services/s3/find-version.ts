/** Finds the version of an object that a request names. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { noSuchKey, noSuchVersion } from './errors.ts';
import { type ObjectVersion, objectsOf } from './model.ts';

/** Throws NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker that is named by its ID. */
export function findVersion(
  { cloud }: Pick<OperationContext, 'cloud'>,
  bucket: string,
  key: string,
  id: string | undefined,
): ObjectVersion {
  const versions = objectsOf(cloud, bucket).get(key) ?? [];
  const found = id === undefined ? versions[0] : versions.find((version) => version.id === id);
  if (!found) throw id === undefined ? noSuchKey(key) : noSuchVersion(key, id);
  if (!found.isDeleteMarker) return found;
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.id };
  if (id === undefined) {
    const { code, message, status, members } = noSuchKey(key);
    throw new AwsError(code, message, { status, members, headers });
  }
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    members: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: { allow: 'DELETE', 'last-modified': new Date(found.modifiedAt).toUTCString(), ...headers },
  });
}
