/**
 * `apikit keys prune`: disables the old values of rotations that have ended, and deletes revoked keys that are due.
 * With `--destroyed`, it also deletes the keys of destroyed stages. It is made for people, for cron and for CI.
 */
import { type DueKey, dueKeys, outcomeOf } from '../../aws/keys/due-keys.ts';
import type { AwsTarget } from '../../aws/sdk/aws-target.ts';
import type { Context } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { APP_WITHOUT_STAGE_OPTION } from '../../flags/common-flags.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { eachKey } from '../parts/keys/each-key.ts';
import { agreeTo } from '../parts/keys/key-flags.ts';
import { abbreviatedNames } from '../parts/keys/key-text.ts';

interface Answers {
  app: string;
  place: AwsTarget;
  due: DueKey[];
  dryRun: boolean;
}

interface Pruned {
  app: string;
  account: string;
  region: string;
  dryRun: boolean;
  keys: {
    id: string;
    name: string;
    stage: string;
    why: DueKey['why'];
    outcome: 'found' | ReturnType<typeof outcomeOf>;
  }[];
}

export const keysPrune = defineCommand({
  options: [
    { flags: '--destroyed', description: 'also delete the keys of destroyed stages of this app' },
    { flags: '--dry-run', description: 'show what is due and write nothing' },
    APP_WITHOUT_STAGE_OPTION,
  ],
  anyStage: true,
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: ['apikit keys prune --dry-run', 'apikit keys prune --stage prod', 'apikit keys prune --destroyed --yes'],

  async ask({ flags }, context): Promise<Answers> {
    const { name: app, file } = await context.project();
    const stage = flags.stage ?? context.io.env.APIKIT_STAGE;
    if (file === '' && context.regionOutside() === undefined)
      throw usageError('--app needs a region, because no apikit.yaml names one.', 'Pass --region <name>.');
    const place = await context.place();
    const [{ allApiKeys }, { awsTime }] = await Promise.all([
      import('../../aws/api-gateway/all-api-keys.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const keys = await allApiKeys(await place.clients.apiGateway());
    const due = dueKeys(keys, {
      app,
      now: awsTime({ clients: place.clients, clock: context.io.clock }),
      ...(stage && { stage }),
      ...(flags.destroyed && { stages: await stagesOf(app, place) }),
    });
    const { dryRun } = flags;
    if (!dryRun) await agree(due, app, context);
    return { app, place, due, dryRun };
  },

  async execute({ app, place: { clients, facts }, due, dryRun }, context): Promise<Pruned> {
    const { deleteKey, setEnabled } = await import('../../aws/keys/change-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    if (!dryRun)
      await eachKey(
        due.filter((one) => outcomeOf(one) !== 'left').map((one) => ({ ...one, id: one.key.id })),
        'pruned',
        context,
        async (one) => {
          if (outcomeOf(one) === 'deleted') await deleteKey(place, one.id);
          else await setEnabled(place, one.id, false);
        },
      );
    return {
      ...{ app, account: facts.account, region: facts.region, dryRun },
      keys: due.map((one) => ({
        ...{ id: one.key.id, name: one.key.name, stage: one.stage, why: one.why },
        outcome: dryRun && outcomeOf(one) !== 'left' ? 'found' : outcomeOf(one),
      })),
    };
  },

  render: ({ app, region, dryRun, keys }, theme) => ({
    notes: keys.length === 0 ? [`No key of ${app} in ${region} is due.`] : [],
    data: keys.map((key) => {
      const { name, id, stage, why, outcome } = key;
      const mark =
        outcome === 'left' ? theme.warn(SYMBOL.warning) : dryRun ? theme.warn(SYMBOL.change) : theme.good(SYMBOL.done);
      return `${mark} ${name} (${id}) of ${app}/${stage}: ${WHY[why]}${outcome === 'found' ? '' : `, ${outcome}`}`;
    }),
    next: keys
      .filter(({ why }) => why === 'needed')
      .slice(0, 3)
      .map(({ id, stage }) => `apikit keys rotate ${id} --stage ${stage}`),
  }),
  json: (pruned) => pruned,
});

const WHY: Record<DueKey['why'], string> = {
  ended: 'its old value has ended',
  needed: 'its old value has ended, but no one has received the new one',
  revoked: 'it was revoked, and its time has ended',
  destroyed: 'its stage is destroyed',
};

/**
 * The existing stages of the app: they have an API, or a usage plan that covers one in case a listing leaves tags out.
 */
async function stagesOf(app: string, { clients }: AwsTarget): Promise<Set<string>> {
  const [{ listRestApis }, { listUsagePlans }] = await Promise.all([
    import('../../aws/api-gateway/rest-apis.ts'),
    import('../../aws/api-gateway/usage-plans.ts'),
  ]);
  const client = await clients.apiGateway();
  const [apis, plans] = await Promise.all([listRestApis(client), listUsagePlans(client)]);
  const alive = [...apis, ...plans.filter(({ apiStages = [] }) => apiStages.length > 0)];
  return new Set(alive.flatMap(({ tags = {} }) => (tags[APP_TAG] === app && tags[STAGE_TAG] ? [tags[STAGE_TAG]] : [])));
}

/**
 * A key with a date was confirmed when it got the date. Destroying a stage did not confirm the deletion of its clients'
 * keys.
 */
async function agree(due: readonly DueKey[], app: string, context: Context): Promise<void> {
  const gone = due.filter(({ why }) => why === 'destroyed');
  if (gone.length === 0 || context.flags.yes) return;
  const of = `${counted(gone.length, 'key')} of destroyed stages of ${app}`;
  const named = abbreviatedNames(gone.map(({ key, stage }) => `${stage}/${key.name}`));
  const way = 'Pass --yes, or list them with --dry-run.';
  await agreeTo(`Deleting ${of}`, `Delete ${of} (${named})?`, context, way);
}
