/** Two examples of each setting that asks for a resource. The tests that try all settings try these. */
import type { RawOptionalSettings } from '../../src/config/optional-settings.ts';

/** The first says everything, the second changes a part of it. */
export const OPTIONAL_EXAMPLES = {
  dashboard: [true, false],
  budget: [
    { monthly: 50, notify: 'ops@example.com' },
    { monthly: 5, forecast: false },
  ],
  anomalies: [
    { threshold: 50, notify: 'ops@example.com' },
    { threshold: 5, frequency: 'weekly' },
  ],
} satisfies { [S in keyof Required<RawOptionalSettings>]: [RawOptionalSettings[S], RawOptionalSettings[S]] };

const examples = Object.entries(OPTIONAL_EXAMPLES);

export const FIRST_EXAMPLES = Object.fromEntries(examples.map(([name, [first]]) => [name, first])) as {
  [S in keyof typeof OPTIONAL_EXAMPLES]: (typeof OPTIONAL_EXAMPLES)[S][0];
};

/** Lines of apikit.yaml with the first examples, and what to replace in them for the second ones. */
export const FIRST_LINES = Object.entries(FIRST_EXAMPLES).map(([name, first]) => `${name}: ${JSON.stringify(first)}\n`);

export const CHANGED_LINES = examples.flatMap(([name, [first, second]]): [string, string][] =>
  typeof first === 'object' && typeof second === 'object'
    ? [[`${name}: ${JSON.stringify(first)}`, `${name}: ${JSON.stringify({ ...first, ...second })}`]]
    : [],
);
