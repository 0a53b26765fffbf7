/** Converts an API and its stage from AWS's form to the one that the causes use. Pure. */
import { EVERY_METHOD } from '../../../aws/kinds/stage/stage-methods.ts';
import type { LiveFacts } from '../../../aws/releases/live-facts.ts';
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { SwitchRecord } from '../../../aws/releases/switch-record.ts';
import type { Live, Throttle } from '../../../explain/evidence.ts';

interface Known {
  readonly url: string;
  readonly release: HistoryEntry | undefined;
  readonly switched: SwitchRecord | undefined;
}

export function liveOf({ api, stage }: LiveFacts, { url, release, switched }: Known): Live {
  const settings = Object.entries(stage.methodSettings ?? {});
  const throttles = settings.map(
    ([key, { throttlingRateLimit: rate = Infinity, throttlingBurstLimit: burst = Infinity }]) => ({
      key,
      throttle: { rate, burst },
    }),
  );
  const all = throttles.find(({ key }) => key === EVERY_METHOD)?.throttle;
  const since = switched?.time ?? release?.record.time;
  return {
    api: api.id,
    url,
    ...(release && { release: release.record.release }),
    ...(since !== undefined && { since }),
    endpointDisabled: api.disableExecuteApiEndpoint === true,
    keySource: api.apiKeySource === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    hasPolicy: (api.policy ?? '') !== '',
    endpointType: api.endpointConfiguration?.types?.[0] ?? 'EDGE',
    ...(stage.webAclArn !== undefined && { webAcl: stage.webAclArn }),
    variables: stage.variables ?? {},
    throttle: all ?? { rate: Infinity, burst: Infinity },
    methodThrottles: Object.fromEntries(
      throttles
        .filter(({ key }) => key !== EVERY_METHOD)
        .map(({ key, throttle }): [string, Throttle] => [methodOf(key), throttle]),
    ),
    hasCache: stage.cacheClusterEnabled === true,
  };
}

/** `~1items~1{id}/GET` → `GET /items/{id}` */
function methodOf(key: string): string {
  const slash = key.lastIndexOf('/');
  return `${key.slice(slash + 1)} ${key.slice(0, slash).replaceAll('~1', '/').replaceAll('~0', '~')}`;
}
