/**
 * `apikit prune`: deletes the expired previews of an app with all their resources. It is made for people, for cron and
 * for CI.
 */

import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import type { Context } from '../context.ts';
import { isInterruption } from '../engine/interruption.ts';
import { ApikitError, EXIT, interrupted, usageError } from '../errors.ts';
import { APP_WITHOUT_STAGE_OPTION } from '../flags/common-flags.ts';
import type { ExpiredPreview, ExpiredPreviews } from '../stage/previews/expired-previews.ts';
import { counted } from '../text/counted.ts';
import { asApikitError } from './parts/as-apikit-error.ts';
import { callTotals, summaryLine } from './parts/call-summary.ts';
import { defineCommand } from './parts/command.ts';
import { withInterruptNote } from './parts/finish-note.ts';
import { type PruneTarget, pruneTargets } from './parts/prune/prune-targets.ts';
import {
  fullestQuotas,
  nothingExpired,
  type Pruned,
  type PrunedRow,
  rowLine,
  rowOf,
  type TargetRow,
} from './parts/prune/prune-text.ts';
import { pruneUnderLock } from './parts/prune/prune-under-lock.ts';

interface Searched extends ExpiredPreviews {
  readonly place: AwsTarget;
}

interface Answers {
  readonly app: string;
  readonly searched: readonly Searched[];
  readonly failedPlaces: readonly TargetRow[];
  readonly unsearched: readonly Unsearched[];
  readonly dryRun: boolean;
  readonly started: number;
}

export const prune = defineCommand({
  options: [
    { flags: '--dry-run', description: 'show what would be deleted and write nothing' },
    APP_WITHOUT_STAGE_OPTION,
  ],
  common: ['profile', 'region', 'yes', 'events'],
  examples: [
    'apikit prune --dry-run',
    'apikit prune --yes --json',
    'apikit prune --app items-api --region eu-west-1 --yes',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    const { name: app, stages } = await context.project();
    const unsearched: Unsearched[] = [];
    const places = await placesOf(context);
    const looked = await Promise.all(places.map((place) => look(place, app, unsearched, context)));
    const failed = looked.flatMap((one) => (one && 'error' in one ? [one] : []));
    const searched = withoutDuplicates(looked.flatMap((one) => (one && 'over' in one ? [one] : []))).map((one) =>
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
    const { dryRun } = flags;
    const count = searched.reduce((sum, { over }) => sum + over.length, 0);
    if (!dryRun && !flags.yes && count > 0) await agree(answers, count, context);
    return { ...answers, dryRun };
  },

  async execute({ app, searched, failedPlaces, unsearched, dryRun, started }, context): Promise<Pruned> {
    const { clock } = context.io;
    const stages: PrunedRow[] = [];
    await withInterruptNote(context, async () => {
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
      ...(pruned.stages.length === 0 ? [nothingExpired(pruned)] : []),
      // The quotas were read before anything was deleted, so they are shown only if nothing was.
      ...(pruned.stages.length === 0 || pruned.dryRun ? fullestQuotas(pruned) : []),
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

async function placesOf(context: Context): Promise<PruneTarget[]> {
  const { profile } = context.flags;
  const project = await context.project();
  const region = context.regionOutside();
  const places = project.file === '' ? [{ region: region ?? noRegion(), ofPattern: true }] : pruneTargets(project);
  return profile === undefined ? places : places.map((place) => ({ ...place, profile }));
}

function noRegion(): never {
  throw usageError('--app needs a region, because no apikit.yaml names one.', 'Pass --region <name>.');
}

/**
 * A place that cannot be searched does not stop the others. Returns `undefined` for a place that does not matter here.
 */
async function look(
  wanted: PruneTarget,
  app: string,
  unsearched: Unsearched[],
  context: Context,
): Promise<Searched | { wanted: PruneTarget; error: ApikitError } | undefined> {
  const { region, account, profile, ofPattern } = wanted;
  const { io } = context;
  try {
    const place = await context.connect({ stage: '', region, ...(profile !== undefined && { profile }) });
    if (account !== undefined && place.facts.account !== account) {
      const why = `stages there belong to account ${account}, but these credentials are for ${place.facts.account}`;
      if (ofPattern) throw new ApikitError('WrongAccount', `Previews in ${region} were not searched: ${why}.`);
      unsearched.push({ what: `previews in ${region}`, why });
      return undefined;
    }
    const { expiredPreviews } = await import('../stage/previews/expired-previews.ts');
    const missed: Unsearched[] = [];
    const found = await expiredPreviews(app, { ...place, clock: io.clock }, missed);
    unsearched.push(...missed.map(({ what, why }) => ({ what: `${what} in ${region}`, why })));
    return { place, ...found };
  } catch (error) {
    if (isInterruption(error, io.signal)) throw error;
    return { wanted, error: asApikitError(error, io) };
  }
}

/** One stage may name its account and another may leave it to the credentials, although both mean the same place. */
function withoutDuplicates(searched: readonly Searched[]): Searched[] {
  const byPlace = new Map(searched.map((one) => [`${one.place.facts.account}/${one.place.facts.region}`, one]));
  return [...byPlace.values()];
}

/** A stage that apikit.yaml declares by its own name stays, even if it was not deployed since then. */
function withoutDeclared({ over, ...searched }: Searched, stages: readonly string[], { report }: Context): Searched {
  const declared = over.filter(({ stage }) => stages.includes(stage));
  for (const { app, stage } of declared)
    report.warn(
      `${app}/${stage} has expired as a preview, but apikit.yaml now declares it by its own name, so it stays.`,
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
      `Deleting ${what} of ${app}, with all tables and their items, needs a confirmation. Nothing was deleted.`,
      'Pass --yes, or list them with --dry-run.',
    );
  context.report.finish();
  const { stderr } = context.theme;
  const now = context.io.clock.now();
  for (const { place, over } of searched)
    for (const preview of over)
      context.io.stderr.write(`${rowLine(rowOf(preview, place, { outcome: 'found' }), { app, now }, stderr)}\n`);
  const message = `Delete ${what}, with all tables and their items?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was deleted.', { exitCode: EXIT.declined });
}

/** A failure does not stop the other deletions. Ctrl-C does. */
async function removed(
  preview: ExpiredPreview,
  place: AwsTarget,
  before: readonly PrunedRow[],
  context: Context,
): Promise<PrunedRow> {
  const { signal } = context.io;
  const { app, stage } = preview;
  context.report.note(`Deleting ${app}/${stage} in ${place.facts.region}`);
  try {
    const destroyed = await pruneUnderLock(preview, place, context);
    const left = destroyed.left.filter(({ why }) => why === 'unknown').map(({ name }) => name);
    const count = destroyed.removed.length;
    if (left.length === 0) return rowOf(preview, place, { outcome: 'removed', removed: count });
    const message = `${left.join(', ')} still exists. Run \`apikit prune\` again.`;
    return rowOf(preview, place, { outcome: 'failed', removed: count, error: { code: 'DestroyFailed', message } });
  } catch (error) {
    if (signal.aborted) {
      const gone = before.filter(({ outcome }) => outcome === 'removed').length;
      throw interrupted(
        `Interrupted while ${app}/${stage} was being deleted; ${counted(gone, 'preview')} before it ${gone === 1 ? 'is' : 'are'} deleted.`,
        'Run `apikit prune` again: it continues with the rest.',
      );
    }
    const { code, message } = asApikitError(error, context.io);
    const kept = code === 'Locked' || code === 'StillWanted';
    return rowOf(preview, place, { outcome: kept ? 'kept' : 'failed', error: { code, message } });
  }
}
