/**
 * Imports an OpenAPI document into an HTTP API. It is pure except for the IDs, and stores nothing, so a rejected import
 * leaves no trace (docs/aws/http-apis.md).
 */
import type { HttpApi, HttpDefinition } from '../../../state/http-apis/model.ts';
import { basePathPrefix } from '../../apigateway/import/base-path.ts';
import { noFaults, refuseFaults } from '../../apigateway/import/faults.ts';
import { type Json, objectIn } from '../../apigateway/import/json.ts';
import { oas3 } from '../../apigateway/import/oas3.ts';
import { importApiFields } from './api-fields.ts';
import { importAuthorizers } from './authorizers.ts';
import { importPaths } from './paths.ts';
import type { ImportIds, Target } from './target.ts';

/** Throws a BadRequestException with every error (and, if requested, every warning). */
export function importDocument(
  before: { readonly api: HttpApi; readonly definition: HttpDefinition },
  document: Json,
  { basePath, failOnWarnings }: { readonly basePath: string; readonly failOnWarnings: boolean },
  ids: ImportIds,
) {
  const target: Target = {
    ...ids,
    document,
    before: before.definition,
    draft: { routes: {}, integrations: {}, authorizers: {} },
    faults: noFaults(),
    info: new Set(),
    authorizerIds: new Map(),
    sharedIntegrations: new Map(),
  };
  const prefix = basePathPrefix(basePath, oas3(document).basePath);
  const api = importApiFields(before.api, target);
  importAuthorizers(target, objectIn(objectIn(document.components).securitySchemes));
  importPaths(target, prefix);
  refuseFaults(target.faults, failOnWarnings);
  return { api, definition: target.draft, warnings: target.faults.warnings, info: [...target.info] };
}
