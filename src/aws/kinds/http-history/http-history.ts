/**
 * Kind `http-history`: keeps the last releases of an HTTP API for rollback and prunes the others, the deployment of a
 * release first and then its version.
 */
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import type { Kind, Later, Resource } from '../../../engine/resource.ts';
import { changeOwn, ownFunctions } from '../../arns/own-arns.ts';
import { type HistoryEntry, isHistory } from '../../releases/release-record.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { releasesToPrune } from '../release-history/release-history.ts';

export interface HttpHistoryShape {
  kind: 'http-history';
  properties: {
    api: Later<string>;
    function: Later<string>;
    keep: number;
    /** Releases beyond that number stay if they are no older than this, compared with the newest: `30d`. */
    keepFor?: string;
    history: Later<HistoryEntry[]>;
    /** The deployment that the stage serves and the one before it. They are never pruned. */
    live: Later<string>;
    previous: Later<string | null>;
  };
  attributes: Record<never, never>;
  found: { live: string | undefined };
}

export function httpHistoryKind({ clients }: KindDependencies): Kind<HttpHistoryShape> {
  return {
    kind: 'http-history',
    rights: [changeOwn('/apis/*'), { actions: ['lambda:DeleteFunction'], on: ownFunctions }],
    async read({ properties: { history, live } }) {
      if (!isHistory(history)) return undefined;
      return { attributes: {}, properties: { live: typeof live === 'string' ? live : undefined }, owned: true };
    },
    diff: (desired, observed) =>
      unused(desired, observed.properties.live).deployments.map(({ record, deploymentId }) => ({
        path: `releases.${record.release}`,
        from: deploymentId,
        to: undefined,
      })),
    async apply(resource, observed) {
      const { api, function: name } = resource.properties;
      const [gateway, lambda] = [await clients.apiGatewayV2(), await clients.lambda()];
      const { deployments, versions } = unused(resource, observed?.properties.live);
      const { DeleteDeploymentCommand } = await import('@aws-sdk/client-apigatewayv2');
      for (const { deploymentId: DeploymentId } of deployments)
        await undefinedIfNotFound(gateway.send(new DeleteDeploymentCommand({ ApiId: api, DeploymentId })));
      for (const Qualifier of versions) {
        try {
          await lambda.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier }));
        } catch (error) {
          // Lambda refuses to delete a version that an alias of the user points to, so it stays.
          if (!isAwsError(error, 'ResourceNotFoundException', 'ResourceConflictException')) throw error;
        }
      }
      return observed ?? { attributes: {}, properties: { live: resource.properties.live }, owned: true };
    },
    /** API Gateway deletes deployments with their API, and Lambda deletes versions with their function. */
    async remove() {},
  };
}

/** `served` is the deployment that the stage served when it was read: requests to it may not have ended. */
function unused({ properties }: Resource<HttpHistoryShape>, served: string | undefined) {
  const { history, live, previous } = properties;
  if (!isHistory(history)) return { deployments: [], versions: [] };
  const inUse = new Set([live, previous, served].filter((id) => typeof id === 'string'));
  return releasesToPrune(history, properties, inUse);
}
