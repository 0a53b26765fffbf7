/** Simulates thousands of canaries: how many good ones are aborted, and how many bad ones are not. */
import { dice, type MadeUp, simulate } from '../canary/simulate.ts';

const EACH = Number(process.argv[2] ?? 50);
const SHARE = 0.1;
/** seconds */
const BAKE = 600;
const RATES = [1, 10, 50, 200];
const ERRORS = [0.001, 0.005, 0.01, 0.05];
const TIMES = [1, 1.5, 2, 3, 5];
const LATENCY_TIMES = [1, 1.25, 1.5, 2, 3];

const random = dice(20_261_129);
const common = { share: SHARE, bake: BAKE };
let all = 0;

/** In percent: aborted, called good, too few requests to tell; and the median time to the abort. */
function row(made: MadeUp): string {
  const ends = Array.from({ length: EACH }, () => simulate(made, random));
  all += EACH;
  const of = (end: string) => ends.filter((one) => one.end === end);
  const percent = (end: string) => `${Number(((100 * of(end).length) / EACH).toFixed(1))}`;
  const times = of('aborted').map(({ after }) => after);
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  return `${percent('aborted')} / ${percent('good')} / ${percent('too few')}${median === undefined ? '' : `, ${median} s`}`;
}

for (const rate of RATES) {
  console.log(`\n${rate} a second | ${TIMES.map((times) => `× ${times}`).join(' | ')}`);
  for (const errorRate of ERRORS)
    console.log(
      `${errorRate * 100} % | ${TIMES.map((errorTimes) => row({ errorRate, errorTimes, latencyTimes: 1, rate, ...common })).join(' | ')}`,
    );
}
console.log(`\nlatency | ${LATENCY_TIMES.map((times) => `× ${times}`).join(' | ')}`);
for (const rate of RATES)
  console.log(
    `${rate} a second | ${LATENCY_TIMES.map((latencyTimes) => row({ errorRate: 0.005, errorTimes: 1, latencyTimes, rate, ...common })).join(' | ')}`,
  );

/** Runs canaries that are no worse than the release before, four times as often. */
const ends = RATES.flatMap((rate) =>
  ERRORS.flatMap((errorRate) =>
    Array.from(
      { length: EACH * 4 },
      () => simulate({ errorRate, errorTimes: 1, latencyTimes: 1, rate, ...common }, random).end,
    ),
  ),
);
all += ends.length;
const share = (end: string) => {
  const count = ends.filter((each) => each === end).length;
  return `${count} (${((100 * count) / ends.length).toFixed(2)} %)`;
};
console.log(
  `\n${all} canaries; of ${ends.length} that are no worse, ${share('aborted')} aborted, ${share('doubtful')} doubted`,
);
