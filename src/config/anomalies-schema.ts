/** `anomalies` of `apikit.yaml` as JSON Schema. */
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-parts.ts';

export const anomaliesSchema: Schema = {
  description:
    'A cost monitor in AWS Cost Anomaly Detection. It monitors the costs of the app in all its stages (docs/alarms.md#cost-anomalies). false deletes it. Default: apikit does not look for one.',
  oneOf: [
    section('How large an anomaly must be, and who is notified.', {
      threshold: {
        type: 'number',
        minimum: 0.01,
        maximum: 10_000_000_000,
        description: 'AWS notifies about anomalies of at least so many USD in total.',
      },
      notify: recipientsSchema(
        'Who is notified: up to ten e-mail addresses, or the ARN of one SNS topic that allows AWS Cost Anomaly Detection to publish.',
        { partitions: 'aws' },
      ),
      frequency: {
        enum: ['daily', 'weekly', 'immediate'],
        description:
          'daily or weekly for e-mail addresses, immediate for a topic. Default: daily for e-mail addresses, immediate for a topic.',
      },
    }),
    { const: false },
  ],
};
