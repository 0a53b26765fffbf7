/**
 * `adopts` of a stage in apikit.yaml: the resources that somebody else created and that the stage took over, by the
 * names and IDs that they keep in AWS (docs/adr/0029). Its schema, its defaults and its checks. Pure.
 */
import type { Path, Problem } from './problem.ts';
import { type Schema, section, textMap } from './schema-node.ts';
import type { Source } from './source.ts';
import type { ReportProblem } from './stage-report.ts';

export interface AdoptsConfig {
  /** The ID of the REST API. */
  api?: string;
  /** The tables' names in AWS, by their names in apikit.yaml. */
  tables: Record<string, string>;
  /** The IDs of usage plans, by their names in apikit.yaml. */
  usagePlans: Record<string, string>;
}

export type RawAdopts = Partial<AdoptsConfig>;

const id: Schema = { type: 'string', pattern: '^[a-z0-9]{4,32}$' };

export const adoptsSchema: Schema = section(
  'Resources that somebody else created and that the stage takes over where they are (docs/adopt.md). `apikit adopt` writes this section, and a deploy takes them over with --adopt.',
  {
    api: { ...id, description: 'The ID of the REST API, which keeps its URL. Default: apikit creates the API.' },
    tables: {
      ...textMap(
        'Names of tables in AWS, by their names in apikit.yaml: they keep their names and their items. Default: <app>-<stage>-<table>.',
      ),
      additionalProperties: { type: 'string', pattern: '^[a-zA-Z0-9_.-]{3,255}$' },
    },
    usagePlans: {
      ...textMap('IDs of usage plans, by their names in apikit.yaml: their API keys keep working. Default: none.'),
      additionalProperties: id,
    },
  },
);

export const resolveAdopts = (raw: RawAdopts): AdoptsConfig => ({ tables: {}, usagePlans: {}, ...raw });

/** The stage whose section is checked. */
interface CheckedStage {
  readonly adopts?: AdoptsConfig;
  readonly stage: string;
  readonly region: string;
  readonly account?: string;
  readonly tables: Readonly<Record<string, { readonly import?: string }>>;
  readonly usagePlans: Readonly<Record<string, object>>;
}

export function checkAdopts({ adopts, stage, tables, usagePlans }: CheckedStage, report: ReportProblem): void {
  if (!adopts) return;
  if (stage === 'local' || stage.includes('*')) {
    const what = stage === 'local' ? 'is the embedded cloud' : 'is a pattern, which stands for any number of stages';
    const message = `Stage ${stage} ${what}, and a resource that exists belongs to one stage only.`;
    report(['adopts'], message, 'Move adopts to the stage that takes the resources over.');
    return;
  }
  checkNamed('tables', adopts.tables, tables, report);
  checkNamed('usagePlans', adopts.usagePlans, usagePlans, report);
  for (const table of Object.keys(adopts.tables)) {
    if (tables[table]?.import === undefined) continue;
    report(
      ['adopts', 'tables', table],
      `tables.${table} is imported, so apikit does not change it, and adopts.tables takes it over.`,
      'Remove one of the two settings.',
    );
  }
}

/** Reports entries for what apikit.yaml does not have, and two entries for the same resource. */
function checkNamed(
  setting: 'tables' | 'usagePlans',
  adopted: Readonly<Record<string, string>>,
  known: Readonly<Record<string, object>>,
  report: ReportProblem,
): void {
  const owners = new Map<string, string>();
  for (const [name, physical] of Object.entries(adopted)) {
    const path: Path = ['adopts', setting, name];
    if (!Object.hasOwn(known, name)) {
      const message = `adopts.${setting} has ${name}, but ${setting} does not.`;
      report(path, message, `Add ${name} to ${setting}, or remove it here.`);
    }
    const other = owners.get(physical);
    if (other !== undefined) {
      report(path, `adopts.${setting} gives ${other} and ${name} the same ${physical}.`, 'Remove one of them.');
    }
    owners.set(physical, other ?? name);
  }
}

/** Reports stages of one account and region that take over the same resource. */
export function sharedAdoptions(stages: readonly CheckedStage[], source: Source): Problem[] {
  const owners = new Map<string, string>();
  return stages.flatMap(({ stage, region, account = '', adopts }): Problem[] => {
    if (!adopts) return [];
    const { api, tables, usagePlans } = adopts;
    const all = [
      ...(api === undefined ? [] : [{ path: ['api'], what: `API ${api}` }]),
      ...Object.entries(tables).map(([name, table]) => ({ path: ['tables', name], what: `table ${table}` })),
      ...Object.entries(usagePlans).map(([name, plan]) => ({ path: ['usagePlans', name], what: `usage plan ${plan}` })),
    ];
    return all.flatMap(({ path, what }): Problem[] => {
      const place = `${account} ${region} ${what}`;
      const other = owners.get(place);
      owners.set(place, other ?? stage);
      if (other === undefined || other === stage) return [];
      const message = `Stages ${other} and ${stage} both take over ${what}, which can belong to one stage only.`;
      return [source.problem(['stages', stage, 'adopts', ...path], message, 'Remove it from one of them.')];
    });
  });
}
