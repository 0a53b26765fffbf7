/** The shape of a base path mapping. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** Its name is the domain with the base path: `api.example.com/v1`. */
export type BasePathMappingProperties = {
  domain: Later<string>;
  /** `(none)` for the whole domain. */
  basePath: string;
  api: Later<string>;
  stage: Later<string>;
  /** The kind of the API. A former mapping has none, because it is only removed. */
  door?: 'rest' | 'http';
  /** The tags of the stage, by which its former front door is recognized. */
  tags?: Tags;
};

export interface BasePathMappingShape {
  kind: 'base-path-mapping';
  properties: BasePathMappingProperties;
  attributes: { name: string; url: string };
  found: {
    target: string;
    /** The ID of the API to which the mapping leads. */
    leadsTo: string | undefined;
    /** Whether that is the front door which the stage had before a change of `api`. */
    moves?: true;
    /** The ID with which version 2 of API Gateway changes the mapping. */
    mappingId?: string;
  };
}
