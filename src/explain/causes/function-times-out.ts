import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const functionTimesOut: Cause = {
  id: 'function-times-out',
  signs: {
    statuses: [502, 504],
    types: ['DEFAULT_5XX'],
    text: /task timed out|Sandbox\.Timedout|status: timeout/i,
    words: WORDS_OF.DEFAULT_5XX,
  },
  says: 'The function ran longer than its timeout.',
  fix: 'Find the slow call, and give it a shorter timeout and fewer retries. More memory makes a busy function faster. Keep function.timeout below the 29 s that API Gateway waits.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --level error`,
  async check({ symptom: { text, request }, stage }) {
    const after = /timed out after ([\d.]+) seconds/i.exec(text)?.[1];
    if (after !== undefined)
      return confirmed(`Lambda ended it after ${after} s, which is function.timeout in apikit.yaml.`);
    if (request) return ruledOut('the log has no line about a timeout');
    const late = (await stage.functionErrors()).find((one) => /task timed out/i.test(one.text));
    return late
      ? confirmed(`The latest timeout in the log, at ${late.at}: ${/task timed out[^\n"]*/i.exec(late.text)![0]}`)
      : possible('The log of the function has no timeout in the last hour.');
  },
};
