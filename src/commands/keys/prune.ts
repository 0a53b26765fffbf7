/**
 * `apikit keys prune`: does what has become due: old values are disabled, revoked keys are deleted. With `--destroyed` it also deletes
 * the keys of stages that are gone. For a person, for cron and for CI.
 */
import { type DueKey, dueKeys, outcomeOf } from '../../aws/keys/due-keys.ts';
import type { Context, Place } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { APP_OPTION } from '../parts/app-option.ts';
import { defineCommand } from '../parts/command.ts';
import { eachKey } from '../parts/keys/each-key.ts';
import { agreeTo } from '../parts/keys/key-flags.ts';
import { fewNames } from '../parts/keys/key-text.ts';

interface Answers {
  app: string;
  place: Place;
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

export const keysPrune = defineCommand<Answers, Pruned>({
  options: [
    { flags: '--destroyed', description: 'also delete the keys of stages of this app that are destroyed' },
    { flags: '--dry-run', description: 'only show what is due; write nothing' },
    { ...APP_OPTION, description: 'the app, where its apikit.yaml is not at hand; needs a region' },
  ],
  anyStage: true,
  common: ['stage', 'profile', 'region', 'yes'],
  examples: ['apikit keys prune --dry-run', 'apikit keys prune --stage prod', 'apikit keys prune --destroyed --yes'],

  async ask({ flags }, context) {
    const { name: app, file } = await context.project();
    const stage = flags.stage ?? context.io.env.APIKIT_STAGE;
    if (file === '' && context.regionOutside() === undefined)
      throw usageError('--app needs a region, since there is no apikit.yaml to name one.', 'Pass --region <name>.');
    const place = await context.place();
    const [{ allApiKeys }, { awsTime }] = await Promise.all([
      import('../../aws/api-gateway/all-api-keys.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const keys = await allApiKeys(await place.clients.apiGateway());
    const due = dueKeys(keys, {
      app,
      now: awsTime({ clients: place.clients, clock: context.io.clock }),
      ...(typeof stage === 'string' && stage !== '' && { stage }),
      ...(flags.destroyed === true && { stages: await stagesOf(app, place) }),
    });
    const dryRun = flags.dryRun === true;
    if (!dryRun) await agree(due, app, context);
    return { app, place, due, dryRun };
  },

  async execute({ app, place: { clients, facts }, due, dryRun }, context) {
    const { deleteKey, setEnabled } = await import('../../aws/keys/change-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    if (!dryRun)
      await eachKey(
        due.filter((one) => outcomeOf(one) !== 'left').map((one) => ({ ...one, id: one.key.id })),
        'dealt with',
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
    notes: keys.length === 0 ? [`Nothing is due of the keys of ${app} in ${region}.`] : [],
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
  ended: 'the time of its old value is over',
  needed: 'the time of its old value is over, but nobody has been given the new one',
  revoked: 'revoked, and its time is over',
  destroyed: 'its stage is destroyed',
};

/** Stages of the app that are there: with an API, or with a usage plan that covers one, in case that a listing leaves tags out. */
async function stagesOf(app: string, { clients }: Place): Promise<Set<string>> {
  const [{ listRestApis }, { listUsagePlans }] = await Promise.all([
    import('../../aws/api-gateway/rest-apis.ts'),
    import('../../aws/api-gateway/usage-plans.ts'),
  ]);
  const client = await clients.apiGateway();
  const [apis, plans] = await Promise.all([listRestApis(client), listUsagePlans(client)]);
  const alive = [...apis, ...plans.filter(({ apiStages = [] }) => apiStages.length > 0)];
  return new Set(alive.flatMap(({ tags = {} }) => (tags[APP_TAG] === app && tags[STAGE_TAG] ? [tags[STAGE_TAG]] : [])));
}

/** What has a date on it was agreed to when it got it; that a stage was destroyed says nothing of its clients' keys. */
async function agree(due: readonly DueKey[], app: string, context: Context): Promise<void> {
  const gone = due.filter(({ why }) => why === 'destroyed');
  if (gone.length === 0 || context.flags.yes === true) return;
  const of = `${counted(gone.length, 'key')} of destroyed stages of ${app}`;
  const named = fewNames(gone.map(({ key, stage }) => `${stage}/${key.name}`));
  const way = 'Pass --yes, or see with --dry-run which they are.';
  await agreeTo(`Deleting ${of}`, `Delete ${of} (${named})?`, context, way);
}
