import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const apiKeySource: Cause = {
  id: 'api-key-source',
  signs: { statuses: [403], types: ['INVALID_API_KEY'] },
  says: 'The API takes the key from the authorizer, so that the header x-api-key does not count.',
  fix: 'Let the authorizer return usageIdentifierKey, or let the API take keys from the header.',
  next: (stage) => `apikit auth --stage ${stage}`,
  async check({ stage }) {
    const { keySource } = await stage.live();
    return keySource === 'AUTHORIZER'
      ? confirmed('The key source of the API is AUTHORIZER.')
      : ruledOut('the API takes keys from the header');
  },
};
