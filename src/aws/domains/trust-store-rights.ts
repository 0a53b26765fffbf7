/** The permissions with which API Gateway reads a trust store in a bucket of the user: those of its caller. */
import type { Right, RightsScope } from '../../engine/rights.ts';

/** `uri` is `s3://bucket/key`. */
export const trustStoreRight = (uri: string): Right => ({
  actions: ['s3:GetObject', 's3:GetObjectVersion'],
  on: ({ partition }: RightsScope) => [`arn:${partition}:s3:::${uri.replace(/^s3:\/\//i, '')}`],
});
