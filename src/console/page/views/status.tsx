/** The release that a stage serves, its resources, and the differences from apikit.yaml. */
import { Badge, type Tone } from '../parts/badge.tsx';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { minute, setting, visible } from '../parts/texts.ts';

interface Row {
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
  readonly arn: string | null;
  readonly state: string;
}

interface StageStatus {
  readonly account: string;
  readonly region: string;
  readonly url: string | null;
  readonly domain: string | null;
  readonly release: string | null;
  readonly released: { readonly at: string; readonly by: string | null; readonly revision: string | null } | null;
  readonly canary: { readonly release: string | null; readonly percent: number } | null;
  readonly expiresAt: string | null;
  readonly lock: { readonly who: string; readonly what: string } | null;
  readonly resources: readonly Row[];
  readonly drift: readonly {
    readonly resource: string;
    readonly path: string;
    readonly from: unknown;
    readonly to: unknown;
  }[];
  readonly orphans: readonly Row[];
  readonly unsearched: readonly { readonly what: string; readonly why: string }[];
}

const BAD = /^(?:missing|not ours|ALARM|FAILED|Inactive)$/i;
const GOOD = /^(?:present|ACTIVE|OK|enabled)$/i;

const toneOf = (state: string): Tone => (BAD.test(state) ? 'bad' : GOOD.test(state) ? 'good' : 'plain');

export function Status() {
  const loaded = useDocument<StageStatus>('/api/documents/status');
  return (
    <DocumentView title="Status" loaded={loaded}>
      {({ url, domain, release, released, canary, expiresAt, lock, account, region, ...status }) => (
        <>
          {canary && (
            <p class="notice">
              Canary: release {visible(canary.release ?? '(not created by apikit)')} gets {canary.percent} % of the
              requests.
            </p>
          )}
          {lock && (
            <p class="notice">
              {visible(lock.who)} is changing the stage: {visible(lock.what)}
            </p>
          )}
          {status.unsearched.map(({ what, why }) => (
            <p key={what} class="notice">
              Not searched: {visible(what)} ({visible(why)})
            </p>
          ))}
          <Facts
            of={[
              ['URL', <code key="url">{visible(url ?? '(not deployed)')}</code>],
              ...(domain === null ? [] : [['Domain', <code key="domain">{visible(domain)}</code>] as const]),
              ['Release', <code key="release">{visible(release ?? '(none)')}</code>],
              ...(released === null
                ? []
                : [
                    ['Created', `${minute(released.at)} by ${visible(released.by ?? '(unknown)')}`] as const,
                    ...(released.revision === null ? [] : [['Revision', visible(released.revision)] as const]),
                  ]),
              ['Account', `${account}, ${region}`],
              ...(expiresAt === null ? [] : [['Expires', minute(expiresAt)] as const]),
            ]}
          />
          <Table
            caption="Differences from apikit.yaml"
            columns={[{ name: 'Resource', kind: 'code' }, { name: 'Setting' }, { name: 'Live' }, { name: 'Wanted' }]}
            rows={status.drift.map(({ resource, path, from, to }) => ({
              key: `${resource} ${path}`,
              cells: [visible(resource), visible(path), visible(setting(from)), visible(setting(to))],
            }))}
            none="The stage does not differ from apikit.yaml. The plan also compares code and contract."
          />
          <Resources caption="Resources" rows={status.resources} none="Nothing is deployed." />
          {status.orphans.length > 0 && (
            <Resources caption="Created by apikit, but not in apikit.yaml" rows={status.orphans} none="" />
          )}
        </>
      )}
    </DocumentView>
  );
}

const Resources = ({ caption, rows, none }: { caption: string; rows: readonly Row[]; none: string }) => (
  <Table
    caption={caption}
    columns={[{ name: 'Resource', kind: 'code' }, { name: 'State' }, { name: 'Name', kind: 'code' }]}
    rows={rows.map(({ resource, state, name }) => ({
      key: `${resource} ${name}`,
      cells: [visible(resource), <Badge key="state" tone={toneOf(state)} text={state} />, visible(name)],
    }))}
    none={none}
  />
);
