/**
 * Puts requests and lines of the function into reading order: a request, then the lines of its call. The gateway
 * reports a request after its response, when the lines are already written, so the lines wait for it for a moment.
 */
import type { Clock } from '../clock.ts';
import type { JoinedEntry, JoinedLine, LiveEntry } from '../logs/live-entry.ts';
import { remember } from '../logs/remember.ts';
import { createStreamCalls } from '../logs/stream-calls.ts';

/** In ms. The lines of a longer call are shown while it runs. */
const PATIENCE = 150;

export function createCallOrder(clock: Clock, emit: (entry: JoinedEntry) => void): (entry: LiveEntry) => void {
  const calls = createStreamCalls();
  /** Call → request. */
  const requestOf = new Map<string, string>();
  /** Call → its lines that wait. */
  const held = new Map<string, JoinedLine[]>();

  const emitHeld = (call: string) => {
    const lines = held.get(call) ?? [];
    held.delete(call);
    const requestId = requestOf.get(call);
    for (const line of lines) emit(requestId === undefined ? line : { ...line, requestId });
  };

  return (entry) => {
    if (entry.type === 'request') {
      emit(entry);
      if (entry.functionRequestId === undefined) return;
      remember(requestOf, entry.functionRequestId, entry.requestId);
      emitHeld(entry.functionRequestId);
      return;
    }
    const call = calls.take(entry.stream, entry.message, clock.now());
    if (call === undefined) return emit(entry);
    const line = { ...entry, functionRequestId: call };
    const waiting = held.get(call);
    if (waiting) {
      waiting.push(line);
      return;
    }
    held.set(call, [line]);
    if (requestOf.has(call)) emitHeld(call);
    else void clock.sleep(PATIENCE).then(() => emitHeld(call));
  };
}
