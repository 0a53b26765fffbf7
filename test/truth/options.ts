/** The command line of `npm run truth`. Pure. */
import { parseArgs } from 'node:util';

export const USAGE = `npm run truth -- [options]
  --only IDS       only these probes and parity cases: ids, separated by commas
  --no-parity      leave the parity cases out
  --record FILE    where to write the recording
                   (default on AWS: test/truth/recordings/<region>.json; none where an endpoint answers)
  --sweep          remove what an earlier run has left, once its time is over
  --now            with --sweep: also what may still be in use
  --yes            do not ask before something is made or removed on AWS
The region is AWS_REGION (default us-east-1). AWS_ENDPOINT_URL puts something else in the place of AWS.`;

export interface Options {
  readonly only?: readonly string[];
  readonly parity: boolean;
  readonly record?: string;
  readonly sweep: boolean;
  readonly now: boolean;
  readonly yes: boolean;
  readonly help: boolean;
}

/** Throws `TypeError` with a text for the user. */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      parity: { type: 'boolean', default: true },
      record: { type: 'string' },
      sweep: { type: 'boolean', default: false },
      now: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const { only, record, parity, sweep, now, yes, help } = values;
  if (now && !sweep) throw new TypeError('--now goes with --sweep.');
  return {
    ...(only !== undefined && { only: only.split(',').filter(Boolean) }),
    ...(record !== undefined && { record }),
    parity,
    sweep,
    now,
    yes,
    help,
  };
}
