/**
 * What IAM calls the services of the AWS SDKs, where it is not what the SDKs call them. From the service
 * authorization reference (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * Common clients only: of the others the name is taken as it is. Pure.
 */

/** By the end of the npm package's name (`@aws-sdk/client-…`) and by boto3's name of the client. */
const PREFIXES: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  apigatewaymanagementapi: 'execute-api',
  appconfigdata: 'appconfig',
  'auto-scaling': 'autoscaling',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'dynamodb-streams': 'dynamodb',
  dynamodbstreams: 'dynamodb',
  eventbridge: 'events',
  'iot-data': 'iot',
  'iot-data-plane': 'iot',
  'lex-runtime-v2': 'lex',
  'lexv2-runtime': 'lex',
  location: 'geo',
  pinpoint: 'mobiletargeting',
  'pinpoint-sms-voice-v2': 'sms-voice',
  'route-53': 'route53',
  'secrets-manager': 'secretsmanager',
  sesv2: 'ses',
  sfn: 'states',
  stepfunctions: 'states',
  'timestream-query': 'timestream',
  'timestream-write': 'timestream',
};

/** The prefix to write instead of an SDK's name; `undefined` where nothing is wrong that is known. */
export function misnamedService(service: string): string | undefined {
  return Object.hasOwn(PREFIXES, service) ? PREFIXES[service] : undefined;
}
