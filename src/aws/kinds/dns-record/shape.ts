/** The shape of a record in a hosted zone of Route 53. Types only. */
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Later } from '../../../engine/resource.ts';

export type DnsRecordProperties = {
  /** The domain that the record is for. */
  domain: string;
  /** The ID of the hosted zone. Absent: the one that answers for the domain. */
  zone?: string;
  /** The name of the record; empty if none is needed. */
  record: Later<string>;
  type: 'CNAME' | 'A';
  /** The host that it leads to. */
  value: Later<string>;
  /** The hosted zone of the host, for an alias. */
  valueZone?: Later<string>;
  /** The API of the stage that uses the domain. */
  api: Later<string>;
  stage: string;
};

export interface DnsRecordShape {
  kind: 'dns-record';
  properties: DnsRecordProperties;
  attributes: { name: string };
  found: { value: string; set?: ResourceRecordSet };
}
