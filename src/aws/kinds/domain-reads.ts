/** The custom domains that the kinds of this run know. Four kinds need them, and all of them share one read. */
import type { Clock } from '../../clock.ts';
import { type FoundDomain, readDomain } from '../domains/domain-reads.ts';
import type { Clients } from '../sdk/clients.ts';
import { type SharedRead, sharedRead } from './shared-read.ts';

/** By the name of the domain; `undefined` if there is none. */
export type DomainReads = SharedRead<FoundDomain | undefined>;

type Parts = { readonly clients: Pick<Clients, 'apiGateway' | 'apiGatewayV2'>; readonly clock: Clock };

export const createDomainReads = ({ clients, clock }: Parts): DomainReads =>
  sharedRead(clock, (domainName) => readDomain(clients, domainName));
