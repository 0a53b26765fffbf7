/** The shape of a Lambda function. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { PublishedVersion } from '../../lambda/published-version.ts';

/** Format and levels of the log, in lower case. */
export type LogControls = { format: string; applicationLevel?: string; systemLevel?: string };

/** The subnets and security groups of a function, by ID, sorted. */
export type DesiredVpc = { subnets: readonly string[]; securityGroups: readonly string[]; ipv6: boolean };

/** The code and configuration of `$LATEST`. */
export type FunctionProperties = {
  runtime: string;
  handler: string;
  architecture: 'x86_64' | 'arm64';
  /** Megabytes. */
  memory: number;
  /** Seconds. */
  timeout: number;
  /** Megabytes of `/tmp`. */
  ephemeralStorage: number;
  /** `false` removes the reservation. Without it, the reservation stays as it is. */
  reservedConcurrency?: number | false;
  role: Later<string>;
  environment: Record<string, Later<string>>;
  /** The ARN of the key of the environment; `false` removes it. Without it, the key stays as it is. */
  kmsKey?: string | false;
  /** Whether Lambda takes a snapshot of each version. */
  snapStart?: true;
  /** Without it, the log is text. */
  logging?: LogControls;
  /** `false` takes the function out of its VPC. Without it, the VPC stays as it is. */
  vpc?: DesiredVpc | false;
  /** ARNs, in the order in which Lambda unpacks them. Without it, the layers stay as they are. */
  layers?: readonly Later<string>[];
  tracing: boolean;
  /** The SHA-256 of the zip in base64. The artifact store has the bytes under this key. */
  codeSha256: string;
  tags: Tags;
};

/** The settings of the configuration call. The upload sets code and architecture, and tags have their own calls. */
export type FunctionConfiguration = {
  runtime: string | undefined;
  handler: string | undefined;
  /** Megabytes. */
  memory: number | undefined;
  /** Seconds. */
  timeout: number | undefined;
  /** Megabytes of `/tmp`. */
  ephemeralStorage: number;
  role: string | undefined;
  environment: Record<string, string>;
  /** Absent if it is not compared. */
  kmsKey?: string | false;
  snapStart?: true;
  logging?: LogControls;
  vpc?: DesiredVpc | false;
  layers?: readonly string[];
  tracing: boolean;
};

/** A `consumer` is a function that consumes a stream. It belongs to no release, so it has no versions. */
export interface FunctionShape {
  kind: 'function' | 'consumer';
  properties: FunctionProperties;
  attributes: {
    /** The ARN without a version. */
    arn: string;
    name: string;
    codeSha256: string;
    /** The version that was just created, or `null`. Its users wait until it is ready. */
    published: PublishedVersion | null;
  };
  found: FunctionConfiguration & {
    architecture: string;
    codeSha256: string | undefined;
    reservedConcurrency: number | false;
    tags: Tags;
  };
}

export type DesiredFunction = Resolved<FunctionProperties>;
