/** CloudWatch's errors by the names of their shapes. The model has their status, and their codes in Query. */
import { AwsError } from '../../cloud/aws-error.ts';

export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);
export const missingParameter = (message: string): AwsError =>
  new AwsError('MissingRequiredParameterException', message);
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFound', message);

export const arnNotFound = (type: string, id: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Unknown resource: ${id}`, {
    members: { ResourceType: type, ResourceId: id },
  });

/** Decimal numbers can be infinite, or no number at all. Throws InvalidParameterValueException for these. */
export function finite(value: number, name: string): number {
  if (Number.isFinite(value)) return value;
  throw invalidValue(`The value ${value} for parameter ${name} is invalid.`);
}
