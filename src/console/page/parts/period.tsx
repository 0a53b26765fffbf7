/** The choice of a period that ends now. */

export interface Period {
  readonly since: string;
  readonly name: string;
}

interface PeriodProps {
  readonly periods: readonly Period[];
  readonly since: string;
  onChange(since: string): void;
}

export const PeriodField = ({ periods, since, onChange }: PeriodProps) => (
  <label class="field">
    <span>Period</span>
    <select value={since} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {periods.map((period) => (
        <option key={period.since} value={period.since}>
          {period.name}
        </option>
      ))}
    </select>
  </label>
);

export const PERIODS: readonly Period[] = [
  { since: '1h', name: 'Last hour' },
  { since: '6h', name: 'Last 6 hours' },
  { since: '1d', name: 'Last day' },
  { since: '7d', name: 'Last 7 days' },
];
