/**
 * The subscriptions of a topic, and whether each e-mail address is confirmed. SNS sends nothing to an unconfirmed one.
 * Reads only.
 */
import type { SNSClient, Subscription } from '@aws-sdk/client-sns';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface TopicEmail {
  readonly address: string;
  readonly confirmed: boolean;
}

/** Returns nothing if the topic does not exist. */
export async function emailsOfTopic(client: SNSClient, TopicArn: string): Promise<TopicEmail[]> {
  const found = (await undefinedIfNotFound(emailSubscriptions(client, TopicArn))) ?? [];
  return found.map((each) => ({ address: each.Endpoint ?? '', confirmed: isConfirmed(each) }));
}

export async function emailSubscriptions(client: SNSClient, TopicArn: string): Promise<Subscription[]> {
  return (await subscriptionsOf(client, TopicArn)).filter(({ Protocol }) => Protocol === 'email');
}

/** Returns the subscriptions of all protocols. */
export async function subscriptionsOf(client: SNSClient, TopicArn: string): Promise<Subscription[]> {
  const subscriptions: Subscription[] = [];
  let NextToken: string | undefined;
  const { ListSubscriptionsByTopicCommand } = await import('@aws-sdk/client-sns');
  do {
    const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    subscriptions.push(...(page.Subscriptions ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return subscriptions;
}

/** A pending subscription has `PendingConfirmation` instead of an ARN. */
export function isConfirmed({ SubscriptionArn }: Subscription): boolean {
  return SubscriptionArn?.startsWith('arn:') ?? false;
}
