/** The lines that a run prints before it begins. Pure. */
import { EXPIRES_TAG, LIFETIME, PREFIX } from './marks.ts';
import type { Probe } from './probe.ts';
import type { RemainsKind } from './remains.ts';

export interface Announcement {
  readonly probes: readonly Probe[];
  /** The number of parity cases; 0 for none. */
  readonly cases: number;
  readonly kinds: readonly RemainsKind[];
  /** Absent for AWS itself. */
  readonly endpoint?: string;
}

export function announce({ probes, cases, kinds, endpoint }: Announcement): string[] {
  const hours = LIFETIME / 3_600_000;
  return [
    `${probes.length} assumptions about AWS are asked for, one after the other:`,
    ...probes.map(({ id, title, cost }) => `  ${id}: ${title}${cost && !endpoint ? ` [${cost}]` : ''}`),
    ...(cases > 0 ? [`Then ${cases} parity cases are played (test/parity).`] : []),
    '',
    'What it costs:',
    ...(endpoint === undefined ? costs(probes, cases) : [`  Nothing: ${endpoint} answers, and not AWS.`]),
    '',
    `What is made: things of kind ${kinds.join(', ')}, all named ${PREFIX}<run>-… and tagged ${EXPIRES_TAG}.`,
    'What is removed: all of it, also after Ctrl-C. Nothing else in the account is changed.',
    `What a killed run leaves: \`npm run truth -- --sweep\` removes it by prefix and tag, ${hours} hours after the run began.`,
    ...(cases > 0 ? ['The parity cases remove what they make, too. Theirs is named parity-… and has no tag.'] : []),
  ];
}

function costs(probes: readonly Probe[], cases: number): string[] {
  return [
    ...probes.filter(({ cost }) => cost !== undefined).map(({ id, cost }) => `  ${id}: ${cost}`),
    '  The other probes: requests, invocations, log lines and one table on demand, together less than USD 0.01.',
    ...(cases > 0
      ? [
          '  The parity cases: the group caching starts caches (USD 0.02 an hour each); they take hours, for AWS deletes two APIs a minute.',
        ]
      : []),
  ];
}
