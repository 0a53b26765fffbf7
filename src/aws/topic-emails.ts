/** Who gets mail from a topic, and who has not confirmed yet and so gets none. Reads only. */
import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import { ifThere } from './sdk-error.ts';

export interface TopicEmail {
  readonly address: string;
  readonly confirmed: boolean;
}

/** None where the topic is gone. */
export async function emailsOfTopic(client: SNSClient, TopicArn: string): Promise<TopicEmail[]> {
  const found: TopicEmail[] = [];
  const all = async () => {
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      for (const { Protocol, Endpoint = '', SubscriptionArn = '' } of Subscriptions) {
        if (Protocol === 'email') found.push({ address: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
      }
    }
  };
  await ifThere(all());
  return found;
}
