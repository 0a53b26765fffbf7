/** `provisionedConcurrency` of apikit.yaml: the instances of the function that are always initialized. Pure. */
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

interface ProvisionedConcurrencyConfig {
  /** 0 if the setting is missing. */
  executions: number;
}

const schema = {
  description:
    'Instances of the function that Lambda keeps initialized, so that calls do not wait for a cold start. A release serves as soon as its instances are ready, and only then the instances of the release before it end (docs/function.md).',
  oneOf: [
    section('The number of instances.', {
      executions: {
        type: 'integer',
        minimum: 1,
        description: 'The number of calls that are answered at the same moment without a cold start.',
      },
    }),
    { const: false },
  ],
} satisfies Schema;

function check(
  { executions }: ProvisionedConcurrencyConfig,
  { function: { reservedConcurrency } }: CheckedStage,
  report: ReportProblem,
): void {
  if (executions === 0) {
    report(
      ['provisionedConcurrency'],
      'provisionedConcurrency needs executions: the number of instances.',
      'Write executions: 2.',
      { missing: 'executions' },
    );
  }
  if (typeof reservedConcurrency !== 'number' || reservedConcurrency >= 2 * executions) return;
  report(
    ['provisionedConcurrency', 'executions'],
    `provisionedConcurrency.executions is ${executions}, and function.reservedConcurrency is ${reservedConcurrency}. While a deploy changes the release, the instances of two releases exist, and Lambda allows no more instances than the function reserves.`,
    `Reserve ${2 * executions} or more, or provision fewer.`,
  );
}

export const provisionedConcurrency: OptionalSetting<
  Partial<ProvisionedConcurrencyConfig>,
  ProvisionedConcurrencyConfig
> = {
  schema,
  examples: [{ executions: 2 }, { executions: 3 }],
  kind: 'provisioned-concurrency',
  resolve: ({ executions = 0 }) => ({ executions }),
  check,
  costNote: (_, { stage }) =>
    `AWS bills provisioned concurrency by the second, used or not: see apikit cost --requests 1M/month --stage ${stage}.`,
};
