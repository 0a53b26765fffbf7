/**
 * The change of a domain from one endpoint to the other: it has both until its name leads to the new one, and the
 * former one goes as the last step. Pure.
 */
import type { FieldChange } from '../../../engine/resource.ts';
import type { DomainEndpoint } from '../../../naming/custom-domain.ts';
import type { DomainNameShape } from './shape.ts';

export const otherEndpoint = (endpoint: DomainEndpoint): DomainEndpoint => (endpoint === 'EDGE' ? 'REGIONAL' : 'EDGE');

type Found = DomainNameShape['found'];

/** Whether the domain has two endpoints. */
export const isChanging = ({ endpoint }: Pick<Found, 'endpoint'>): boolean => endpoint.includes(' ');

/** Whether the endpoint that is no longer wanted can go. A record of the user may not lead to the other one yet. */
export const goes = (
  { endpoint, ownDns }: Pick<DomainNameShape['properties'], 'endpoint' | 'ownDns'>,
  had: Found,
): boolean =>
  had.created && isChanging(had) && had.endpoint.split(' ').includes(endpoint) && (!ownDns || had.leadsThere === true);

/** Whether a run was interrupted between the removal of an endpoint and that of its certificate. */
export const isLeft = ({ endpoint }: Pick<DomainNameShape['properties'], 'endpoint'>, had: Found): boolean =>
  had.created && had.endpoint === endpoint && had.leaving !== undefined;

/** The removal of an endpoint is the last step, after its record in DNS has changed. */
export const isLast = ({ path }: FieldChange, properties: DomainNameShape['properties'], had: Found): boolean =>
  path === 'endpoint' && goes(properties, had);
