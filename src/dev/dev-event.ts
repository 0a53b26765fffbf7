/** What a session of `apikit dev` tells, in the order in which it happens. Plain data; wording belongs to `ui/`. */
import type { ApikitError } from '../errors.ts';
import type { JoinedEntry } from './call-order.ts';
import type { CodeFrame } from './code-frame.ts';

export type DevEvent =
  /** The stage serves for the first time in this session. `key`: `null` where the contract's stage has no usage plan. */
  | {
      readonly type: 'ready';
      readonly app: string;
      readonly url: string;
      readonly key: string | null;
      readonly release: string;
      readonly ms: number;
    }
  /** A save is being deployed. `files`: relative to the project. */
  | { readonly type: 'deploying'; readonly files: readonly string[] }
  | {
      readonly type: 'deployed';
      readonly files: readonly string[];
      readonly release: string;
      readonly changes: readonly { readonly resource: string; readonly action: string }[];
      readonly ms: number;
    }
  /** The save comes to what is deployed already. */
  | { readonly type: 'unchanged'; readonly files: readonly string[]; readonly release: string }
  /** `serving`: the release that goes on answering; `null`: this session has deployed none. */
  | {
      readonly type: 'failed';
      readonly files: readonly string[];
      readonly error: ApikitError;
      /** The lines around what is wrong, where the error names places in the user's files. */
      readonly frames: readonly CodeFrame[];
      readonly serving: string | null;
    }
  | { readonly type: 'key'; readonly name: string; readonly value: string }
  | { readonly type: 'note' | 'warning'; readonly text: string }
  | JoinedEntry;

export type Emit = (event: DevEvent) => void;
