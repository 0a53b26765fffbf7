/** Describes what a change of the API's endpoint does to its callers. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { privateCallers } from '../../config/endpoint.ts';
import type { Observation } from '../../engine/observe.ts';
import { ApikitError } from '../../errors.ts';
import { domainAddress } from '../../stack/domain.ts';
import { findObserved } from '../../stack/ids.ts';

interface EndpointChange {
  readonly from: string;
  readonly to: string;
}

/** Returns `undefined` if the API does not exist yet, or keeps the type of its endpoint. */
function endpointChange({ endpoint: { type } }: StageConfig, { observed }: Observation): EndpointChange | undefined {
  const from = findObserved(observed, 'api')?.properties.endpointType?.toLowerCase();
  return from === undefined || from === type ? undefined : { from, to: type };
}

/** Returns a sentence about callers who can no longer call the API, or who can from now on. */
export function endpointWarning(config: StageConfig, observation: Observation): string | undefined {
  const change = endpointChange(config, observation);
  if (!change) return undefined;
  const { from, to } = change;
  if (to === 'private') {
    const callers = privateCallers(config.endpoint, config.access).join(', ');
    return `The API becomes private: requests from the internet get 403, and only these callers are let through: ${callers}.`;
  }
  if (from === 'private') {
    return `The API is private and becomes ${to}, so the internet reaches it. In a VPC whose endpoint for execute-api has private DNS, requests to it get 403.`;
  }
  return `The endpoint changes from ${from} to ${to}. The address stays the same, and API Gateway may need some minutes.`;
}

/** Returns a sentence about the default address of an API that is turned off, or on again. */
export function defaultAddressWarning(
  { endpoint: { executeApi = true }, domain }: StageConfig,
  { observed }: Observation,
): string | undefined {
  const api = findObserved(observed, 'api');
  if (!api || !domain || executeApi === (api.properties.executeApi !== false)) return undefined;
  return executeApi
    ? 'The API answers at its default address again, the one of execute-api, beside its domain.'
    : `The default address of the API is turned off: requests to it get 403, and callers have to use https://${domainAddress(domain)}.`;
}

/** Whether callers of the live stage may lose their access, so that a person should agree. */
export function excludesCallers(config: StageConfig, observation: Observation): boolean {
  const change = endpointChange(config, observation);
  if (config.endpoint.executeApi === false && defaultAddressWarning(config, observation) !== undefined) return true;
  return change !== undefined && [change.from, change.to].includes('private');
}

/** Throws `EndpointOfCanary`: the endpoint has no share of the requests. */
export function refuseEndpointOfCanary(config: StageConfig, observation: Observation): void {
  const change = endpointChange(config, observation);
  if (!change) return;
  const { app, stage } = config;
  throw new ApikitError(
    'EndpointOfCanary',
    `The endpoint of ${app}/${stage} changes from ${change.from} to ${change.to}. It changes for all requests at once, so it cannot go with a canary. Nothing was changed.`,
    { hint: `Deploy it without --canary: apikit deploy --stage ${stage}` },
  );
}
