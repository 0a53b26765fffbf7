/** Cognito's errors, with AWS's text where it is known (Cognito API reference; responses that users report). */
import { AwsError } from '../../cloud/aws-error.ts';

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message);
export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const userNotFound = () => new AwsError('UserNotFoundException', 'User does not exist.');
export const wrongPassword = () => notAuthorized('Incorrect username or password.');
