/**
 * The endpoints of AWS for a function in a VPC. Services that the VPC does not reach get an address that never answers,
 * as on AWS, where packets to them are lost.
 */

import { UNREACHABLE } from '../cloud/unreachable.ts';

/** The variable of AWS's SDKs for the endpoint of each service, by the service's name in VPC endpoints. */
const VARIABLES: Readonly<Record<string, string>> = {
  'cognito-idp': 'COGNITO_IDENTITY_PROVIDER',
  dynamodb: 'DYNAMODB',
  ec2: 'EC2',
  events: 'EVENTBRIDGE',
  kms: 'KMS',
  lambda: 'LAMBDA',
  logs: 'CLOUDWATCH_LOGS',
  monitoring: 'CLOUDWATCH',
  s3: 'S3',
  secretsmanager: 'SECRETS_MANAGER',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'SSM',
  states: 'SFN',
  sts: 'STS',
};

export function vpcEndpoints(endpoint: string, reached: readonly string[]): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: `${endpoint}${UNREACHABLE}`,
    ...Object.fromEntries(
      reached.flatMap((service) =>
        VARIABLES[service] === undefined ? [] : [[`AWS_ENDPOINT_URL_${VARIABLES[service]}`, endpoint]],
      ),
    ),
  };
}
