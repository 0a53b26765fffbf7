/** Checks before a deploy that API Gateway maps an HTTP API to a domain that exists. Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { findObserved } from '../../stack/ids.ts';

/** Throws `DomainWithoutHttpApis`. A regional domain whose policy the deploy changes to TLS_1_2 passes. */
export function refuseHttpDomain({ api, domain }: StageConfig, { observed }: Observation): void {
  const found = findObserved(observed, 'domain-name')?.properties;
  if (api !== 'http' || !domain || !found || found.takesHttp) return;
  if (found.created && found.endpoint === 'REGIONAL' && domain.securityPolicy === 'TLS_1_2') return;
  throw new ApikitError(
    'DomainWithoutHttpApis',
    `API Gateway maps HTTP APIs (api: http) only to regional domains with the security policy TLS_1_2, and ${domain.name} is another one. Nothing was changed.`,
    {
      hint: found.created
        ? 'Deploy once with api: rest, endpoint: regional and securityPolicy: TLS_1_2 under domain, until the domain has only its regional endpoint. Change api then.'
        : 'Change the domain where it is managed, name another one, or use api: rest.',
      exitCode: EXIT.usage,
    },
  );
}
