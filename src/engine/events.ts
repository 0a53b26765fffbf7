/** The events that the engine reports while it works: facts only. Their wording and colour belong to `ui/`. */
import type { Action } from './action.ts';

interface About {
  /** Id of the resource. */
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
}

export type EngineEvent =
  | (About & { readonly type: 'resource.reading' })
  | (About & { readonly type: 'resource.read'; readonly exists: boolean; readonly ms: number })
  | (About & { readonly type: 'resource.changing'; readonly action: Action })
  | (About & { readonly type: 'resource.changed'; readonly action: Action; readonly ms: number })
  | (About & { readonly type: 'resource.removed'; readonly ms: number })
  | (About & { readonly type: 'resource.waiting'; readonly text: string })
  | (About & { readonly type: 'resource.failed'; readonly error: unknown; readonly ms: number });

export type ReportEvent = (event: EngineEvent) => void;
