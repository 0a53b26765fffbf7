/** `apikit unlock`: shows who holds a stage's lock, and removes it when the user is sure that the holder is gone. */
import type { Hold, Holder } from '../aws/lock/lock-log.ts';
import type { LockStore } from '../aws/lock/lock-parameter.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './command.ts';

interface Answers {
  app: string;
  stage: string;
  store: LockStore;
  hold?: Hold;
}

interface Unlocked {
  app: string;
  stage: string;
  /** Whether there was a lock, which is gone now. */
  unlocked: boolean;
  holder?: Holder;
}

export const unlock = defineCommand<Answers, Unlocked>({
  common: ['stage', 'profile', 'region', 'yes'],
  examples: ['apikit unlock --stage dev', 'apikit unlock --stage dev --yes --json'],

  async ask({ flags }, context) {
    const { app, stage } = await context.stage();
    const [{ lockStoreOf }, { replay }, { holderText }] = await Promise.all([
      import('../pipeline/with-lock.ts'),
      import('../aws/lock/lock-log.ts'),
      import('../aws/lock/holder.ts'),
    ]);
    const { clients, config } = await context.target();
    const store = await lockStoreOf(clients, config);
    const { hold } = replay(await store.history());
    if (!hold) return { app, stage, store };
    context.report.note(`${app}/${stage} is locked: ${holderText(hold.holder)}.`);
    if (flags.yes !== true && !context.interactive)
      throw usageError(
        `Removing the lock of ${app}/${stage} needs a confirmation.`,
        'Pass --yes. Nothing was changed.',
      );
    if (flags.yes !== true) {
      const message = 'Is that process gone, so that its lock can be removed?';
      if (!(await context.prompts.confirm({ message })))
        throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
    }
    return { app, stage, store, hold };
  },

  /** Names the hold that was shown: whoever has taken the lock since then keeps it. */
  async execute({ app, stage, store, hold }) {
    if (!hold) return { app, stage, unlocked: false };
    await store.append({ entry: 'unlock', id: hold.id });
    return { app, stage, unlocked: true, holder: hold.holder };
  },

  render: ({ app, stage, unlocked, holder }, theme) => ({
    notes: unlocked
      ? [
          `${theme.good(SYMBOL.done)} The lock of ${app}/${stage} is removed.`,
          `If ${holder?.what} is running after all, it stops within half a minute.`,
        ]
      : [`${app}/${stage} is not locked: nothing to remove.`],
  }),

  json: ({ app, stage, unlocked, holder = null }) => ({ app, stage, unlocked, holder }),
});
