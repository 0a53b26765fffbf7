/** Layer versions as they are stored, and the layers that a function has. */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Architecture } from '../../models/lambda.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `lambda.layers`, by name. Version numbers are never reused. */
interface Layer {
  readonly name: string;
  readonly nextVersion: number;
}

/** Collection `lambda.layer-versions`, by ARN. */
export interface LayerVersion {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly license?: string;
  readonly runtimes?: readonly string[];
  readonly architectures?: readonly Architecture[];
  /** Milliseconds. */
  readonly created: number;
  /** The SHA-256 of the zip in hex: its name among the store's blobs. */
  readonly blob: string;
  /** The bytes of the zip. */
  readonly size: number;
  /** The bytes of its files. */
  readonly unzipped: number;
}

/** A layer of a function. The function keeps its content, because it runs on after the layer version is deleted. */
export interface AttachedLayer extends Pick<LayerVersion, 'blob' | 'size' | 'unzipped'> {
  readonly arn: string;
}

interface LayerState {
  readonly layers: Collection<Layer>;
  readonly versions: Collection<LayerVersion>;
}

export const layerState = (cloud: Pick<CloudBase, 'collection'>, scope: Scope): LayerState => ({
  layers: cloud.collection(scope, 'lambda.layers'),
  versions: cloud.collection(scope, 'lambda.layer-versions'),
});

export const layerArn = (scope: Scope, name: string): string =>
  `arn:aws:lambda:${scope.region}:${scope.account}:layer:${name}`;

export const layerVersionArn = (scope: Scope, name: string, version: number): string =>
  `${layerArn(scope, name)}:${version}`;
