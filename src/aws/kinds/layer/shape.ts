/** The shape of a layer that is made of a folder of the project. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export type LayerProperties = {
  /** The SHA-256 of the zip in base64, under which the artifact store has it. Empty if the project was not read. */
  content: string;
  /** The function whose releases use the versions. */
  function: string;
  tags: Tags;
};

export interface LayerShape {
  kind: 'layer';
  properties: LayerProperties;
  attributes: {
    name: string;
    /** The ARN of the version with the content. */
    versionArn: string;
  };
  found: {
    /** The content of the version. */
    content: string;
    /** The numbers of all versions. */
    versions: readonly number[];
    /** Whether this run has published the newest version. */
    published?: boolean;
  };
}
