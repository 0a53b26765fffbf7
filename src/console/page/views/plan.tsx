/** The changes that a deploy of the project would make. */
import { Badge, type Tone } from '../parts/badge.tsx';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { Table } from '../parts/table.tsx';
import { counted, setting, visible } from '../parts/texts.ts';

interface Plan {
  readonly changes: readonly {
    readonly resource: string;
    readonly action: string;
    readonly fields: readonly { readonly path: string; readonly from?: unknown; readonly to?: unknown }[];
    readonly consequence: string | null;
  }[];
  readonly kept: readonly { readonly resource: string; readonly name: string; readonly why: string }[];
  readonly warnings: readonly string[];
}

const TONES: Readonly<Record<string, Tone>> = { create: 'good', update: 'warn', delete: 'bad' };

export function PlanView() {
  const loaded = useDocument<Plan>('/api/documents/plan');
  return (
    <DocumentView title="Plan" loaded={loaded}>
      {({ changes, kept, warnings }) => (
        <>
          {warnings.map((warning) => (
            <p key={warning} class="notice">
              {visible(warning)}
            </p>
          ))}
          <h2>{changes.length === 0 ? 'A deploy would change nothing.' : counted(changes.length, 'change')}</h2>
          {changes.map(({ resource, action, fields, consequence }) => (
            <details key={`${action} ${resource}`} open={action !== 'create'}>
              <summary>
                <Badge tone={TONES[action] ?? 'plain'} text={action} /> <span class="step">{visible(resource)}</span>
              </summary>
              <div class="inside">
                {consequence !== null && <p class="notice">{visible(consequence)}</p>}
                <Table
                  caption={`Settings of ${visible(resource)}`}
                  columns={[{ name: 'Setting', kind: 'code' }, { name: 'From' }, { name: 'To' }]}
                  rows={fields.map(({ path, from, to }) => ({
                    key: path,
                    cells: [visible(path), visible(setting(from)), visible(setting(to))],
                  }))}
                  none="There are no single settings to show."
                />
              </div>
            </details>
          ))}
          {kept.length > 0 && (
            <Table
              caption="No longer in the configuration, and kept"
              columns={[{ name: 'Resource', kind: 'code' }, { name: 'Name' }, { name: 'Reason' }]}
              rows={kept.map(({ resource, name, why }) => ({
                key: `${resource} ${name}`,
                cells: [visible(resource), visible(name), visible(why)],
              }))}
              none=""
            />
          )}
        </>
      )}
    </DocumentView>
  );
}
