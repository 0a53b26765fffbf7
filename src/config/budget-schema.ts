/** `budget` of `apikit.yaml` as JSON Schema. */
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-parts.ts';

export const budgetSchema: Schema = {
  description:
    'A monthly cost budget of the stage in AWS Budgets (docs/alarms.md#the-budget). false takes it away. Default: not looked at.',
  oneOf: [
    section('What a month may cost, and whom to tell.', {
      monthly: {
        type: 'number',
        minimum: 0.01,
        maximum: 1_000_000_000,
        description: 'USD a month.',
      },
      notify: recipientsSchema(
        'Whom to tell: up to ten e-mail addresses, and the ARN of one SNS topic that lets AWS Budgets publish.',
        { partitions: 'aws' },
      ),
      forecast: { type: 'boolean', description: 'Tells also when the month is forecast to cost more. Default: true.' },
    }),
    { const: false },
  ],
};
