/** The throttling error of each service (docs/aws/quotas.md; the texts of DynamoDB, SNS and STS are assumed). */
import { AwsError } from '../cloud/aws-error.ts';

const plain = (code: string, message: string) => () => new AwsError(code, message);
/** CloudWatch speaks JSON, CBOR and Query. The header has the name that Query uses. */
const cloudWatch = () =>
  new AwsError('Throttling', 'Rate exceeded', { headers: { 'x-amzn-query-error': 'Throttling;Sender' } });

const ERRORS: Readonly<Record<string, (retryAfterSeconds: number) => AwsError>> = {
  apigateway: (retryAfterSeconds) =>
    new AwsError('TooManyRequestsException', 'Too Many Requests', {
      status: 429,
      headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) },
    }),
  lambda: () =>
    new AwsError('TooManyRequestsException', 'Rate exceeded', {
      status: 429,
      members: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
    }),
  iam: plain('Throttling', 'Rate exceeded'),
  s3: () => new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
  route53: plain('Throttling', 'Rate exceeded'),
  sts: plain('Throttling', 'Rate exceeded'),
  sns: plain('Throttling', 'Rate exceeded'),
  ec2: plain('RequestLimitExceeded', 'Request limit exceeded.'),
  'cognito-idp': plain('TooManyRequestsException', 'Too many requests'),
  cloudwatch: cloudWatch,
  dynamodb: plain('ThrottlingException', 'Rate of requests exceeds the allowed throughput.'),
};

/** `service` is a service ID. Services that are not listed above speak AWS JSON and share one error. */
export const throttlingError = (service: string, retryAfterSeconds: number): AwsError =>
  (ERRORS[service] ?? plain('ThrottlingException', 'Rate exceeded'))(retryAfterSeconds);
