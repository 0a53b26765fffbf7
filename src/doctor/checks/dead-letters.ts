import { counted } from '../../text/counted.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const deadLetters: Check = {
  id: 'dead-letters',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const queues = (await stage.resources()).filter(
      ({ id, kind, state }) => kind === 'queue' && id.endsWith('-dead') && state !== 'missing',
    );
    if (queues.length === 0) return NOTHING;
    const findings = queues.flatMap(({ name, properties }): Finding[] => {
      const messages = Number(properties.messages);
      if (messages === 0) return [];
      return [
        {
          severity: 'warning',
          says: `The dead-letter queue ${name} has about ${counted(messages, 'message')}.`,
          why: 'The consumer failed to handle them several times. SQS deletes them 14 days after they were sent.',
          fix: 'Find the reason in the log of the consumer, deploy the correction, and start the redrive of the queue in the SQS console.',
          command: `apikit logs errors --stage ${stage.name}`,
        },
      ];
    });
    return findings.length > 0 ? { findings } : fine('the dead-letter queues are empty');
  },
};
