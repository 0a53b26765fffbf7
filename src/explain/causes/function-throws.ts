import { type Cause, confirmed, possible } from '../cause.ts';
import { BY_FUNCTION } from '../symptom.ts';
import { thrownIn } from '../thrown.ts';

export const functionThrows: Cause = {
  id: 'function-throws',
  signs: {
    statuses: [500, 502],
    types: ['DEFAULT_5XX', BY_FUNCTION],
    words:
      /invoke error|uncaught exception|unhandled promise|customer function error|Runtime\.Unhandled|internal server error|INTERNAL_ERROR|something went wrong on our side|(?:Type|Reference|Range|Key|Value|Attribute)Error/i,
  },
  says: 'The handler failed with an error of its own.',
  fix: 'The log has the error with its stack, which points to the line in your source.',
  next: (stage) => `apikit logs errors --stage ${stage} --since 1h --yes`,
  async check({ symptom, stage }) {
    const thrown = thrownIn(symptom.text);
    const { requestId } = symptom;
    const ofRequest =
      requestId === undefined
        ? {}
        : { next: `apikit tail-logs --stage ${stage.stage} --since 1h --no-follow --request ${requestId}` };
    if (thrown !== undefined) return confirmed(`It said: ${thrown}`, ofRequest);
    if (symptom.request) return possible();
    const [latest] = await stage.functionErrors();
    const error = latest && (thrownIn(latest.text) ?? latest.text);
    return latest
      ? confirmed(`The latest error in the log, at ${latest.at}: ${error!.slice(0, 300)}`)
      : possible('The log of the function has no error in the last hour.');
  },
};
