/** Events of the engine as single lines. Pure. */
import type { EngineEvent } from '../engine/events.ts';
import { SYMBOL, type Theme } from './theme.ts';

const VERB: Record<string, [doing: string, done: string]> = {
  create: ['creating', 'created'],
  update: ['changing', 'changed'],
  delete: ['removing', 'removed'],
  adopt: ['adopting', 'adopted'],
  none: ['checking', 'unchanged'],
};

/** The line for a finished change. `undefined` for an event that only the live display shows. */
export function plainLine(event: EngineEvent, theme: Theme): string | undefined {
  switch (event.type) {
    case 'resource.changed':
      if (event.action === 'none') return undefined;
      return `${theme.good(SYMBOL.done)} ${event.resource} ${VERB[event.action]?.[1] ?? event.action} ${theme.dim(`(${seconds(event.ms)})`)}`;
    case 'resource.removed':
      return `${theme.good(SYMBOL.done)} ${event.resource} removed ${theme.dim(`(${seconds(event.ms)})`)}`;
    case 'resource.failed':
      return `${theme.bad(SYMBOL.failed)} ${event.resource} failed ${theme.dim(`(${seconds(event.ms)})`)}`;
    case 'resource.waiting':
      return theme.dim(`${SYMBOL.note} ${event.resource}: ${event.text}`);
    default:
      return undefined;
  }
}

/** The current activity, for a live display. `undefined` if the event ends the activity. */
export function liveLine(event: EngineEvent): string | undefined {
  switch (event.type) {
    case 'resource.reading':
      return 'reading';
    case 'resource.changing':
      return VERB[event.action]?.[0] ?? event.action;
    case 'resource.waiting':
      return event.text;
    default:
      return undefined;
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
