/**
 * A table of a stage as it was, restored beside it under a name that the time makes, with the settings that the stage's tables have. Writes
 * to no table that was there before; run again after anything, it goes on.
 */
import { describeTable, tagsOfTable } from '../../aws/dynamodb/describe-table.ts';
import {
  beginRestore,
  type Restorable,
  type RestoreWanted,
  restorable,
  untilRestored,
} from '../../aws/items/restore-table.ts';
import { tableNames } from '../../aws/kinds/table/table.ts';
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
  /** In apikit.yaml. */
  readonly table: string;
  /** The table in AWS that is restored. */
  readonly source: string;
  /** ms since the epoch; `latest`: the last time that DynamoDB restores. */
  readonly at: number | 'latest';
}

/** What the restore makes. Reads only. Throws a usage error for what cannot be restored, with what can. */
export async function planRestore(
  { config, table, source, at: asked }: RestoreBeside,
  { clients }: RunParts,
): Promise<RestoreWanted> {
  const client = await clients.dynamodb();
  const times = await restorable(client, source);
  if (!times) {
    const stage = config.stage;
    throw new ApikitError(
      'RecoveryOff',
      `Point-in-time recovery of table ${source} is off, so nothing of its past is kept. Nothing was changed.`,
      {
        exitCode: EXIT.usage,
        hint: `It can be had from now on: take recovery: false away under tables.${table} in apikit.yaml, and run apikit deploy --stage ${stage}.`,
      },
    );
  }
  const second = Math.floor((asked === 'latest' ? times.latest : asked) / 1000) * 1000;
  // Right after recovery is turned on the first and the last time are one, which is seldom a whole second.
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

function refuseOutside({ source, at }: { source: string; at: number }, { earliest, latest }: Restorable): void {
  if (at >= earliest && at <= latest) return;
  const shown = (time: number) => new Date(time).toISOString();
  throw usageError(
    `Table ${source} can be restored to times from ${shown(earliest)} to ${shown(latest)}, and not to ${shown(at)}. Nothing was changed.`,
    at > latest
      ? 'DynamoDB is some minutes behind: --at latest is the last time that it has.'
      : 'What is older is not kept: recovery was turned on later, or its period is over.',
  );
}

/**
 * A restore of the table that was begun and not brought to its end: it has no tags of the stage yet. "Ten minutes ago" is another time
 * whenever it is said, and whoever says it again after a kill means the one that is under way. Reads only.
 */
export async function unfinishedRestore(
  { config, table, source }: Omit<RestoreBeside, 'at'>,
  { clients }: RunParts,
): Promise<RestoreWanted | undefined> {
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

/** Resolves when the table can be used, and has the settings of the stage. */
export async function restoreBeside(
  { config, table }: RestoreBeside,
  wanted: RestoreWanted,
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
  new ApikitError('TableGone', `Table ${target} was restored, and is gone: somebody deleted it meanwhile.`, {
    hint: 'Run the same command again.',
  });
