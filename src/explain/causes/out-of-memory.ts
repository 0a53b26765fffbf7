import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

const SIGNS = /signal: killed|OutOfMemory|heap out of memory|MemoryError|error: Runtime\.OutOfMemory/i;

export const outOfMemory: Cause = {
  id: 'out-of-memory',
  signs: { statuses: [502], types: ['DEFAULT_5XX'], text: SIGNS },
  says: 'The function needed more memory than it has, and Lambda ended it.',
  fix: 'Raise function.memory in apikit.yaml and deploy, or load less data at once.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { text, request }, stage }) {
    const has = async () => {
      const fn = await stage.liveFunction();
      return fn ? ` It has ${fn.memory} MB.` : '';
    };
    if (SIGNS.test(text)) return confirmed(`The log says so.${await has()}`);
    if (request) return ruledOut('the log has no sign of it');
    const found = (await stage.functionErrors()).find((one) => SIGNS.test(one.text));
    return found
      ? confirmed(`The log has it at ${found.at}.${await has()}`)
      : possible(`The log has no sign of it in the last hour.${await has()}`);
  },
};
