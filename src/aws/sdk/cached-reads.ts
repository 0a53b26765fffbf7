/** A client that several ask the same things, each for itself, and that asks AWS for each of them once. */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { IAMClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-iam';

type Answer = Promise<{ response: unknown; output: ServiceOutputTypes }>;
type Next = (args: { input: ServiceInputTypes }) => Answer;

/**
 * From now on what has been asked before is answered from memory: for a command that looks at a stage from several sides and changes
 * nothing in between.
 */
export function cacheReads(client: APIGatewayClient | IAMClient): void {
  const asked = new Map<string, Answer>();
  // All clients have the same middleware stack; it is typed by one of them.
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
