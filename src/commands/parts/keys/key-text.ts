/** Texts about keys. Pure. */
import type { KeyState } from '../../../aws/keys/stage-key.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { minute } from '../../../ui/moment.ts';
import type { Theme } from '../../../ui/theme.ts';
import type { Delivered } from './key-delivery.ts';
import type { ShownKey } from './shown-key.ts';

const day = (iso: string | null): string => iso?.slice(0, 10) ?? '';

/** A time to the minute, or a day. */
export const whenText = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** The state of a key, for a column of a table. */
export function stateText(state: KeyState, { endsAt, deleteAfter }: Pick<ShownKey, 'endsAt' | 'deleteAfter'>): string {
  switch (state) {
    case 'unseen':
      return 'not handed out';
    case 'ending':
      return `until ${day(endsAt)}`;
    case 'over':
      return `ended ${day(endsAt)}`;
    case 'revoked':
      return `deleted ${day(deleteAfter)}`;
    default:
      return state;
  }
}

export function paintState(state: KeyState, text: string, theme: Theme): string {
  if (state === 'enabled') return theme.good(text);
  if (state === 'over' || state === 'unseen') return theme.warn(text);
  return state === 'ending' ? theme.accent(text) : theme.dim(text);
}

export function deliveredLine({ value, to }: Delivered): string {
  if (value !== null) return 'Its value is shown only now:';
  return to === 'clipboard' ? 'Its value is on the clipboard.' : `Its value is in ${to}.`;
}

/** An old value does not end by itself, which the user must know. */
export const endsLine = (endsAt: string): string =>
  `The old value works at least until ${minute(endsAt)}, and then until a command disables it: AWS does not disable it by itself.`;

/** The word for a key in a command to type: its name, or its ID if the name looks like a flag. */
export const keyArgument = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  name === '' || name.startsWith('-') ? id : shellWord(name);

const FEW = 20;

/** Shortens a long list of lines about keys. */
export const abbreviatedLines = (lines: readonly string[]): string[] =>
  lines.length <= FEW ? [...lines] : [...lines.slice(0, FEW), `… and ${lines.length - FEW} more.`];

const NAMED = 5;

/** Shortens a long list of names in a sentence. */
export const abbreviatedNames = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;
