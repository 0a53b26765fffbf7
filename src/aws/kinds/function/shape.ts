/** The shape of a Lambda function. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { PublishedVersion } from '../../lambda/published-version.ts';

/** Code and configuration of `$LATEST`. */
export type FunctionProperties = {
  runtime: string;
  handler: string;
  architecture: 'x86_64' | 'arm64';
  /** MB */
  memory: number;
  /** seconds */
  timeout: number;
  role: Later<string>;
  environment: Record<string, Later<string>>;
  tracing: boolean;
  /** base64 SHA-256 of the zip; the bytes are in the artifact store under this key. */
  codeSha256: string;
  tags: Tags;
};

/** The settings of the configuration call. The upload sets code and architecture, and tags have their own calls. */
export type FunctionConfiguration = {
  runtime: string | undefined;
  handler: string | undefined;
  /** MB */
  memory: number | undefined;
  /** seconds */
  timeout: number | undefined;
  role: string | undefined;
  environment: Record<string, string>;
  tracing: boolean;
};

/** `consumer`: a function that a stream is brought to. It belongs to no release, so it has no versions. */
export interface FunctionShape {
  kind: 'function' | 'consumer';
  properties: FunctionProperties;
  attributes: {
    /** Unqualified. */
    arn: string;
    name: string;
    codeSha256: string;
    /** The version made just now, or `null`; whoever uses it waits until it is ready. */
    published: PublishedVersion | null;
  };
  found: FunctionConfiguration & { architecture: string; codeSha256: string | undefined; tags: Tags };
}

export type DesiredFunction = Resolved<FunctionProperties>;
