/** How an event source mapping leaves. */
import { settingsInput } from '../../kinds/event-source/event-source.ts';
import type { EventSourceShape } from '../../kinds/event-source/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const eventSource: Leaving<EventSourceShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    const { source, startingPosition, onFailure, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Lambda::EventSourceMapping',
        properties: {
          FunctionName: name,
          EventSourceArn: source,
          ...(startingPosition && { StartingPosition: startingPosition }),
          ...settingsInput(properties),
          ...(onFailure && { DestinationConfig: { OnFailure: { Destination: onFailure } } }),
          Tags: toTagList(tags),
        },
        identifier: { Id: attributes.id },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    const {
      source,
      startingPosition,
      batchSize,
      bisect,
      retries,
      maxAge,
      onFailure,
      concurrency,
      reportFailures,
      tags,
    } = properties;
    return [
      {
        type: 'aws_lambda_event_source_mapping',
        name: terraformName(id),
        body: {
          function_name: name,
          event_source_arn: source,
          ...(startingPosition && { starting_position: startingPosition }),
          batch_size: batchSize,
          ...(bisect !== undefined && { bisect_batch_on_function_error: bisect }),
          ...(retries !== undefined && { maximum_retry_attempts: retries }),
          ...(maxAge !== undefined && { maximum_record_age_in_seconds: maxAge }),
          ...(onFailure && { destination_config: block({ on_failure: block({ destination_arn: onFailure }) }) }),
          ...(concurrency && { scaling_config: block({ maximum_concurrency: concurrency }) }),
          ...(reportFailures && { function_response_types: ['ReportBatchItemFailures'] }),
          tags,
        },
        importId: attributes.id,
      },
    ];
  },
};
