/** Removes a multipart upload that is not completed, with its parts. */
import type { CloudBase } from '../../cloud/cloud.ts';
import { removeContent } from './contents.ts';
import { type MultipartUpload, uploadsOf } from './model.ts';

export function abort(cloud: CloudBase, { id, parts }: MultipartUpload): void {
  uploadsOf(cloud).delete(id);
  removeContent(cloud, Object.values(parts));
}
