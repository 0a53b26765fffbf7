/**
 * Restores a table of a stage beside the original, under a name that the time determines, with the settings of the
 * stage's tables. Writes to no existing table. Run again after a failure, it continues.
 */
import { describeTable, tagsOfTable } from '../../aws/dynamodb/describe-table.ts';
import {
  beginRestore,
  type RestoreRequest,
  type RestoreWindow,
  restoreWindow,
  untilRestored,
} from '../../aws/items/restore-table.ts';
import { tableNames } from '../../aws/kinds/table/table-names.ts';
import { owns } from '../../aws/ownership/ownership.ts';
import type { StageConfig } from '../../config/config.ts';
import { contextOf, kindOf } from '../../engine/run.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { isStandIn, nameFault, standInName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { standInResource } from '../../stack/tables.ts';
import { createRun, type RunParts } from '../stage-run.ts';

export interface RestoreBeside {
  readonly config: StageConfig;
  /** The table's name in apikit.yaml. */
  readonly table: string;
  /** The table in AWS that is restored. */
  readonly source: string;
  /** Milliseconds since the epoch. `latest` is the last time that DynamoDB can restore. */
  readonly at: number | 'latest';
}

/** Plans the restore. Reads only. Throws a usage error if the time cannot be restored, and names the times that can. */
export async function planRestore(
  { config, table, source, at: asked }: RestoreBeside,
  { clients }: RunParts,
): Promise<RestoreRequest> {
  const client = await clients.dynamodb();
  const times = await restoreWindow(client, source);
  if (!times) {
    const stage = config.stage;
    throw new ApikitError(
      'RecoveryOff',
      `Point-in-time recovery of table ${source} is off, so DynamoDB has no earlier state of it. Nothing was changed.`,
      {
        exitCode: EXIT.usage,
        hint: `To enable it from now on, remove recovery: false under tables.${table} in apikit.yaml, and run apikit deploy --stage ${stage}.`,
      },
    );
  }
  const second = Math.floor((asked === 'latest' ? times.latest : asked) / 1000) * 1000;
  // Right after recovery is enabled, the first and the last time are the same, and seldom a whole second.
  const at = asked === 'latest' ? Math.max(second, times.earliest) : second;
  refuseOutside({ source, at }, times);
  const target = standInName(config, table, new Date(at));
  const fault = nameFault({ kind: 'table', name: target });
  if (fault)
    throw usageError(
      `The restored table would be called ${target}: ${fault.why}.`,
      'Restore it under another name in the DynamoDB console.',
    );
  return { source, target, at };
}

function refuseOutside({ source, at }: { source: string; at: number }, { earliest, latest }: RestoreWindow): void {
  if (at >= earliest && at <= latest) return;
  const shown = (time: number) => new Date(time).toISOString();
  throw usageError(
    `Table ${source} can be restored to times from ${shown(earliest)} to ${shown(latest)}, and not to ${shown(at)}. Nothing was changed.`,
    at > latest
      ? 'DynamoDB is some minutes behind. Use --at latest for the last time that it can restore.'
      : 'DynamoDB has no older state: recovery was enabled later, or the recovery period is shorter.',
  );
}

/**
 * A restore of the table that began and did not complete: the new table has no tags of the stage yet. "Ten minutes ago"
 * is a different time at each run, and a user who repeats the command after a kill means the restore that is under way.
 * Reads only.
 */
export async function unfinishedRestore(
  { config, table, source }: Omit<RestoreBeside, 'at'>,
  { clients }: RunParts,
): Promise<RestoreRequest | undefined> {
  const client = await clients.dynamodb();
  const names = (await tableNames(client)).filter((name) => isStandIn(config, table, name));
  const tags = stageTags(config);
  for (const target of names.sort().reverse()) {
    const found = await describeTable(client, target);
    const { SourceTableArn = '', RestoreDateTime } = found?.RestoreSummary ?? {};
    if (!found || !RestoreDateTime || !SourceTableArn.endsWith(`:table/${source}`)) continue;
    if (!owns(tags, await tagsOfTable(client, found))) return { source, target, at: RestoreDateTime.getTime() };
  }
  return undefined;
}

/** Resolves when the table is usable and has the settings of the stage. */
export async function restoreBeside(
  { config, table }: RestoreBeside,
  wanted: RestoreRequest,
  parts: RunParts,
): Promise<void> {
  const { clients, clock, signal } = parts;
  const run = createRun(new Map(), parts);
  const resource = standInResource(config, table, wanted.target, stageTags(config));
  const context = contextOf(run, resource);
  const restoring = { client: await clients.dynamodb(), clock, signal, note: context.note };
  const begun = await beginRestore(restoring, wanted);
  if (begun.TableStatus !== 'ACTIVE') await untilRestored(restoring, wanted.target);
  const kind = kindOf(run, resource);
  const observed = await kind.read(resource, context);
  if (!observed) throw tableGone(wanted.target);
  if (observed.owned && kind.diff(resource, observed).length === 0) return;
  const applied = await kind.apply(resource, observed, context);
  await kind.finish?.(resource, applied, context);
}

const tableGone = (target: string) =>
  new ApikitError('TableGone', `Table ${target} was restored and then deleted by somebody.`, {
    hint: 'Run the same command again.',
  });
