/** `apikit keys rotate`: creates a new value at once. The old value works until a date. */
import { type StageKey, successorOf } from '../../aws/keys/stage-key.ts';
import type { Context } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import {
  checkDelivery,
  DELIVERY_OPTIONS,
  type Deliver,
  type Delivered,
  delivered,
  deliveryOf,
  markDelivered,
} from '../parts/keys/key-delivery.ts';
import {
  agreeToMany,
  type ChosenKeys,
  chosenKeys,
  durationOf,
  KEY_ARGUMENT,
  MANY_OPTIONS,
  selectedKeys,
} from '../parts/keys/key-flags.ts';
import { abbreviatedNames, deliveredLine, endsLine, keyArgument } from '../parts/keys/key-text.ts';

const OVERLAP = '7d';

interface Answers extends ChosenKeys {
  overlap: number;
  many: boolean;
  deliver: Deliver;
}

interface RotatedKey extends Delivered {
  id: string;
  name: string;
  /** The ID of the key with the old value. */
  replaces: string;
  /** ISO 8601. */
  endsAt: string;
  resumed: boolean;
  oldWorks: boolean;
}

interface Rotated {
  keys: RotatedKey[];
  many: boolean;
  stage: string;
}

export const keysRotate = defineCommand({
  arguments: [KEY_ARGUMENT],
  options: [
    {
      flags: '--overlap <duration>',
      description: `how long the old value works beside the new one (default: ${OVERLAP})`,
    },
    ...DELIVERY_OPTIONS,
    ...MANY_OPTIONS,
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: [
    'KEY=$(apikit keys rotate alice --overlap 7d --stage prod)',
    'apikit keys rotate alice --copy --stage prod',
    'apikit keys rotate --all --older-than 90d --yes --json --stage prod',
  ],

  async ask(input, context): Promise<Answers> {
    const { flags } = input;
    checkDelivery(flags);
    const overlap = durationOf('--overlap', flags.overlap ?? OVERLAP);
    const which = await selectedKeys(input, context);
    const many = !('key' in which);
    if (many && (flags.copy || flags.toSecret !== undefined))
      throw usageError('--copy and --to-secret hold one value only.', 'Rotate one key at a time, or remove them.');
    const found = await chosenKeys(which, context);
    const chosen = many ? rotatable(found) : [refuseUnrotatable(found)];
    if (many) warnOfRemaining(found, context);
    const answers = { ...found, chosen };
    if (many) await agreeToMany('Rotating', answers, context);
    return { ...answers, overlap, many, deliver: await deliveryOf(flags, found.target, context.io) };
  },

  async execute({ target, keys, chosen, now, overlap, many, deliver }, context): Promise<Rotated> {
    const [{ rotateKey }, { setEnabled }] = await Promise.all([
      import('../../aws/keys/rotate-key.ts'),
      import('../../aws/keys/change-key.ts'),
    ]);
    const { clients, facts, config } = target;
    const { clock, signal } = context.io;
    const work = { client: await clients.apiGateway(), clock, signal, facts };
    const options = { tags: stageTags(config), keys, now, overlap };
    const rotated: RotatedKey[] = [];
    for (const key of chosen) {
      signal.throwIfAborted();
      const { key: fresh, old, endsAt, resumed, plans } = await rotateKey(work, key, options);
      const { id, name } = fresh;
      if (plans === 0)
        context.report.warn(`${name} (${id}) is in no usage plan, like the old key, so it gives no access.`);
      const way = await delivered(deliver, fresh, context);
      // The old value is disabled only after the new value is delivered. Otherwise clients that read the value there
      // would lose access.
      if (overlap === 0 && old.enabled) await setEnabled(work, old.id, false);
      const oldWorks = old.enabled && overlap > 0;
      rotated.push({ id, name, replaces: old.id, endsAt, resumed, oldWorks, ...way });
    }
    return { keys: rotated, many, stage: config.stage };
  },

  render: ({ keys, many, stage }, theme) => {
    const [first] = keys;
    if (!first) return { notes: ['There is no key to rotate.'] };
    if (many)
      return {
        notes: [
          `${theme.good(SYMBOL.done)} ${counted(keys.length, 'key')} rotated.`,
          ...ends(first),
          'Name, ID and new value of each key. The values are shown only now:',
        ],
        document: keys.map(({ name, id, value }) => `${name}\t${id}\t${value}`),
      };
    const { id, name, replaces, resumed, oldWorks } = first;
    return {
      notes: [
        `${theme.good(SYMBOL.done)} ${name} has a new key, ${id}${resumed ? ', which an earlier run created but did not hand out' : ''}.`,
        ...ends(first),
        deliveredLine(first),
      ],
      ...(first.value !== null && { document: [first.value] }),
      next: !oldWorks ? [] : [`apikit keys finish ${replaces} --stage ${stage}`],
    };
  },

  json: ({ keys }) => ({ keys: keys.map(({ resumed: _, oldWorks: __, ...key }) => key) }),
  afterwards: async ({ keys }, { target }, context) => await markDelivered(target, keys, context),
});

const ends = ({ endsAt, oldWorks }: RotatedKey): string[] =>
  oldWorks ? [endsLine(endsAt)] : ['The old value is disabled.'];

/** Returns the key to rotate. Throws if no new value can be created for it. */
function refuseUnrotatable({ chosen, keys, target: { config } }: ChosenKeys): StageKey {
  const key = chosen[0]!;
  const { id, name, enabled, unseen, replaces } = key;
  const next = successorOf(key, keys);
  const word = keyArgument(next ?? key);
  const begun = next?.unseen ? next : unseen && replaces !== undefined ? key : undefined;
  if (begun?.enabled) return key;
  if (begun)
    throw refused(
      'KeyDisabled',
      `The new key of ${name}, ${begun.id}, was created by a run that was interrupted, and was disabled since then. Its value would give no access. Nothing was changed.`,
      `To use it, enable it first: apikit keys enable ${begun.id} --stage ${config.stage}`,
    );
  if (next || key.endsAt !== undefined)
    throw refused(
      'KeyReplaced',
      `Key ${id} is an old key of ${name}${next ? `: ${next.id} has replaced it` : ''}. Nothing was changed.`,
      `Rotate the current key of ${name}: apikit keys rotate ${word} --stage ${config.stage}`,
    );
  if (!enabled)
    throw refused(
      'KeyDisabled',
      `Key ${name} (${id}) is disabled, and a new key would give its client access again. Nothing was changed.`,
      `If that is intended, enable it first: apikit keys enable ${id} --stage ${config.stage}`,
    );
  const old = keys.find((other) => other.id === replaces);
  if (old?.enabled)
    throw refused(
      'InRotation',
      `${name} is already in rotation: its new key is ${id}, and the old key, ${old.id}, still works. Nothing was changed.`,
      `Disable the old key first: apikit keys finish ${word} --stage ${config.stage}`,
    );
  return key;
}

const refused = (code: string, message: string, hint: string) =>
  new ApikitError(code, message, { hint, exitCode: EXIT.usage });

/** The warning names the keys that are not rotated. */
function warnOfRemaining({ chosen, keys }: ChosenKeys, context: Context): void {
  const works = new Set(keys.filter(({ enabled }) => enabled).map(({ id }) => id));
  const inRotation = chosen.filter(({ enabled, unseen, replaces }) => enabled && !unseen && works.has(replaces ?? ''));
  if (inRotation.length === 0) return;
  const ids = abbreviatedNames(inRotation.map(({ name, id }) => `${name} (${id})`));
  context.report.warn(
    `${counted(inRotation.length, 'key')} in rotation ${inRotation.length === 1 ? 'is' : 'are'} not changed, because the old values still work: ${ids}.`,
  );
}

/** Enabled keys that are in no rotation, and new keys of an earlier run whose values no one received. */
function rotatable({ chosen, keys }: ChosenKeys): StageKey[] {
  const begun = keys.filter(({ enabled, unseen, replaces }) => enabled && unseen && replaces !== undefined);
  const taken = new Set(keys.map(({ replaces }) => replaces));
  const works = new Set(keys.filter(({ enabled }) => enabled).map(({ id }) => id));
  const idle = chosen.filter(
    ({ id, enabled, endsAt, unseen, replaces }) =>
      enabled && !unseen && endsAt === undefined && !taken.has(id) && !works.has(replaces ?? ''),
  );
  return [...begun, ...idle];
}
