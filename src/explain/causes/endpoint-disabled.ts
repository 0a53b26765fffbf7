import { FORBIDDEN } from '../answer-words.ts';
import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const endpointDisabled: Cause = {
  id: 'endpoint-disabled',
  signs: { statuses: [403], types: ['DEFAULT_4XX'], words: FORBIDDEN },
  says: 'The execute-api address of the API is turned off.',
  fix: 'Call the API at its custom domain, or turn the address on again.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const { endpointDisabled: off } = await stage.live();
    return off ? confirmed('disableExecuteApiEndpoint of the API is true.') : ruledOut('the execute-api address is on');
  },
};
