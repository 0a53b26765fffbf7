/** Pitfall 5. See docs/pitfalls.md. */
import { type Cause, not, so } from '../cause.ts';

export const edgeEndpoint: Cause = {
  id: 'edge-endpoint',
  looks: { text: /\bEDGE\b|cloudfront|x-amz-cf-id|error from cloudfront/i },
  says: 'The API has an edge-optimised endpoint: CloudFront stands before it, and every change takes longer.',
  fix: 'Deploy: apikit makes it regional.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const { endpointType } = await stage.live();
    return endpointType === 'EDGE' ? so('The API says so.') : not(`the endpoint is ${endpointType.toLowerCase()}`);
  },
};
