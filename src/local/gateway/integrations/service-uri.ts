/**
 * Integration URIs of AWS services: `arn:aws:apigateway:{region}:{service}:action/{Action}`, for SQS
 * `sqs:path/{account}/{queue}`, and for SNS `sns:path//`.
 */

export interface ServiceTarget {
  readonly region: string;
  readonly service: string;
  readonly kind: 'action' | 'path';
  /** The name of the action, `PutItem` in `action/PutItem`, or the path. */
  readonly action: string;
}

const SERVICE_URI = /^arn:[\w-]+:apigateway:([\w-]+):([\w.-]+):(action|path)\/(.*)$/s;

export function parseServiceUri(uri: string): ServiceTarget | undefined {
  const [, region, service, kind, action = ''] = SERVICE_URI.exec(uri) ?? [];
  if (region === undefined || service === undefined) return undefined;
  return { region, service, kind: kind === 'action' ? 'action' : 'path', action };
}

/** Services of this cloud that speak JSON: the prefix of `X-Amz-Target` and the version in the content type. */
export const JSON_SERVICES: Readonly<Record<string, { readonly target: string; readonly version: string }>> = {
  dynamodb: { target: 'DynamoDB_20120810', version: '1.0' },
  ssm: { target: 'AmazonSSM', version: '1.1' },
  logs: { target: 'Logs_20140328', version: '1.1' },
  sqs: { target: 'AmazonSQS', version: '1.0' },
  states: { target: 'AWSStepFunctions', version: '1.0' },
  events: { target: 'AWSEvents', version: '1.1' },
};

/** SQS is called by the path of a queue and SNS by a form, the other services by an action. */
export function isEmulated({ service, kind, action }: ServiceTarget): boolean {
  if (service === 'sqs') return kind === 'path' && /^\d{12}\/[\w.-]+$/.test(action);
  if (service === 'sns') return kind === 'path' && /^\/?$/.test(action);
  return kind === 'action' && Object.hasOwn(JSON_SERVICES, service);
}
