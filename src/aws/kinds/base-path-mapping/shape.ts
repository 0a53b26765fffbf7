/** The shape of a base path mapping. Types only. */
import type { Later } from '../../../engine/resource.ts';

/** Its name is the domain with the base path: `api.example.com/v1`. */
export type BasePathMappingProperties = {
  domain: Later<string>;
  /** `(none)` for the whole domain. */
  basePath: string;
  api: Later<string>;
  stage: Later<string>;
};

export interface BasePathMappingShape {
  kind: 'base-path-mapping';
  properties: BasePathMappingProperties;
  attributes: { name: string; url: string };
  found: { target: string };
}
