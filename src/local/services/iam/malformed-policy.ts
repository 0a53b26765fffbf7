/** The error for a document that is not a policy. */
import { AwsError } from '../../cloud/aws-error.ts';

export const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
