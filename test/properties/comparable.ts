/**
 * An account without what a stage's past leaves in it on purpose, so that two pasts can be compared:
 * - tables that the configuration no longer names stay, with everything in them;
 * - releases that were live before stay as deployments and published versions, for going back to them (`keepReleases`);
 *   so the number of the version that is live counts them, and is called `live` here;
 * - the description of a stage says which release it served before;
 * - an alarm's e-mail address that nobody confirmed cannot be unsubscribed; it goes with its topic.
 */
import type { StageConfig } from '../../src/config/config.ts';
import { tableName } from '../../src/naming/names.ts';
import type { Account } from '../chaos/account.ts';

interface Shape {
  apis: {
    deployments: { items: { id: string; description: string }[] };
    stages: { item: { deploymentId: string }[] };
  }[];
  functions: { Versions: { Version: string }[]; policies: { Statement?: { Resource: string }[] }[] }[];
  tables: { TableName: string }[];
}

export function withoutPast(account: Account, config: StageConfig): unknown {
  const copy = structuredClone(account) as unknown as Shape;
  const wanted = new Set(Object.keys(config.tables).map((table) => tableName(config, table)));
  copy.tables = copy.tables.filter(({ TableName }) => wanted.has(TableName));
  let live = '';
  for (const { deployments, stages } of copy.apis) {
    const served = new Set(stages.item.map(({ deploymentId }) => deploymentId));
    deployments.items = deployments.items.filter(({ id }) => served.has(id));
    live = /"version":"(\d+)"/.exec(deployments.items[0]?.description ?? '')?.[1] ?? live;
  }
  for (const fn of copy.functions) {
    fn.Versions = fn.Versions.filter(({ Version }) => Version === '$LATEST' || Version === live);
    fn.policies = fn.policies.filter(({ Statement = [] }) =>
      Statement.some(({ Resource }) => Resource.endsWith(`:${live}`)),
    );
  }
  const text = JSON.stringify(copy)
    .replaceAll(`:${config.app}-${config.stage}:${live}`, `:${config.app}-${config.stage}:live`)
    .replaceAll(`\\"version\\":\\"${live}\\"`, '\\"version\\":\\"live\\"')
    .replaceAll(`"Version":"${live}"`, '"Version":"live"')
    .replaceAll(/,\\"from\\":\\"[^"\\]*\\"/g, '');
  return JSON.parse(text);
}
