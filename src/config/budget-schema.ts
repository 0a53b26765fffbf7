/** `budget` of `apikit.yaml` as JSON Schema. */
import { type Schema, section } from './schema-parts.ts';

const recipient: Schema = {
  type: 'string',
  pattern: '^([^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+|arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256})$',
};

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
      notify: {
        description:
          'Whom to tell: up to ten e-mail addresses, and the ARN of one SNS topic that lets AWS Budgets publish.',
        oneOf: [recipient, { type: 'array', uniqueItems: true, items: recipient }],
      },
      forecast: { type: 'boolean', description: 'Tells also when the month is forecast to cost more. Default: true.' },
    }),
    { const: false },
  ],
};
