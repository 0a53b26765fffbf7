import { FORBIDDEN } from '../answer-words.ts';
import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const privateEndpoint: Cause = {
  id: 'private-endpoint',
  signs: { statuses: [403], types: ['DEFAULT_4XX'], words: FORBIDDEN },
  says: 'The API is private, and the request did not come through a VPC endpoint.',
  fix: 'Call the API from a VPC with a VPC endpoint for execute-api, or write endpoint: regional in apikit.yaml.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const { endpointType } = await stage.live();
    return endpointType === 'PRIVATE'
      ? confirmed('The endpoint type of the API is PRIVATE.')
      : ruledOut(`the endpoint is ${endpointType.toLowerCase()}`);
  },
};
