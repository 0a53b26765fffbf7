/** The tables of an API that somebody else made: which ones it uses, and their settings in apikit.yaml. Pure. */
import type { HandMadeFunction } from '../../aws/hand-made/read-function.ts';
import type { HandMadeTable } from '../../aws/hand-made/read-table.ts';
import { readHandler } from '../../templates/from-handler/read-handler.ts';
import { wordOf } from '../../text/word-of.ts';
import { filesInZip, LONGEST_SOURCE } from '../code/code-files.ts';
import type { Finding } from '../finding.ts';
import { freeName } from '../free-name.ts';
import { keySettings } from '../table-keys.ts';

/**
 * The tables of the account that functions refer to: in their environment, in the policies of their roles, or by name
 * in their code. `existing` has the names of all tables.
 */
export function tablesUsed(functions: readonly HandMadeFunction[], existing: readonly string[]): string[] {
  const named = new Set(functions.flatMap((fn) => [...inEnvironment(fn), ...inPolicies(fn), ...inCode(fn)]));
  return existing.filter((name) => named.has(name));
}

const inEnvironment = ({ configuration }: HandMadeFunction): string[] =>
  Object.values(configuration.Environment?.Variables ?? {}).map((value) => tableInArn(value) ?? value);

const inPolicies = ({ policies }: HandMadeFunction): string[] =>
  [...JSON.stringify(policies).matchAll(/:table\/([a-zA-Z0-9_.-]{3,255})/g)].map(([, name]) => name!);

const tableInArn = (text: string): string | undefined =>
  /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/.exec(text)?.[1];

function inCode({ name, zip, configuration }: HandMadeFunction): string[] {
  const own = [...filesInZip(zip, name).files].filter(
    ([path, contents]) =>
      /\.(?:[cm]?[jt]s|py)$/.test(path) && !path.includes('node_modules/') && contents.length <= LONGEST_SOURCE,
  );
  if (configuration.Handler === undefined) return [];
  const decoder = new TextDecoder();
  return own.flatMap(
    ([path, contents]) =>
      readHandler(path, decoder.decode(contents))?.tables.flatMap(({ physical }) => physical ?? []) ?? [],
  );
}

export interface ProjectTable {
  /** The name in apikit.yaml. */
  readonly name: string;
  readonly physical: string;
  /** The entry in `tables`. */
  readonly settings: object;
  /** Whether the stage takes it over; otherwise it imports it. */
  readonly adopted: boolean;
}

export function projectTables(tables: readonly HandMadeTable[]): { tables: ProjectTable[]; findings: Finding[] } {
  const taken = new Set<string>();
  const findings: Finding[] = [];
  const result = tables.map((table): ProjectTable => {
    const name = freeName(wordOf(table.name) ?? 'items', (one) => taken.has(one));
    taken.add(name);
    const adopted = table.settings.stream !== true;
    findings.push(...findingsAbout(table, adopted));
    return { name, physical: table.name, adopted, settings: settingsOf(table, adopted) };
  });
  return { tables: result, findings };
}

function settingsOf({ name, settings }: HandMadeTable, adopted: boolean): object {
  const { indexes = {}, timeToLive, encryption } = settings;
  const named = Object.entries(indexes).map(([index, { projection, partitionKey, sortKey }]) => [
    index,
    { ...keySettings(partitionKey, sortKey), ...(projection !== 'all' && { projection }) },
  ]);
  return {
    ...keySettings(settings.partitionKey, settings.sortKey),
    ...(named.length > 0 && { indexes: Object.fromEntries(named) as object }),
    ...(adopted && timeToLive && { ttl: timeToLive }),
    ...(adopted && !encryption && { encryption: false }),
    ...(!adopted && { import: name }),
  };
}

function findingsAbout({ name, settings, provisioned }: HandMadeTable, adopted: boolean): Finding[] {
  const place = `table ${name}`;
  const about = (kind: Finding['about'], says: string): Finding => ({ about: kind, place, says });
  if (!adopted) {
    return [
      about(
        'stays',
        'It has a stream, which somebody may read, so the stage uses the table as it is (import) and does not take it over: apikit would turn the stream off.',
      ),
    ];
  }
  return [
    ...(settings.pointInTimeRecovery
      ? []
      : [about('changes', 'It has no point-in-time recovery, and gets it: a deleted item could not be brought back.')]),
    ...(settings.deletionProtection
      ? []
      : [about('changes', 'Anybody with the permission can delete it, and it gets deletion protection.')]),
    ...(settings.encryption
      ? []
      : [
          about(
            'stays',
            'It is encrypted with a key of DynamoDB. Remove encryption: false in apikit.yaml for the AWS managed key, whose use is in CloudTrail.',
          ),
        ]),
    ...(provisioned
      ? [about('stays', 'It has provisioned capacity, which stays as it is. apikit creates tables on demand.')]
      : []),
  ];
}
