/**
 * The events of an `apikit dev` session, in the order in which they happen. Plain data: the wording belongs to `ui/`.
 */
import type { ApikitError } from '../errors.ts';
import type { JoinedEntry } from '../logs/live-entry.ts';

export type DevEvent =
  /** The stage is served for the first time in this session. `key` is `null` if the stage has no usage plan. */
  | {
      readonly type: 'ready';
      readonly app: string;
      readonly url: string;
      readonly key: string | null;
      readonly release: string;
      readonly ms: number;
    }
  /** A save is being deployed. `files` are relative to the project. */
  | { readonly type: 'deploying'; readonly files: readonly string[] }
  | {
      readonly type: 'deployed';
      readonly files: readonly string[];
      readonly release: string;
      readonly changes: readonly { readonly resource: string; readonly action: string }[];
      readonly ms: number;
    }
  /** The save makes no difference to the deployed stage. */
  | { readonly type: 'unchanged'; readonly files: readonly string[]; readonly release: string }
  /** `serving` is the release that still serves requests; `null` if this session has not deployed one. */
  | {
      readonly type: 'failed';
      readonly files: readonly string[];
      readonly error: ApikitError;
      /** The lines around the problems, if the error has places in the user's files. */
      readonly frames: readonly CodeFrame[];
      readonly serving: string | null;
    }
  | { readonly type: 'key'; readonly name: string; readonly value: string }
  | { readonly type: 'note' | 'warning'; readonly text: string }
  | JoinedEntry;

export type Emit = (event: DevEvent) => void;

export interface CodeFrame {
  /** Relative to the project. */
  readonly file: string;
  /** 1-based, as everywhere. */
  readonly line: number;
  readonly column: number;
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}
