/** API Gateway's error shapes. Every message in this folder has AWS's wording if a recording of it exists. */
import { AwsError } from '../../cloud/aws-error.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message, { status: 400 });

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { status: 404 });

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });
