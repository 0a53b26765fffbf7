/** The shape of a REST API without its definition. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export type RestApiProperties = {
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  /** How long a preview stays after its last deploy: `3d`. */
  expires?: string;
  /** Whether the tables of a preview start with data. */
  seeds?: true;
  tags: Tags;
};

export interface RestApiShape {
  kind: 'rest-api';
  properties: RestApiProperties;
  attributes: {
    id: string;
    arn: string;
    name: string;
    /** When a preview expires, as ISO 8601. */
    expiresAt?: string;
    /** The tables of a preview have received their first data. */
    seeded?: true;
  };
  found: Omit<RestApiProperties, 'endpointType'> & { name: string | undefined; endpointType: string | undefined };
}
