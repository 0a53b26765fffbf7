/** Cognito's errors, with AWS's text where it is known (Cognito API reference; responses that users report). */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Constraint, checkMembers, type Member } from '../../cloud/constraints.ts';

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message);
export const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const userNotFound = () => new AwsError('UserNotFoundException', 'User does not exist.');
export const wrongPassword = () => notAuthorized('Incorrect username or password.');

/** Throws InvalidParameterException, which names every violated constraint. */
export function check(...members: Member[]): void {
  checkMembers('InvalidParameterException', members);
}

const PRINTABLE = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`;

export const POOL_ID: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 55,
  pattern: String.raw`[\w-]+_[0-9a-zA-Z]+`,
};
export const CLIENT_ID: Constraint = { required: true, minLength: 1, maxLength: 128, pattern: String.raw`[\w+]+` };
export const USERNAME: Constraint = { required: true, minLength: 1, maxLength: 128, pattern: PRINTABLE };
export const DISPLAY_NAME: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 128,
  pattern: String.raw`[\w\s+=,.@-]+`,
};
