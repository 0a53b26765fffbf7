/** `apikit keys rename`: gives a client another name. Values and IDs stay the same. */
import { isFormer } from '../../aws/keys/stage-key.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { type ChosenKeys, chosenKeys, KEY_ARGUMENT, keyName, requiredKey } from '../parts/keys/key-flags.ts';

interface Renamed {
  from: string;
  name: string;
  ids: string[];
}

export const keysRename = defineCommand({
  arguments: [KEY_ARGUMENT, { name: '[name]', description: 'the new name' }],
  options: [{ flags: '--another', description: 'allow a name that another key already has' }],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'API keys',
  examples: ['apikit keys rename alice alice-mobile --stage prod'],

  async ask({ args: [key, to], flags }, context): Promise<ChosenKeys & { from: string; name: string }> {
    const from = await requiredKey(key, context);
    const name = await keyName(to, context, 'The renamed key');
    const found = await chosenKeys({ key: from }, context);
    const ids = new Set(found.chosen.map(({ id }) => id));
    const twin = found.keys.find((key) => key.name === name && !ids.has(key.id) && !isFormer(key, found.keys));
    if (twin && !flags.another)
      throw new ApikitError(
        'KeyExists',
        `This stage already has a key named "${name}" (${twin.id}). Nothing was renamed.`,
        {
          exitCode: EXIT.usage,
          hint: 'Choose another name, or pass --another; from then on only the IDs distinguish them.',
        },
      );
    return { ...found, from, name };
  },

  async execute({ target: { clients, facts }, chosen, from, name }): Promise<Renamed> {
    const { renameKey } = await import('../../aws/keys/change-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    // The current key comes last: until it is renamed, the old name finds all of them.
    for (const key of chosen.toReversed()) if (key.name !== name) await renameKey(place, key.id, name);
    return { from, name, ids: chosen.map(({ id }) => id) };
  },

  render: ({ from, name, ids }, theme) => ({
    notes: [`${theme.good(SYMBOL.done)} ${from} is now ${name} (${ids.join(', ')}).`],
  }),
  json: (renamed) => renamed,
});
