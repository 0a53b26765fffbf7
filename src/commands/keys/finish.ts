/** `apikit keys finish`: disables the old value of a rotation now. */
import { formerOf, isFormer, type StageKey, successorOf, tagTime } from '../../aws/keys/stage-key.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { ENDS_TAG } from '../../naming/tags.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { type ChosenKeys, chosenKeys, KEY_ARGUMENT, requiredKey } from '../parts/keys/key-flags.ts';
import { keyArgument } from '../parts/keys/key-text.ts';

interface Finished {
  name: string;
  disabled: { id: string; name: string }[];
}

export const keysFinish = defineCommand({
  arguments: [{ ...KEY_ARGUMENT, description: 'name of the key, or the ID of the old or the new one' }],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'API keys',
  examples: ['apikit keys finish alice --stage prod'],

  async ask({ args: [given] }, context): Promise<ChosenKeys & { name: string }> {
    const name = await requiredKey(given, context);
    const found = await chosenKeys({ key: name }, context);
    const meant = found.chosen[0]!;
    const old = [meant, ...formerOf(meant, found.keys)].filter((key) => key.enabled && isFormer(key, found.keys));
    refuseUnseen(old, found);
    return { ...found, chosen: old, name };
  },

  async execute({ target: { clients, facts }, chosen, name, now }): Promise<Finished> {
    const { markKey, setEnabled } = await import('../../aws/keys/change-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    for (const { id, endsAt } of chosen) {
      // The date comes first, so that a run that stops here leaves a key that everyone can see has ended.
      if (endsAt === undefined || Date.parse(endsAt) > now) await markKey(place, id, { [ENDS_TAG]: tagTime(now) });
      await setEnabled(place, id, false);
    }
    return { name, disabled: chosen.map(({ id, name: of }) => ({ id, name: of })) };
  },

  render: ({ name, disabled }, theme) => ({
    notes:
      disabled.length === 0
        ? [`${name} has no old value that still works.`]
        : disabled.map(({ id, name: of }) => `${theme.good(SYMBOL.done)} The old value of ${of} (${id}) is disabled.`),
  }),
  json: ({ disabled }) => ({ disabled }),
});

/** Without this check, the client would have no value that anyone knows. */
function refuseUnseen(old: readonly StageKey[], { keys, target: { config } }: ChosenKeys): void {
  for (const key of old) {
    const next = successorOf(key, keys);
    if (!next?.unseen) continue;
    throw new ApikitError(
      'NotHandedOut',
      `The new key of ${key.name}, ${next.id}, was created by a run that was interrupted, and no one has received its value. The old key was not changed.`,
      {
        exitCode: EXIT.usage,
        hint: `Get the new value first: apikit keys rotate ${keyArgument(key)} --stage ${config.stage}`,
      },
    );
  }
}
