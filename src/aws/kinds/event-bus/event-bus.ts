/** Kind `event-bus`: an event bus of EventBridge to which operations send. */
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { eventBusArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { ownEventBuses } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { eventTags, syncEventTags } from './event-tags.ts';
import type { EventBusShape } from './shape.ts';

/** Milliseconds. A bus may still have rules that were deleted a moment ago (docs/aws/events.md). */
const PATIENCE = 60_000;
const HAS_RULES = /since it has rules/i;

export function eventBusKind({ clients, clock, target }: KindDependencies): Kind<EventBusShape> {
  const arnOf = (name: string) => eventBusArn(target, name);

  /** The tags are in another call, and a bus that does not exist has none. */
  async function read({ name, properties: { tags: wanted } }: Resource<EventBusShape>) {
    const tags = await eventTags(await clients.eventBridge(), arnOf(name));
    return tags && observedAs(name, wanted, tags);
  }

  function observedAs(name: string, wanted: Tags, tags: Tags): Observed<EventBusShape> {
    return { attributes: { arn: arnOf(name), name }, properties: { tags }, owned: owns(wanted, tags) };
  }

  return {
    kind: 'event-bus',
    rights: [
      {
        actions: [
          'events:ListTagsForResource',
          'events:CreateEventBus',
          'events:TagResource',
          'events:UntagResource',
          'events:DeleteEventBus',
        ],
        on: ownEventBuses,
      },
    ],
    readsBy: [],
    read,
    diff: ({ properties: { tags } }, { properties: had }) => diffFields({ tags }, had),
    async apply(resource, observed) {
      const client = await clients.eventBridge();
      const { name, properties } = resource;
      const { tags } = properties;
      if (observed) {
        await syncEventTags(client, arnOf(name), tags, observed.properties.tags);
        return observedAs(name, tags, tags);
      }
      const { CreateEventBusCommand } = await import('@aws-sdk/client-eventbridge');
      try {
        await client.send(new CreateEventBusCommand({ Name: name, Tags: toTagList(tags) }));
      } catch (error) {
        if (!isAwsError(error, 'ResourceAlreadyExistsException')) throw error;
        // Another run was faster, or the response to the first try was lost.
        const found = await read(resource);
        if (!found?.owned) throw createdMeanwhile('event bus', name);
        return found;
      }
      return observedAs(name, tags, tags);
    },
    async remove({ name }, _observed, { signal, note }) {
      const { DeleteEventBusCommand } = await import('@aws-sdk/client-eventbridge');
      const client = await clients.eventBridge();
      const options = {
        what: `delete the event bus "${name}"`,
        within: PATIENCE,
        longestDelay: 5_000,
        hint: 'Delete the rules that other people created on the bus, and run the same command again.',
        clock,
        signal,
        retryable: (error: unknown) => HAS_RULES.test(errorMessage(error)),
        onRetry: (tries: number) => {
          if (tries === 1) note('waiting for the end of its rules');
        },
      };
      await retry(options, () => undefinedIfNotFound(client.send(new DeleteEventBusCommand({ Name: name }))));
    },
  };
}
