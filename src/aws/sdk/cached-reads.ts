/** A client whose several callers read the same things, and that sends each read to AWS only once. */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';

type Answer = Promise<{ response: unknown; output: ServiceOutputTypes }>;
type Next = (args: { input: ServiceInputTypes }) => Answer;

/**
 * From now on, a repeated read is answered from memory. This is for a command that reads a stage several times and
 * changes nothing in between.
 */
export function cacheReads(client: APIGatewayClient | IAMClient): void {
  const asked = new Map<string, Answer>();
  // All clients have the same middleware stack. Its type here is that of one of them.
  (client as IAMClient).middlewareStack.add(
    (next: Next, context: { commandName?: string }): Next =>
      (args) => {
        const question = `${context.commandName} ${JSON.stringify(args.input)}`;
        const answer = asked.get(question) ?? next(args);
        asked.set(question, answer);
        return answer;
      },
    { step: 'initialize', name: 'apikitMemory' },
  );
}
