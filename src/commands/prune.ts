/** `apikit prune`: removes the expired previews of an app with everything that they have. For a person, for cron and for CI. */
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import type { Context, Place } from '../context.ts';
import { isInterruption } from '../engine/interruption.ts';
import { ApikitError, EXIT, interrupted, usageError } from '../errors.ts';
import type { OverPreview, OverPreviews } from '../stage/previews/expired-previews.ts';
import { counted } from '../text/counted.ts';
import { asApikitError } from './parts/as-apikit-error.ts';
import { callTotals, summaryLine } from './parts/call-summary.ts';
import { defineCommand } from './parts/command.ts';
import { sayingWhatIsAwaited } from './parts/finish-note.ts';
import { type PrunePlace, prunePlaces } from './parts/prune/prune-places.ts';
import {
  nearest,
  nothingOver,
  type PlaceRow,
  type Pruned,
  type PrunedRow,
  rowLine,
  rowOf,
} from './parts/prune/prune-text.ts';
import { pruneUnderLock } from './parts/prune/prune-under-lock.ts';

interface Searched extends OverPreviews {
  readonly place: Place;
}

interface Answers {
  readonly app: string;
  readonly searched: readonly Searched[];
  readonly failedPlaces: readonly PlaceRow[];
  readonly unsearched: readonly Unsearched[];
  readonly dryRun: boolean;
  readonly started: number;
}

export const prune = defineCommand<Answers, Pruned>({
  options: [
    { flags: '--dry-run', description: 'only show what would be removed; write nothing' },
    { flags: '--app <name>', description: 'the app, where its apikit.yaml is not at hand; needs a region' },
  ],
  common: ['profile', 'region', 'yes', 'events'],
  examples: [
    'apikit prune --dry-run',
    'apikit prune --yes --json',
    'apikit prune --app items-api --region eu-west-1 --yes',
  ],

  async ask({ flags }, context) {
    const started = context.io.clock.now();
    const { name: app, stages } = await context.project();
    const unsearched: Unsearched[] = [];
    const places = await placesOf(context);
    const looked = await Promise.all(places.map((place) => look(place, app, unsearched, context)));
    const failed = looked.flatMap((one) => (one && 'error' in one ? [one] : []));
    const searched = eachOnce(looked.flatMap((one) => (one && 'over' in one ? [one] : []))).map((one) =>
      withoutDeclared(one, stages, context),
    );
    if (failed[0] && searched.length === 0) throw failed[0].error;
    for (const { wanted, error } of failed)
      context.report.warn(`${wanted.region} could not be searched. ${error.message}`);
    const failedPlaces = failed.map(({ wanted: { region, account }, error: { code, message } }) => ({
      region,
      account: account ?? null,
      quotas: [],
      error: { code, message },
    }));
    const answers = { app, searched, failedPlaces, unsearched, started };
    const dryRun = flags.dryRun === true;
    const count = searched.reduce((sum, { over }) => sum + over.length, 0);
    if (!dryRun && flags.yes !== true && count > 0) await agree(answers, count, context);
    return { ...answers, dryRun };
  },

  async execute({ app, searched, failedPlaces, unsearched, dryRun, started }, context) {
    const { clock } = context.io;
    const stages: PrunedRow[] = [];
    await sayingWhatIsAwaited(context, async () => {
      for (const { place, over } of searched)
        for (const preview of over)
          stages.push(
            dryRun ? rowOf(preview, place, { outcome: 'found' }) : await removed(preview, place, stages, context),
          );
    });
    return {
      app,
      dryRun,
      places: [
        ...searched.map(({ place: { facts }, quotas }) => ({
          region: facts.region,
          account: facts.account,
          quotas,
          error: null,
        })),
        ...failedPlaces,
      ],
      stages,
      unsearched,
      calls: callTotals(...searched.map(({ place }) => place.clients.counts)),
      seconds: (clock.now() - started) / 1000,
      now: clock.now(),
    };
  },

  render: (pruned, theme) => ({
    notes: [
      ...pruned.unsearched.map(unsearchedLine),
      ...(pruned.stages.length === 0 ? [nothingOver(pruned)] : []),
      // Counted before anything was removed.
      ...(pruned.stages.length === 0 || pruned.dryRun ? nearest(pruned) : []),
    ],
    data: [
      ...pruned.stages.map((row) => rowLine(row, pruned, theme)),
      ...(pruned.stages.length === 0 || pruned.dryRun ? [] : [summaryLine(pruned.calls, pruned.seconds)]),
    ],
    next: pruned.dryRun && pruned.stages.length > 0 ? ['apikit prune'] : [],
  }),
  json: ({ now: _, ...document }) => document,
  exitCode: ({ stages, places }) =>
    stages.some(({ outcome }) => outcome === 'failed') || places.some(({ error }) => error) ? EXIT.failed : EXIT.done,
});

async function placesOf(context: Context): Promise<PrunePlace[]> {
  const { profile } = context.flags;
  const project = await context.project();
  const region = context.regionOutside();
  const places = project.file === '' ? [{ region: region ?? noRegion(), ofPattern: true }] : prunePlaces(project);
  return typeof profile === 'string' ? places.map((place) => ({ ...place, profile })) : places;
}

function noRegion(): never {
  throw usageError('--app needs a region, since there is no apikit.yaml to name one.', 'Pass --region <name>.');
}

/** One place that cannot be looked at is no reason to leave the others as they are. `undefined`: one that is of no account here. */
async function look(
  wanted: PrunePlace,
  app: string,
  unsearched: Unsearched[],
  context: Context,
): Promise<Searched | { wanted: PrunePlace; error: ApikitError } | undefined> {
  const { region, account, profile, ofPattern } = wanted;
  const { io } = context;
  try {
    const place = await context.connect({ stage: '', region, ...(profile !== undefined && { profile }) });
    if (account !== undefined && place.facts.account !== account) {
      const why = `stages there belong to account ${account}, and these credentials are for ${place.facts.account}`;
      if (ofPattern) throw new ApikitError('WrongAccount', `Previews in ${region} were not looked for: ${why}.`);
      unsearched.push({ what: `previews in ${region}`, why });
      return undefined;
    }
    const { overPreviews } = await import('../stage/previews/expired-previews.ts');
    const missed: Unsearched[] = [];
    const found = await overPreviews(app, { ...place, clock: io.clock }, missed);
    unsearched.push(...missed.map(({ what, why }) => ({ what: `${what} in ${region}`, why })));
    return { place, ...found };
  } catch (error) {
    if (isInterruption(error, io.signal)) throw error;
    return { wanted, error: asApikitError(error, io) };
  }
}

/** Stages may name an account, or leave it to the credentials, and mean the same. */
function eachOnce(searched: readonly Searched[]): Searched[] {
  const byPlace = new Map(searched.map((one) => [`${one.place.facts.account}/${one.place.facts.region}`, one]));
  return [...byPlace.values()];
}

/** Whoever declares a stage by its own name wants it to stay, though it was not deployed since. */
function withoutDeclared({ over, ...searched }: Searched, stages: readonly string[], { report }: Context): Searched {
  const declared = over.filter(({ stage }) => stages.includes(stage));
  for (const { app, stage } of declared)
    report.warn(
      `${app}/${stage} has expired as a preview, but apikit.yaml declares it by its own name now, so it stays.`,
    );
  return { ...searched, over: over.filter((one) => !declared.includes(one)) };
}

async function agree(
  { app, searched }: Pick<Answers, 'app' | 'searched'>,
  count: number,
  context: Context,
): Promise<void> {
  const what = counted(count, 'preview');
  if (!context.interactive)
    throw usageError(
      `Removing ${what} of ${app}, with all tables and everything in them, needs a confirmation. Nothing was removed.`,
      'Pass --yes, or see with --dry-run what would go.',
    );
  context.report.finish();
  const { stderr } = context.theme;
  const now = context.io.clock.now();
  for (const { place, over } of searched)
    for (const preview of over)
      context.io.stderr.write(`${rowLine(rowOf(preview, place, { outcome: 'found' }), { app, now }, stderr)}\n`);
  const message = `Remove ${what}, with all tables and everything in them?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was removed.', { exitCode: EXIT.declined });
}

/** One that fails does not stop the others; Ctrl-C does. */
async function removed(
  preview: OverPreview,
  place: Place,
  before: readonly PrunedRow[],
  context: Context,
): Promise<PrunedRow> {
  const { signal } = context.io;
  const { app, stage } = preview;
  context.report.note(`Removing ${app}/${stage} in ${place.facts.region}`);
  try {
    const destroyed = await pruneUnderLock(preview, place, context);
    const left = destroyed.left.filter(({ why }) => why === 'unknown').map(({ name }) => name);
    const count = destroyed.removed.length;
    if (left.length === 0) return rowOf(preview, place, { outcome: 'removed', removed: count });
    const message = `${left.join(', ')} is there still. Run \`apikit prune\` again.`;
    return rowOf(preview, place, { outcome: 'failed', removed: count, error: { code: 'DestroyFailed', message } });
  } catch (error) {
    if (signal.aborted) {
      const gone = before.filter(({ outcome }) => outcome === 'removed').length;
      throw interrupted(
        `Interrupted while ${app}/${stage} was being removed; ${counted(gone, 'preview')} before it ${gone === 1 ? 'is' : 'are'} gone.`,
        'Run `apikit prune` again: it goes on with what is there.',
      );
    }
    const { code, message } = asApikitError(error, context.io);
    const kept = code === 'Locked' || code === 'StillWanted';
    return rowOf(preview, place, { outcome: kept ? 'kept' : 'failed', error: { code, message } });
  }
}
