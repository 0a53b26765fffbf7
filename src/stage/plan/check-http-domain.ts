/** Checks before a deploy that API Gateway maps an HTTP API to a domain that exists. Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { findObserved } from '../../stack/ids.ts';

/** Throws `DomainWithoutHttpApis`. A domain whose policy the deploy changes to TLS_1_2 passes. */
export function refuseHttpDomain({ api, domain }: StageConfig, { observed }: Observation): void {
  const found = findObserved(observed, 'domain-name')?.properties;
  if (api !== 'http' || !domain || !found || found.takesHttp) return;
  if (found.created && domain.securityPolicy === 'TLS_1_2') return;
  throw new ApikitError(
    'DomainWithoutHttpApis',
    `API Gateway maps HTTP APIs (api: http) only to regional domains with the security policy TLS_1_2, and ${domain.name} is another one. Nothing was changed.`,
    {
      hint: 'If apikit created the domain and its API is regional, write securityPolicy: TLS_1_2 under domain. Otherwise change the domain where it is managed, name another one, or use api: rest.',
      exitCode: EXIT.usage,
    },
  );
}
