/**
 * `apikit keys import`: imports keys with their values from a file in the format of AWS's ImportApiKeys. It never shows
 * a value.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KnownKeys, PlannedRow } from '../../aws/keys/import-keys.ts';
import { type FileFault, type KeyRow, MOST_KEYS, readKeyFile } from '../../aws/keys/key-file.ts';
import type { StagePlan } from '../../aws/keys/stage-plans.ts';
import type { Context, Target } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { usagePlanName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { type CallTotals, callTotals, summaryLine } from '../parts/call-summary.ts';
import { defineCommand } from '../parts/command.ts';
import { createProgress } from '../parts/item-progress.ts';
import { partialFailure } from '../parts/keys/each-key.ts';
import { choosePlan, PLAN_OPTION } from '../parts/keys/key-flags.ts';
import { abbreviatedNames } from '../parts/keys/key-text.ts';

interface Answers {
  target: Target;
  file: string;
  rows: PlannedRow[];
  known: KnownKeys;
  started: number;
}

interface Imported {
  file: string;
  created: number;
  /** The number of existing values whose keys now have the names, descriptions and states of the file. */
  updated: number;
  /** The names that more than one key has now. */
  sameNames: string[];
  warnings: string[];
  calls: CallTotals;
  seconds: number;
}

export const keysImport = defineCommand({
  options: [
    {
      flags: '--file <csv>',
      description: "keys in AWS's own format: Name, Key, and Description, Enabled, UsagePlanIds",
    },
    { ...PLAN_OPTION, description: 'usage plan of keys without a plan in the file (default: the only one)' },
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: ['apikit keys import --file keys.csv --plan basic --stage prod'],

  async ask({ flags }, context): Promise<Answers> {
    const started = context.io.clock.now();
    const { file } = flags;
    if (file === undefined) throw usageError('No file is given.', 'Pass a file: --file keys.csv');
    const { rows, faults } = readKeyFile(await textOf(file, context));
    refuse(file, faults);
    const wantsPlan = flags.plan !== undefined || rows.some(({ planIds }) => planIds.length === 0);
    const { usagePlans } = await context.stage();
    const plan = wantsPlan ? await choosePlan(Object.keys(usagePlans), flags.plan, context) : undefined;
    const target = await context.target();
    const { planned, known, faults: more } = await plannedRows(rows, plan, target);
    refuse(file, more);
    const changed = planned.filter((row) => differs(row, known));
    if (changed.length > 0 && !flags.yes) await agree(changed.length, context);
    return { target, file, rows: planned, known, started };
  },

  async execute({ target, file, rows, known, started }, context): Promise<Imported> {
    const { importKeys } = await import('../../aws/keys/import-keys.ts');
    const { clients, facts, config } = target;
    const { signal, clock } = context.io;
    const progress = createProgress(context);
    const hide = hider(rows);
    let done = 0;
    try {
      const warnings = await importKeys({ client: await clients.apiGateway(), facts }, rows, {
        tags: stageTags(config),
        known,
        signal,
        onProgress(count) {
          done = count;
          progress(() => `${done} of ${counted(rows.length, 'key')} imported`);
        },
      });
      const updated = rows.filter(({ value }) => known.byValue.has(value)).length;
      return {
        ...{
          file,
          // AWS may have left some keys out, with a warning.
          created: Math.max(0, done - updated),
          updated,
          sameNames: sameNames(rows, known),
          warnings: warnings.map(hide),
        },
        calls: callTotals(clients.counts),
        seconds: (clock.now() - started) / 1000,
      };
    } catch (error) {
      throw partialFailure(error, `${done} of ${counted(rows.length, 'key')} were imported.`, context, hide);
    }
  },

  render: ({ file, created, updated, sameNames: names, warnings, calls, seconds }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${counted(created, 'key')} imported from ${file}, ${summaryLine(calls, seconds)}.`,
      ...(updated > 0 ? [`  ${counted(updated, 'value')} already existed: their keys now match the file.`] : []),
      ...(names.length > 0
        ? [
            `  ${theme.warn(SYMBOL.warning)} Several keys have the same name, and only their IDs distinguish them: ${abbreviatedNames(names)}.`,
          ]
        : []),
      ...warnings.map((warning) => `  ${theme.warn(SYMBOL.warning)} AWS says: ${warning}`),
    ],
  }),
  json: (imported) => imported,
});

async function textOf(file: string, { io }: Context): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(resolve(io.cwd, file)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw usageError(
        `${file} is not in UTF-8, so its names would change. Nothing was imported.`,
        'Save the file in that encoding; spreadsheets call it CSV UTF-8.',
      );
    if (code === 'ENOENT') throw usageError(`There is no file ${file}.`, 'Name a file that exists.');
    throw usageError(`${file} cannot be read (${code}).`, 'Name a file that you are allowed to read.');
  }
}

const SHOWN = 20;

/** Reports all faults at once, without the values. */
function refuse(file: string, faults: readonly FileFault[]): void {
  if (faults.length === 0) return;
  const lines = faults
    .toSorted((a, b) => a.line - b.line)
    .slice(0, SHOWN)
    .map(({ line, text }) => `${file}:${line} ${text}`);
  const more = faults.length > SHOWN ? [`… and ${faults.length - SHOWN} more.`] : [];
  throw new ApikitError('BadKeyFile', `Nothing was imported:\n${[...lines, ...more].join('\n')}`, {
    exitCode: EXIT.usage,
    hint: 'Correct these lines, then run the same command again.',
  });
}

interface Planned {
  planned: PlannedRow[];
  known: KnownKeys;
  faults: FileFault[];
}

/** Reads from AWS: the plans, and the owners of the values that AWS already knows. Reads only. */
async function plannedRows(rows: readonly KeyRow[], plan: string | undefined, target: Target): Promise<Planned> {
  const { clients, config } = target;
  const [{ knownKeys }, { findPlan, membersOf, plansOf }, { listUsagePlans }] = await Promise.all([
    import('../../aws/keys/import-keys.ts'),
    import('../../aws/keys/stage-plans.ts'),
    import('../../aws/api-gateway/usage-plans.ts'),
  ]);
  const client = await clients.apiGateway();
  const tags = stageTags(config);
  const all = await listUsagePlans(client);
  const own = plansOf(all, tags);
  const chosen = plan === undefined ? undefined : await findPlan(client, usagePlanName(config, plan), tags, all);
  const known = await knownKeys(client, new Set(rows.map(({ value }) => value)), tags);
  const members = known.byValue.size > 0 ? (await membersOf(client, own)).of : new Map<string, string>();
  const ids = new Set(all.map(({ id }) => id));
  const faults: FileFault[] = [];
  const planned = rows.map((row): PlannedRow => {
    const planIds = row.planIds.length > 0 ? row.planIds : [chosen ?? ''];
    const its = own.filter(({ id }) => planIds.includes(id));
    const key = known.byValue.get(row.value);
    for (const text of [
      ...planFaults(planIds, ids, its, own),
      ...(key?.owner !== undefined && key.owner !== `${config.app}/${config.stage}`
        ? [`The value belongs to key ${key.name} (${key.id}) of ${key.owner}, which would be overwritten.`]
        : []),
      ...(key && its[0] && (members.get(key.id) ?? its[0].name) !== its[0].name
        ? [
            `The value belongs to key ${key.name} (${key.id}) in plan ${members.get(key.id)}: move it first, with \`apikit keys move\`.`,
          ]
        : []),
    ])
      faults.push({ line: row.line, text });
    return { ...row, planIds, plan: its[0]?.name ?? '' };
  });
  const count = known.count + rows.length - known.byValue.size;
  if (count > MOST_KEYS)
    faults.push({
      line: 1,
      text: `The account would have ${count} keys in ${config.region}, but AWS allows ${MOST_KEYS}.`,
    });
  return { planned, known, faults };
}

function planFaults(
  planIds: readonly string[],
  ids: ReadonlySet<string | undefined>,
  its: readonly StagePlan[],
  own: readonly StagePlan[],
): string[] {
  const unknown = planIds.filter((id) => !ids.has(id));
  if (unknown.length > 0) return [`There is no usage plan ${unknown.join(', ')} in the account and region.`];
  const there = own.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none';
  if (its.length === 0) return [`None of its usage plans belongs to this stage, which has ${there}.`];
  return its.length > 1 ? [`A key can be in one plan of a stage, but this key names ${its.length}.`] : [];
}

/** A message of AWS may repeat sent values, with any text around them. */
function hider(rows: readonly KeyRow[]): (text: string) => string {
  // A value may be the beginning of another value.
  const values = rows.map(({ value }) => value).sort((a, b) => b.length - a.length);
  return (text) =>
    text.replaceAll(/[\x21-\x7e]{20,}/g, (word) =>
      values.reduce((rest, value) => (rest.includes(value) ? rest.replaceAll(value, '(hidden)') : rest), word),
    );
}

/** Whether the import would change an existing key. */
function differs({ name, value, description, enabled }: PlannedRow, { byValue }: KnownKeys): boolean {
  const key = byValue.get(value);
  return key !== undefined && (key.name !== name || key.enabled !== enabled || (key.description ?? '') !== description);
}

async function agree(count: number, context: Context): Promise<void> {
  const what = `${counted(count, 'key')} that ${count === 1 ? 'is' : 'are'} already in the account would get another name, description or state`;
  if (!context.interactive) throw usageError(`${what}. Nothing was imported.`, 'Pass --yes if the file is right.');
  if (await context.prompts.confirm({ message: `${what}. Import them?`, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was imported.', { exitCode: EXIT.declined });
}

function sameNames(rows: readonly PlannedRow[], { names }: KnownKeys): string[] {
  const seen = new Set(names);
  const twice = new Set<string>();
  for (const { name } of rows) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}
