/** Pitfall 5. See docs/pitfalls.md. */
import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const edgeEndpoint: Cause = {
  id: 'edge-endpoint',
  signs: { text: /\bEDGE\b|cloudfront|x-amz-cf-id|error from cloudfront/i },
  says: 'The API has an edge-optimized endpoint: CloudFront is in front of it, and every change takes longer.',
  fix: 'Remove endpoint: edge from apikit.yaml if it is there, and deploy: the default is a regional endpoint.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const { endpointType } = await stage.live();
    return endpointType === 'EDGE'
      ? confirmed('The endpoint type of the API is EDGE.')
      : ruledOut(`the endpoint is ${endpointType.toLowerCase()}`);
  },
};
