/** The releases of a stage, what each changed, and the differences of one from the live release. */
import { Badge } from '../parts/badge.tsx';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { minute, visible } from '../parts/texts.ts';
import type { ViewProps } from './view.ts';

interface Changes {
  readonly operations: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  readonly components: boolean;
  readonly code: boolean;
  readonly settings: readonly string[];
}

interface Releases {
  readonly releases: readonly {
    readonly release: string;
    readonly state: 'live' | 'canary' | 'kept';
    readonly at: string;
    readonly by: string | null;
    readonly revision: string | null;
    readonly changes: Changes | null;
  }[];
  readonly switched: {
    readonly how: string;
    readonly at: string;
    readonly from: string | null;
    readonly reason: string | null;
  } | null;
}

interface Release {
  readonly release: string;
  readonly live: boolean;
  readonly operations: readonly string[];
  readonly againstLive: (Changes & { readonly release: string }) | null;
}

export function ReleasesView({ rest }: ViewProps) {
  return rest === '' ? <ReleaseList /> : <ReleaseDetails key={rest} id={rest} />;
}

function ReleaseList() {
  const loaded = useDocument<Releases>('/api/documents/releases');
  return (
    <DocumentView title="Releases" loaded={loaded}>
      {({ releases, switched }) => (
        <>
          {switched?.how === 'rollback' && (
            <p class="notice">
              Rolled back{switched.from === null ? '' : ` from ${visible(switched.from)}`} on {minute(switched.at)}
              {switched.reason === null ? '.' : `: ${visible(switched.reason)}`}
            </p>
          )}
          <Table
            caption="Releases, newest first"
            columns={[
              { name: 'Release', kind: 'code' },
              { name: 'State' },
              { name: 'Created', kind: 'time' },
              { name: 'By' },
              { name: 'Revision', kind: 'code' },
              { name: 'Changed' },
            ]}
            rows={releases.map(({ release, state, at, by, revision, changes }) => ({
              key: release,
              cells: [
                <a key="release" href={`#/releases/${encodeURIComponent(release)}`}>
                  {visible(release)}
                </a>,
                <Badge
                  key="state"
                  tone={state === 'live' ? 'good' : state === 'canary' ? 'warn' : 'plain'}
                  text={state}
                />,
                minute(at),
                visible(by?.split('/').at(-1) ?? ''),
                visible(revision ?? ''),
                changes === null ? (
                  ''
                ) : (
                  <div key="changes" class="wide">
                    {visible(changesText(changes))}
                  </div>
                ),
              ],
            }))}
            none="The stage serves nothing that apikit created."
          />
        </>
      )}
    </DocumentView>
  );
}

function ReleaseDetails({ id }: { id: string }) {
  const loaded = useDocument<Release>(`/api/documents/release?id=${encodeURIComponent(id)}`);
  return (
    <>
      <p>
        <a href="#/releases">All releases</a>
      </p>
      <DocumentView title={`Release ${visible(id)}`} loaded={loaded}>
        {({ live, againstLive, operations }) => (
          <>
            <h2>{live ? 'The live release' : 'What a switch to it would change'}</h2>
            {!live &&
              (againstLive ? (
                <ChangeList changes={againstLive} />
              ) : (
                <p class="quiet">An older version of apikit created one of both releases, so this is not known.</p>
              ))}
            <Table
              caption="Operations"
              columns={[{ name: 'Operation', kind: 'code' }]}
              rows={operations.map((name) => ({ key: name, cells: [visible(name)] }))}
              none="Nothing is kept of this release."
            />
          </>
        )}
      </DocumentView>
    </>
  );
}

function ChangeList({ changes: { operations, components, code, settings } }: { changes: Changes }) {
  const parts = [
    ['Code', code ? ['changed'] : []],
    ['Added', operations.added],
    ['Removed', operations.removed],
    ['Changed', operations.changed],
    ['Schemas', components ? ['changed'] : []],
    ['Settings', settings],
  ] as const;
  const known = parts.filter(([, names]) => names.length > 0);
  if (known.length === 0) return <span class="quiet">nothing</span>;
  return <Facts of={known.map(([name, names]) => [name, visible(names.join(', '))])} />;
}

/** For example `code, GET /orders added, memory`. */
function changesText({ operations, components, code, settings }: Changes): string {
  const parts = [
    ...(code ? ['code'] : []),
    ...operations.added.map((name) => `${name} added`),
    ...operations.removed.map((name) => `${name} removed`),
    ...operations.changed.map((name) => `${name} changed`),
    ...(components ? ['schemas'] : []),
    ...settings,
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
