/** What Ctrl-C does while a command is changing things, said when it is pressed. */
import type { Context } from '../../context.ts';

/** Calls under way are left to finish, since their effect would be unknown otherwise; that can take a while. */
export async function sayingWhatIsAwaited<T>({ io, report }: Context, work: () => Promise<T>): Promise<T> {
  const say = () => report.note('Interrupted; finishing the calls that are under way. Ctrl-C again stops at once.');
  io.signal.addEventListener('abort', say, { once: true });
  try {
    return await work();
  } finally {
    io.signal.removeEventListener('abort', say);
  }
}
