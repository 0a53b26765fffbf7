/** The errors of API Gateway v2; AWS's model has their statuses. */
import { AwsError } from '../../cloud/aws-error.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);
