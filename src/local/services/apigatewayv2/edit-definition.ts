/** Changes routes, integrations and authorizers of an API, and deploys the change to stages with AutoDeploy. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { HttpAuthorizer, HttpIntegration, HttpRoute } from '../../state/http-apis/model.ts';
import { autoDeploy } from './deployments/auto-deploy.ts';
import { definitions, requireDefinition } from './state.ts';

export interface Draft {
  readonly routes: Record<string, HttpRoute>;
  readonly integrations: Record<string, HttpIntegration>;
  readonly authorizers: Record<string, HttpAuthorizer>;
}

/** Runs `edit` on a copy and stores the copy. If `edit` throws, nothing changes. */
export function editDefinition<R>(context: OperationContext, apiId: string, edit: (draft: Draft) => R): R {
  const { routes, integrations, authorizers } = requireDefinition(context, apiId);
  const draft: Draft = { routes: { ...routes }, integrations: { ...integrations }, authorizers: { ...authorizers } };
  const result = edit(draft);
  definitions(context).put(apiId, draft);
  autoDeploy(context, apiId);
  return result;
}
