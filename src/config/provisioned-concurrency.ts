/** `provisionedConcurrency` of apikit.yaml: the instances of the function that are always initialized. Pure. */
import {
  checkScaling,
  type RawScaling,
  resolveScaling,
  type ScalingConfig,
  scalingSchemas,
} from './concurrency-scaling.ts';
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

interface ProvisionedConcurrencyConfig {
  /** The instances of the first release, and without a scaling of every release. 0 if the setting is missing. */
  executions: number;
  /** `false` ends the scaling of a stage that had one. Without it, apikit does not look for one. */
  scaling?: ScalingConfig | false;
}

interface RawProvisionedConcurrency extends RawScaling {
  executions?: number;
}

const schema = {
  description:
    'Instances of the function that Lambda keeps initialized, so that calls do not wait for a cold start. A release serves as soon as its instances are ready, and only then the instances of the release before it end (docs/function.md).',
  oneOf: [
    section('The number of instances.', {
      executions: {
        type: 'integer',
        minimum: 1,
        description:
          'The number of calls that are answered at the same moment without a cold start. With min and max, the number of the first release; default then: min.',
      },
      ...scalingSchemas,
    }),
    { const: false },
  ],
} satisfies Schema;

function check(
  { executions, scaling }: ProvisionedConcurrencyConfig,
  { function: { reservedConcurrency } }: CheckedStage,
  report: ReportProblem,
): void {
  if (scaling) checkScaling(scaling, report);
  else if (executions === 0) {
    report(
      ['provisionedConcurrency'],
      'provisionedConcurrency needs executions: the number of instances.',
      'Write executions: 2.',
      { missing: 'executions' },
    );
  }
  const [setting, most] = scaling ? ['max', mostOf(scaling)] : ['executions', executions];
  if (typeof reservedConcurrency !== 'number' || reservedConcurrency >= 2 * most) return;
  report(
    ['provisionedConcurrency', setting],
    `provisionedConcurrency.${setting} is ${most}, and function.reservedConcurrency is ${reservedConcurrency}. While a deploy changes the release, the instances of two releases exist, and Lambda allows no more instances than the function reserves.`,
    `Reserve ${2 * most} or more, or provision fewer.`,
  );
}

const mostOf = ({ max, schedule }: ScalingConfig): number => Math.max(max, ...schedule.map((each) => each.max ?? 0));

function resolve({ executions, ...raw }: RawProvisionedConcurrency): ProvisionedConcurrencyConfig {
  const scaling = resolveScaling(raw);
  return {
    executions: executions ?? (scaling ? scaling.min : 0),
    ...(scaling !== undefined && { scaling }),
  };
}

export const provisionedConcurrency: OptionalSetting<RawProvisionedConcurrency, ProvisionedConcurrencyConfig> = {
  schema,
  examples: [{ executions: 2 }, { executions: 3 }],
  kind: 'provisioned-concurrency',
  resolve,
  check,
  costNote: ({ scaling }, { stage }) => {
    const scaled = scaling
      ? ` The estimate has the ${scaling.min} instances that there always are; there may be ${mostOf(scaling)}, and two CloudWatch alarms for the scaling of each release.`
      : '';
    return `AWS bills provisioned concurrency by the second, used or not: see \`apikit cost --requests 1M/month --stage ${stage}\`.${scaled}`;
  },
};
