/** The common code of `apikit keys enable` and `apikit keys disable`. */
import type { StageKey } from '../../../aws/keys/stage-key.ts';
import { DELETE_AFTER_TAG, ENDS_TAG } from '../../../naming/tags.ts';
import { SYMBOL } from '../../../ui/theme.ts';
import { type AnyCommand, defineCommand } from '../command.ts';
import { eachKey } from './each-key.ts';
import { agreeToMany, type ChosenKeys, chosenKeys, KEY_ARGUMENT, MANY_OPTIONS, selectedKeys } from './key-flags.ts';
import { abbreviatedLines } from './key-text.ts';

interface Switched {
  keys: { id: string; name: string; enabled: boolean; changed: boolean }[];
}

export function setEnabledCommand(enabled: boolean): AnyCommand {
  const verb = enabled ? 'enable' : 'disable';
  return defineCommand({
    arguments: [KEY_ARGUMENT],
    options: MANY_OPTIONS,
    common: ['stage', 'profile', 'region', 'yes'],
    ofRestApi: 'API keys',
    examples: [`apikit keys ${verb} alice --stage prod`, `apikit keys ${verb} --all --older-than 90d --stage prod`],

    async ask(input, context): Promise<ChosenKeys> {
      const which = await selectedKeys(input, context);
      const found = await chosenKeys(which, context);
      if ('key' in which) return { ...found, chosen: enabled ? toEnable(found) : toDisable(found) };
      const chosen = found.chosen.filter((key) => key.enabled !== enabled && (!enabled || isIdle(key)));
      const answers = { ...found, chosen };
      await agreeToMany(enabled ? 'Enabling' : 'Disabling', answers, context);
      return answers;
    },

    async execute({ target: { clients, facts }, chosen, now }, context): Promise<Switched> {
      const { setEnabled, unmarkKey } = await import('../../../aws/keys/change-key.ts');
      const place = { client: await clients.apiGateway(), facts };
      await eachKey(chosen, `${verb}d`, context, async (key) => {
        const marks = enabled ? outdatedMarks(key, now) : [];
        if (marks.length > 0) await unmarkKey(place, key.id, ...marks);
        if (key.enabled !== enabled) await setEnabled(place, key.id, enabled);
      });
      return { keys: chosen.map(({ id, name, enabled: was }) => ({ id, name, enabled, changed: was !== enabled })) };
    },

    render: ({ keys }, theme) => {
      if (keys.length === 0) return { notes: [`There is no key to ${verb}.`] };
      const lines = keys.map(({ id, name, changed }) =>
        changed
          ? `${theme.good(SYMBOL.done)} Key ${name} (${id}) is ${verb}d.`
          : `${theme.dim(SYMBOL.note)} Key ${name} (${id}) is already ${verb}d.`,
      );
      return { notes: abbreviatedLines(lines) };
    },
    json: (result) => result,
  });
}

/** A name means the client's current key and the old keys that still work. An ID means that key. */
function toDisable({ chosen }: ChosenKeys): StageKey[] {
  const [key, ...former] = chosen;
  return [key!, ...former.filter((each) => each.enabled)];
}

/** A name means the client's current key and the old keys that have not ended. An ID means that key. */
function toEnable({ chosen, now }: ChosenKeys): StageKey[] {
  const [key, ...former] = chosen;
  return [key!, ...former.filter(({ endsAt }) => endsAt !== undefined && Date.parse(endsAt) > now)];
}

/** Whether a key is neither an old key nor revoked. */
const isIdle = ({ endsAt, deleteAfter }: StageKey) => endsAt === undefined && deleteAfter === undefined;

/** An enabled key is no longer due for deletion. Enabling an old key after its end means that it should stay. */
function outdatedMarks({ endsAt, deleteAfter }: StageKey, now: number): string[] {
  return [
    ...(deleteAfter === undefined ? [] : [DELETE_AFTER_TAG]),
    ...(endsAt !== undefined && Date.parse(endsAt) <= now ? [ENDS_TAG] : []),
  ];
}
