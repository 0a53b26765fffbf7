/** `apikit keys revoke`: disables a key now, and deletes it after some time. */
import { tagTime } from '../../aws/keys/stage-key.ts';
import { DELETE_AFTER_TAG } from '../../naming/tags.ts';
import { minute } from '../../ui/moment.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { eachKey } from '../parts/keys/each-key.ts';
import {
  agreeTo,
  agreeToMany,
  type ChosenKeys,
  chosenKeys,
  durationOf,
  KEY_ARGUMENT,
  MANY_OPTIONS,
  selectedKeys,
} from '../parts/keys/key-flags.ts';
import { abbreviatedLines } from '../parts/keys/key-text.ts';

const AFTER = '30d';

interface Answers extends ChosenKeys {
  after: number;
}

interface Revoked {
  keys: { id: string; name: string }[];
  /** ISO 8601; `null` if the keys are already deleted. */
  deleteAfter: string | null;
}

export const keysRevoke = defineCommand({
  arguments: [KEY_ARGUMENT],
  options: [
    {
      flags: '--after <duration>',
      description: `how long the key can be enabled again before it may be deleted (default: ${AFTER}); 0d deletes it now`,
    },
    ...MANY_OPTIONS,
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: ['apikit keys revoke alice --stage prod', 'apikit keys revoke alice --after 7d --stage prod'],

  async ask(input, context): Promise<Answers> {
    const after = durationOf('--after', input.flags.after ?? AFTER);
    const which = await selectedKeys(input, context);
    const found = await chosenKeys(which, context);
    if (!('key' in which)) await agreeToMany('Revoking', found, context);
    else if (after === 0 && !input.flags.yes) {
      const of = found.chosen.map(({ name, id }) => `${name} (${id})`).join(', ');
      await agreeTo(`Deleting ${of}`, `Delete ${of}? This cannot be undone.`, context);
    }
    return { ...found, after };
  },

  async execute({ target: { clients, facts }, chosen, now, after }, context): Promise<Revoked> {
    const { deleteKey, markKey, setEnabled } = await import('../../aws/keys/change-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    const deleteAfter = after === 0 ? null : tagTime(now + after);
    await eachKey(chosen, 'revoked', context, async ({ id, enabled }) => {
      // Disabling is urgent, so it comes first.
      if (enabled) await setEnabled(place, id, false);
      if (deleteAfter === null) await deleteKey(place, id);
      else await markKey(place, id, { [DELETE_AFTER_TAG]: deleteAfter });
    });
    return { keys: chosen.map(({ id, name }) => ({ id, name })), deleteAfter };
  },

  render: ({ keys, deleteAfter }, theme) => {
    if (keys.length === 0) return { notes: ['There is no key to revoke.'] };
    const done = deleteAfter === null ? 'is deleted' : 'is disabled, and gives no access';
    return {
      notes: [
        ...abbreviatedLines(keys.map(({ id, name }) => `${theme.good(SYMBOL.done)} Key ${name} (${id}) ${done}.`)),
        ...(deleteAfter === null
          ? []
          : [
              `From ${minute(deleteAfter)} on, \`apikit keys prune\` deletes it; AWS does not delete it by itself. Until then, \`apikit keys enable\` enables it again.`,
            ]),
      ],
    };
  },
  json: ({ keys, deleteAfter }) => ({ keys, deleteAfter }),
});
