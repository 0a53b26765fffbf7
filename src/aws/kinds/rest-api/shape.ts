/** The shape of a REST API without its definition. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export type RestApiProperties = {
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  /** Only of a private API: the VPC endpoints with a host name of the API, sorted. */
  vpcEndpoints?: readonly string[];
  /** If it is absent, the setting stays as it is. A private API is always dualstack. */
  ipAddressType?: 'ipv4' | 'dualstack';
  /** The API does not answer at its default address. Absent: it does. */
  executeApi?: false;
  /** How long a preview stays after its last deploy: `3d`. */
  expires?: string;
  /** Whether the tables of a preview start with data. */
  seeds?: true;
  /** The custom domains with their base paths that lead to the stage: `api.example.com/v1`. */
  domains?: string;
  /** The ID of an API of somebody else, which the stage takes over instead of creating one. */
  adopts?: string;
  tags: Tags;
};

export interface RestApiShape {
  kind: 'rest-api';
  properties: RestApiProperties;
  attributes: {
    id: string;
    arn: string;
    name: string;
    /** Only VPCs reach the API. */
    isPrivate?: true;
    /** Only of an API of somebody else: it has a resource policy. */
    hasPolicy?: true;
    /** When a preview expires, as ISO 8601. */
    expiresAt?: string;
    /** The tables of a preview have received their first data. */
    seeded?: true;
    /** The same, with those that the stage no longer has. */
    domains?: string;
  };
  found: Omit<RestApiProperties, 'endpointType' | 'ipAddressType' | 'adopts'> & {
    name: string | undefined;
    endpointType: string | undefined;
    ipAddressType?: string;
  };
}
