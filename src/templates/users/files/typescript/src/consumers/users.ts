/** Called with every change of a user, in order and at least once each; here it becomes a line in the consumer's log. */
import type { DynamoDBStreamEvent } from 'aws-lambda';

export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  for (const { eventID, eventName, dynamodb } of Records) {
    // The id alone: names and addresses of people do not belong in logs.
    const userId = dynamodb?.Keys?.userId?.S;
    const line = { level: 'info', message: 'user changed', change: eventName, userId, eventID };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
