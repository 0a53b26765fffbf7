/** Checks that the documentation version of a stage exists. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { notFound } from '../errors.ts';
import { documentationVersions } from '../state.ts';

/** Throws NotFoundException. */
export function requireDocumentationVersion(context: OperationContext, apiId: string, version: string): void {
  if (!documentationVersions(context).has(`${apiId}/${version}`)) {
    throw notFound('Invalid Documentation version specified');
  }
}
