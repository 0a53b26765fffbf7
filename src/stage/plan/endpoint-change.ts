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

/**
 * Throws `DomainNotServing` if the default address of a live stage would be turned off before its domain leads to it.
 * A new domain may wait for its certificate or for the user, and callers would have no address meanwhile.
 */
export function refuseEarlyTurnOff(config: StageConfig, { observed }: Observation): void {
  const { app, stage, domain, endpoint } = config;
  const api = findObserved(observed, 'api');
  if (endpoint.executeApi !== false || !domain) return;
  if (findObserved(observed, 'base-path-mapping')?.properties.moves) throw movesUnseen(config, domainAddress(domain));
  if (!observed.has('stage')) return;
  if (!api || api.properties.executeApi === false) return;
  const needed = ['domain-name', 'base-path-mapping', ...(domain.hostedZone === 'none' ? [] : ['dns-record/domain'])];
  if (needed.every((id) => observed.has(id)) && observed.get('base-path-mapping')?.owned) return;
  throw new ApikitError(
    'DomainNotServing',
    `endpoint.executeApi of ${app}/${stage} is false, and https://${domainAddress(domain)} does not lead to the stage yet. Its callers would have no address until it does. Nothing was changed.`,
    {
      hint: `Remove executeApi from apikit.yaml and deploy the domain first. Write it again when the domain is in order (apikit domain status --stage ${stage}).`,
    },
  );
}

/** Before the domain moves, the deploy asks the new front door at its default address whether it serves. */
function movesUnseen({ app, stage, api }: StageConfig, address: string): ApikitError {
  return new ApikitError(
    'DomainNotServing',
    `endpoint.executeApi of ${app}/${stage} is false, and https://${address} still leads to the front door that the stage had before api: ${api}. It moves only when the new one answers at its default address. Nothing was changed.`,
    {
      hint: 'Remove executeApi from apikit.yaml and deploy. Write it again when the domain leads to the new front door.',
    },
  );
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

/** Throws `DomainOfCanary`: a base path leads to one front door, whose stage keeps its release during a canary. */
export function refuseMoveOfCanary({ app, stage, api, domain }: StageConfig, { observed }: Observation): void {
  if (!domain || !findObserved(observed, 'base-path-mapping')?.properties.moves) return;
  throw new ApikitError(
    'DomainOfCanary',
    `https://${domainAddress(domain)} leads to the front door that ${app}/${stage} had before api: ${api}. It moves for all requests at once, so it cannot go with a canary. Nothing was changed.`,
    { hint: `Deploy it without --canary: apikit deploy --stage ${stage}` },
  );
}
