/** Texts for a watched canary: the result of a look, and how the watch ended. Pure. */
import type { Fault } from '../canary/comparison.ts';
import type { CanaryEvent, End, Figures, Look } from '../canary/watch-event.ts';
import { counted } from '../text/counted.ts';
import { minute } from './moment.ts';
import { table } from './table.ts';
import type { Theme } from './theme.ts';

/** Formats a share between 0 and 1 as `0.25 %`. */
export const shareText = (share: number): string => `${Number((share * 100).toPrecision(share < 0.1 ? 2 : 3))} %`;

/** Formats seconds as `90 s`, `5 min` or `2 h`. */
export function periodText(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** For example `10, 25, 50 %, 5 min each`. */
export function stepsText(steps: readonly number[], every: number): string {
  return `${steps.join(', ')} %, ${periodText(every)}${steps.length > 1 ? ' each' : ''}`;
}

export function faultText({ what, operation, canary, stable }: Fault): string {
  const of = operation === null ? '' : `${operation}: `;
  if (what === 'p95Increase')
    return `${of}95 of 100 requests take up to ${canary} ms on the canary, and up to ${stable} ms elsewhere`;
  const kind = what === 'clientErrorIncrease' ? '4XX' : '5XX';
  const rate = `${of}${shareText(canary)} of the canary's requests are answered with ${kind}`;
  return stable === null ? `${rate}, more than the limit` : `${rate}, and ${shareText(stable)} of the others`;
}

const alarmText = (alarms: readonly string[]): string[] => alarms.map((alarm) => `${alarm} is in ALARM`);

export function whyText({ faults, alarms }: Pick<Look, 'faults' | 'alarms'>): string[] {
  return [...faults.map(faultText), ...alarmText(alarms)];
}

export function watchingText(event: Extract<CanaryEvent, { type: 'watching' }>): string {
  const { app, stage, canary, percent, release, steps, every, until } = event;
  return `${app}/${stage}: release ${canary} has ${percent} % of the requests, the others go to ${release ?? 'a deployment that apikit did not create'}. Watched at ${stepsText(steps, every)}; promoted at ${minute(until)} unless a check fails.`;
}

const rateOf = ({ requests, errors }: Figures): string => shareText(requests === 0 ? 0 : errors / requests);
const ms = (value: number | null): string => (value === null ? '-' : `${value} ms`);

/** Rounds up to two digits: a bound that is rounded down does not hold any more. */
function roundedUp(share: number): number {
  const scale = 10 ** (1 - Math.floor(Math.log10(share)));
  return Math.ceil(share * scale) / scale;
}

/** The verdict of a look and its reason. */
export function verdictText({ verdict, errorRateAtMost, canary, faults, doubts, alarms }: Look): string {
  if (verdict === 'worse') return `${whyText({ faults, alarms }).join('; ')}.`;
  if (verdict === 'doubtful') return `${doubts.map(faultText).join('; ')}: is this intended?`;
  if (verdict === 'tooFew') return `Too few requests to tell: the canary has answered ${canary.requests}.`;
  return `No problem found; its 5XX rate is below ${shareText(roundedUp(errorRateAtMost))}.`;
}

/** One line for a log. `time` is in ISO 8601. */
export function lookLine(look: Look, time: string): string {
  const { canary, stable, percent } = look;
  const of = (figures: Figures) => `${rateOf(figures)} 5XX, p95 ${ms(figures.p95)}`;
  return `${time.slice(11, 19)} ${percent} %: canary ${counted(canary.requests, 'request')}, ${of(canary)}; others ${stable.requests}, ${of(stable)}. ${verdictText(look)}`;
}

/** With more operations, the table pushes everything else off the screen. */
const SHOWN_OPERATIONS = 5;

/** The table that a terminal shows. */
export function lookTable(look: Look, theme: Theme): string[] {
  const { canary, stable, percent, until, operations, functions, late } = look;
  const row = (name: string, figures: Figures) => [
    name,
    String(figures.requests),
    rateOf(figures),
    String(figures.clientErrors),
    String(figures.throttled),
    ms(figures.p50),
    ms(figures.p95),
    ms(figures.p99),
  ];
  const most = [...operations]
    .sort((a, b) => b.canary.errors - a.canary.errors || b.canary.requests - a.canary.requests)
    .slice(0, SHOWN_OPERATIONS);
  const rows = [
    [`${percent} % until ${until.slice(11, 16)} UTC`, 'REQUESTS', '5XX', '4XX', '429', 'P50', 'P95', 'P99'],
    row('canary', canary),
    row('others', stable),
    ...most.flatMap((each) => [row(each.operation, each.canary), row('  others', each.stable)]),
  ];
  const counts = (side: NonNullable<Look['functions']>['canary']) =>
    `${counted(side.invocations, 'call')}, ${counted(side.errors, 'error')}, ${counted(side.throttles, 'throttle')}`;
  const paint = { good: theme.good, doubtful: theme.warn, tooFew: theme.dim, worse: theme.bad }[look.verdict];
  return [
    ...table(rows, (cell, _column, line) => (line === 0 ? theme.dim(cell) : cell)),
    ...(functions ? [`function: canary ${counts(functions.canary)}; others ${counts(functions.stable)}`] : []),
    ...(late > 0 ? [`${counted(late, 'request')} came too late to be compared`] : []),
    paint(verdictText(look)),
  ];
}

/**
 * How a watch ended. The first line says what happened, the next lines say why. `of` is, for example, `items-api/prod`.
 */
export function endLines(of: string, end: End): string[] {
  switch (end.type) {
    case 'promoted':
      return [`Release ${end.release} serves all requests of ${of}.`];
    case 'aborted':
      return [
        `The canary was ended: ${end.release === null ? 'the deployment of the other requests' : `release ${end.release}`} serves all requests of ${of}.`,
        ...whyText(end),
      ];
    case 'undecided':
      return [
        `${end.doubts.length > 0 ? `The canary of ${of} rejects more requests than the others do, which may be intended` : `Too few requests to tell: the canary of ${of} has answered ${end.requests} of ${end.minRequests}`}. It keeps ${end.percent} % of the requests, and no watch runs now.`,
        ...end.doubts.map(faultText),
      ];
    case 'overtaken':
      return [OVERTAKEN[end.how]];
  }
}

const OVERTAKEN = {
  promoted: 'Someone else has promoted the canary; the watch ends.',
  aborted: 'Someone else has ended the canary; the watch ends.',
  changed: 'Someone else has given the canary another share, or watches it now; this watch ends.',
} as const;
