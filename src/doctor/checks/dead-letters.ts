import { counted } from '../../text/counted.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const deadLetters: Check = {
  id: 'dead-letters',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const { failureQueues } = stage.wanted;
    const queues = (await stage.resources()).filter(
      ({ id, kind, state }) =>
        kind === 'queue' && (id.endsWith('-dead') || failureQueues.includes(id)) && state !== 'missing',
    );
    if (queues.length === 0) return NOTHING;
    const findings = queues.flatMap(({ id, name, properties }): Finding[] => {
      const messages = Number(properties.messages);
      if (messages === 0) return [];
      const command = `apikit logs errors --stage ${stage.name}`;
      if (failureQueues.includes(id)) return [skippedRecords(name, messages, command)];
      return [
        {
          severity: 'warning',
          says: `The dead-letter queue ${name} has about ${counted(messages, 'message')}.`,
          why: 'The consumer failed to handle them several times. SQS deletes them 14 days after they were sent.',
          fix: 'Find the reason in the log of the consumer, deploy the correction, and start the redrive of the queue in the SQS console.',
          command,
        },
      ];
    });
    return findings.length > 0 ? { findings } : fine('the dead-letter queues are empty');
  },
};

function skippedRecords(queue: string, messages: number, command: string): Finding {
  return {
    severity: 'warning',
    says: `The queue ${queue} has about ${counted(messages, 'message')} about records of a stream that were skipped.`,
    why: 'The consumer failed to handle them as often as it may, or they were too old. DynamoDB deletes them 24 hours after the change.',
    fix: 'Find the reason in the log of the consumer, and deploy the correction. Each message names the stream and the sequence numbers of the records.',
    command,
  };
}
