/** The note that explains Ctrl-C while a command changes something. */
import type { Context } from '../../context.ts';

/** Running calls are not aborted, because their effect would be unknown. They may take a while. */
export async function withInterruptNote<T>({ io, report }: Context, work: () => Promise<T>): Promise<T> {
  const say = () => report.note('Interrupted; waiting for the running calls. Ctrl-C again stops at once.');
  io.signal.addEventListener('abort', say, { once: true });
  try {
    return await work();
  } finally {
    io.signal.removeEventListener('abort', say);
  }
}
