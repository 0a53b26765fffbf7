/** The API keys of a stage with their use, and its usage plans. The values of keys never leave AWS. */
import { Badge } from '../parts/badge.tsx';
import { DocumentView, Failure, useDocument } from '../parts/document.tsx';
import { Table } from '../parts/table.tsx';
import { minute, visible } from '../parts/texts.ts';

interface Keys {
  readonly keys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: string;
    readonly plan: string | null;
    readonly state: string;
  }[];
}

interface Quota {
  readonly limit: number;
  readonly period: string;
}

interface Usage {
  readonly days: readonly string[];
  readonly keys: readonly {
    readonly id: string;
    readonly plan: string;
    readonly used: number;
    readonly left: number | null;
    readonly runsOut: string | null;
  }[];
}

interface Plans {
  readonly plans: readonly {
    readonly id: string;
    readonly name: string;
    readonly rate: number | null;
    readonly burst: number | null;
    readonly quota: Quota | null;
    readonly keys: number;
  }[];
}

export function KeysView() {
  const keys = useDocument<Keys>('/api/documents/keys');
  const usage = useDocument<Usage>('/api/documents/usage');
  const plans = useDocument<Plans>('/api/documents/plans');
  const all = {
    ...keys,
    loading: [keys, usage, plans].some(({ loading }) => loading),
    again() {
      for (const { again } of [keys, usage, plans]) again?.();
    },
  };
  // All three fail for the same reason if the stage is not deployed, for example.
  const others = [usage.error, plans.error]
    .filter((error) => error !== undefined)
    .filter(
      (error, index, both) => ![keys.error, ...both.slice(0, index)].some((said) => said?.message === error.message),
    );
  return (
    <>
      <DocumentView title="Keys" loaded={all}>
        {(document) => <KeyTable keys={document.keys} usage={usage.value} />}
      </DocumentView>
      {others.map((error) => (
        <Failure key={error.message} error={error} />
      ))}
      {plans.value && (
        <Table
          caption="Usage plans"
          columns={[
            { name: 'Plan' },
            { name: 'Rate', kind: 'number' },
            { name: 'Burst', kind: 'number' },
            { name: 'Quota', kind: 'number' },
            { name: 'Keys', kind: 'number' },
          ]}
          rows={plans.value.plans.map(({ id, name, rate, burst, quota, keys: count }) => ({
            key: id,
            cells: [
              visible(name),
              rate === null ? 'no limit' : `${rate} a second`,
              burst === null ? '' : String(burst),
              quota === null ? 'none' : `${quota.limit} per ${visible(quota.period).toLowerCase()}`,
              String(count),
            ],
          }))}
          none="The stage has no usage plan."
        />
      )}
    </>
  );
}

function KeyTable({ keys, usage }: { keys: Keys['keys']; usage: Usage | undefined }) {
  const days = usage?.days.length;
  return (
    <Table
      caption={days === undefined ? 'API keys' : `API keys, with their use in ${days} days`}
      columns={[
        { name: 'Name' },
        { name: 'ID', kind: 'code' },
        { name: 'Plan' },
        { name: 'State' },
        { name: 'Used', kind: 'number' },
        { name: 'Left', kind: 'number' },
        { name: 'Runs out', kind: 'time' },
        { name: 'Created', kind: 'time' },
      ]}
      rows={keys.map(({ id, name, plan, state, createdAt }) => {
        const used = usage?.keys.find((each) => each.id === id && (plan === null || each.plan === plan));
        return {
          key: id,
          cells: [
            visible(name),
            visible(id),
            visible(plan ?? '(none)'),
            <Badge key="state" tone={state === 'enabled' ? 'good' : 'plain'} text={state} />,
            usage === undefined ? '' : String(used?.used ?? 0),
            used?.left === null || used === undefined ? '' : String(used.left),
            used?.runsOut ?? '',
            minute(createdAt),
          ],
        };
      })}
      none="The stage has no API keys."
    />
  );
}
