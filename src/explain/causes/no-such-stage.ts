import { FORBIDDEN } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { operationAt } from '../routes.ts';

export const noSuchStage: Cause = {
  id: 'no-such-stage',
  signs: { statuses: [403], types: ['DEFAULT_4XX'], words: FORBIDDEN },
  says: 'The address belongs to no existing stage: the API ID or the stage is wrong, or the stage is missing.',
  fix: 'Use the address that the command status prints, with the stage as the first part of the path.',
  next: (stage) => `apikit status --stage ${stage} --output url`,
  async check({ symptom: { request }, stage }) {
    const { url } = await stage.live();
    const known = `The stage's address is ${url}.`;
    if (!request) return possible(known);
    return operationAt(await stage.operations(), request)
      ? ruledOut('the request reached an operation of the stage')
      : confirmed(known);
  },
};
