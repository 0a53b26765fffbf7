/** The permission with which API Gateway sets up the distribution of an edge-optimized domain: that of its caller. */
import type { Right } from '../../engine/rights.ts';

/** The distribution belongs to an account of API Gateway, so its ARN is not known (docs/aws/custom-domains.md). */
export const EDGE_RIGHT: Right = { actions: ['cloudfront:UpdateDistribution'] };
