/** AWS's own models of the services, as its SDK has them: members and types of each request and response. */
import * as acm from '@aws-sdk/client-acm';
import * as apigateway from '@aws-sdk/client-api-gateway';
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as costexplorer from '@aws-sdk/client-cost-explorer';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as dynamodbstreams from '@aws-sdk/client-dynamodb-streams';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import * as route53 from '@aws-sdk/client-route-53';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import * as wafv2 from '@aws-sdk/client-wafv2';
import { NormalizedSchema } from '@smithy/core/schema';

const SDKS: Readonly<Record<string, object>> = {
  acm,
  apigateway,
  apigatewayv2,
  'application-autoscaling': autoscaling,
  budgets,
  ce: costexplorer,
  cloudwatch,
  'cognito-idp': cognito,
  dynamodb,
  dynamodbstreams,
  ec2,
  events,
  iam,
  kms,
  lambda,
  logs,
  s3,
  route53,
  secretsmanager,
  sns,
  sqs,
  ssm,
  states,
  sts,
  tag: tagging,
  wafv2,
};

export interface OperationModel {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** REST only: method and path with labels. */
  readonly http?: readonly [method: string, path: string];
}

/** `[9, namespace, name, traits, input, output]` */
type OperationSchema = readonly [
  9,
  string,
  string,
  { http?: readonly [string, string] } | 0,
  Parameters<typeof NormalizedSchema.of>[0],
  Parameters<typeof NormalizedSchema.of>[0],
];

/** Throws for an operation that AWS does not have. */
export function modelOf(service: string, operation: string): OperationModel {
  const schema = (SDKS[service] as Record<string, OperationSchema> | undefined)?.[`${operation}$`];
  if (!schema) throw new Error(`AWS's models have no ${service}:${operation}`);
  const [, , , traits, input, output] = schema;
  return {
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(traits !== 0 && traits.http && { http: traits.http }),
  };
}

interface SdkClient {
  send(command: object): Promise<Record<string, unknown>>;
}

/** The client of a service, and the command of an operation. */
export function sdkOf(service: string, operation: string) {
  const sdk = SDKS[service] as Record<string, unknown>;
  const name = Object.keys(sdk).find((each) => /^[A-Z]\w*Client$/.test(each))!;
  return {
    Client: sdk[name] as new (settings: object) => SdkClient,
    Command: sdk[`${operation}Command`] as new (input: object) => object,
  };
}
