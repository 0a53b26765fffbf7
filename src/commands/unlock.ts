/** `apikit unlock`: shows who holds a stage's lock, and removes it if the user is sure that the holder has ended. */
import type { Hold, Holder } from '../aws/lock/lock-item.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { LockStores } from '../stage/lock/with-lock.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';

interface Answers {
  app: string;
  stage: string;
  places: LockStores;
  hold?: Hold;
  /** Whether an older version of apikit holds the lock, in Parameter Store. */
  former?: boolean;
}

interface Unlocked {
  app: string;
  stage: string;
  /** Whether there was a lock that is now removed. */
  unlocked: boolean;
  holder?: Holder;
}

export const unlock = defineCommand({
  common: ['stage', 'profile', 'region', 'yes'],
  examples: ['apikit unlock --stage dev', 'apikit unlock --stage dev --yes --json'],

  async ask({ flags }, context): Promise<Answers> {
    const { app, stage } = await context.stage();
    const [{ lockStoresOf }, { holderText }] = await Promise.all([
      import('../stage/lock/with-lock.ts'),
      import('../aws/lock/holder.ts'),
    ]);
    const { clients, config } = await context.target();
    const { clock, signal } = context.io;
    const { note, warn } = context.report;
    const places = await lockStoresOf({ clients, config, clock, signal, note, warn });
    const item = await places.store.read();
    const former = !item?.hold && !item?.ended;
    const hold = former ? await formerHold(places) : item.hold;
    if (!hold) return { app, stage, places };
    context.report.note(`${app}/${stage} is locked: ${holderText(hold.holder)}.`);
    if (!flags.yes && !context.interactive)
      throw usageError(
        `Removing the lock of ${app}/${stage} needs a confirmation.`,
        'Pass --yes. Nothing was changed.',
      );
    if (!flags.yes) {
      const message = 'Has that process ended, so that its lock can be removed?';
      if (!(await context.prompts.confirm({ message })))
        throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
    }
    return { app, stage, places, hold, former };
  },

  /** Removes only the hold that was shown. A newer holder keeps the lock. */
  async execute({ app, stage, places: { store, former }, hold, former: isFormer }): Promise<Unlocked> {
    if (!hold) return { app, stage, unlocked: false };
    if (!isFormer) {
      const unlocked = await store.end(hold.id, { how: 'unlock' });
      return { app, stage, unlocked, ...(unlocked && { holder: hold.holder }) };
    }
    if ((await formerHold({ former }))?.id !== hold.id) return { app, stage, unlocked: false };
    await former.remove();
    return { app, stage, unlocked: true, holder: hold.holder };
  },

  render: ({ app, stage, unlocked, holder }, theme) => ({
    notes: unlocked
      ? [
          `${theme.good(SYMBOL.done)} The lock of ${app}/${stage} is removed.`,
          `If ${holder?.what} still runs, it stops within half a minute.`,
        ]
      : [`${app}/${stage} is not locked: nothing to remove.`],
  }),

  json: ({ app, stage, unlocked, holder = null }) => ({ app, stage, unlocked, holder }),
});

async function formerHold({ former }: Pick<LockStores, 'former'>): Promise<Hold | undefined> {
  const found = await former.read();
  return found === 'none' ? undefined : found.hold;
}
