/** The documents of the console: the command that makes each of them, and what the page may ask of it. */
import type { Context, Target } from '../../context.ts';
import type { AnyCommand } from '../parts/command.ts';
import type { Wish } from '../parts/document-of.ts';

interface ConsoleDocument {
  load(): Promise<AnyCommand>;
  wish(query: URLSearchParams): Wish;
  /** Only the stages with a REST API have it. */
  readonly ofRestApi?: true;
}

const nothing = (): Wish => ({ args: [], flags: {} });

/** Takes these parameters of the query as flags with the same names. */
const given =
  (...names: readonly string[]) =>
  (query: URLSearchParams): Wish => ({
    args: [],
    flags: Object.fromEntries(names.flatMap((name) => (query.has(name) ? [[name, query.get(name)!]] : []))),
  });

export const DOCUMENTS: Readonly<Record<string, ConsoleDocument>> = {
  status: { load: async () => (await import('../status.ts')).status, wish: nothing },
  releases: { load: async () => (await import('../releases.ts')).releases, wish: nothing },
  release: {
    load: async () => (await import('../releases/show.ts')).releasesShow,
    wish: (query) => ({ args: [query.get('id') ?? ''], flags: {} }),
  },
  plan: { load: async () => (await import('../plan.ts')).plan, wish: nothing },
  errors: { load: async () => (await import('../logs/errors.ts')).logsErrors, wish: given('since') },
  logs: {
    load: async () => (await import('../logs/search.ts')).logsSearch,
    wish: (query) => ({ ...given('since')(query), args: [query.get('text') ?? ''] }),
  },
  metrics: { load: async () => (await import('../metrics.ts')).metrics, wish: given('since') },
  keys: { load: async () => (await import('../keys/list.ts')).keysList, wish: nothing, ofRestApi: true },
  usage: {
    load: async () => (await import('../keys/usage.ts')).keysUsage,
    wish: (query) => ({ ...given('since')(query), args: [] }),
    ofRestApi: true,
  },
  plans: { load: async () => (await import('../plans/list.ts')).plansList, wish: nothing, ofRestApi: true },
};

type TableDocument = (query: URLSearchParams, target: Target, context: Context) => Promise<object>;

const tables = () => import('../parts/tables/browse-tables.ts');

/** No command shows items, so these documents are the console's own. */
export const TABLE_DOCUMENTS: Readonly<Record<string, TableDocument>> = {
  tables: async (_query, target, context) => (await tables()).tablesDocument(target, context),
  items: async (...parts) => (await tables()).itemsDocument(...parts),
  item: async (...parts) => (await tables()).itemDocument(...parts),
};
