/** Called for every change of a user, in order and at least once. It writes a line to the consumer's log. */
import type { DynamoDBStreamEvent } from 'aws-lambda';

export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  for (const { eventID, eventName, dynamodb } of Records) {
    // Only the id: names and addresses of people do not belong in logs.
    const userId = dynamodb?.Keys?.userId?.S;
    const line = { level: 'info', message: 'user changed', change: eventName, userId, eventID };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
