/**
 * Kind `url-history`: keeps the last releases of a function URL for rollback and prunes the others, the alias of a
 * release first and then its version.
 */
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import type { Kind, Later, Resource } from '../../../engine/resource.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import { deleteAlias } from '../../lambda/aliases.ts';
import { type HistoryEntry, isHistory } from '../../releases/release-record.ts';
import { releaseAlias } from '../../releases/url-releases.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { releasesToPrune } from '../release-history/release-history.ts';

export interface UrlHistoryShape {
  kind: 'url-history';
  properties: {
    function: Later<string>;
    keep: number;
    /** Releases beyond that number stay if they are no older than this, compared with the newest: `30d`. */
    keepFor?: string;
    history: Later<HistoryEntry[]>;
    /** The version that the URL runs and the one before it. They are never pruned. */
    live: Later<string>;
    previous: Later<string | null>;
  };
  attributes: Record<never, never>;
  found: { live: string | undefined };
}

export function urlHistoryKind({ clients }: KindDependencies): Kind<UrlHistoryShape> {
  return {
    kind: 'url-history',
    rights: [{ actions: ['lambda:DeleteFunction', 'lambda:DeleteAlias'], on: ownFunctions }],
    async read({ properties: { history, live } }) {
      if (!isHistory(history)) return undefined;
      return { attributes: {}, properties: { live: typeof live === 'string' ? live : undefined }, owned: true };
    },
    diff: (desired, observed) =>
      unused(desired, observed.properties.live).map(({ record, deploymentId }) => ({
        path: `releases.${record.release}`,
        from: deploymentId,
        to: undefined,
      })),
    async apply(resource, observed) {
      const client = await clients.lambda();
      const { function: name } = resource.properties;
      for (const { record } of unused(resource, observed?.properties.live)) {
        await deleteAlias(client, name, releaseAlias(record).name);
        try {
          await client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: record.version }));
        } catch (error) {
          // Lambda refuses to delete a version that an alias of the user points to, so it stays.
          if (!isAwsError(error, 'ResourceNotFoundException', 'ResourceConflictException')) throw error;
        }
      }
      return observed ?? { attributes: {}, properties: { live: resource.properties.live }, owned: true };
    },
    /** Lambda deletes aliases and versions with their function. */
    async remove() {},
  };
}

/** `served` is the version that the URL ran when it was read: requests to it may not have ended. */
function unused({ properties }: Resource<UrlHistoryShape>, served: string | undefined): HistoryEntry[] {
  const { history, live, previous } = properties;
  if (!isHistory(history)) return [];
  const inUse = new Set([live, previous, served].filter((version) => typeof version === 'string'));
  return releasesToPrune(history, properties, inUse).deployments;
}
