/** A stage that is checked and bundled, before the first AWS call. Types only. */
import type { BundledFunction } from '../../bundle/bundle-function.ts';
import type { BundledLayer } from '../../bundle/layer/bundle-layer.ts';
import type { ReleaseSource } from '../desired/release-source.ts';

export interface PreparedStage extends ReleaseSource {
  readonly code: BundledFunction;
  readonly consumers?: Readonly<Record<string, BundledFunction>>;
  readonly layers?: Readonly<Record<string, BundledLayer>>;
}

/** Where the preparation reports what it noticed. */
export interface Notices {
  note(text: string): void;
  warn(text: string): void;
}
