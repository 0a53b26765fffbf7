/**
 * Writes a template of AWS SAM for a stack that has imported the plain template: functions are in SAM's own form, with
 * the same IDs, so that `sam build` and `sam deploy` work on. SAM's form of an API would create a deployment of its
 * own, so the API keeps CloudFormation's form. Pure.
 */
import { CODE_BUCKET, type Template, type TemplateResource } from './cloudformation-template.ts';

const TRANSFORM = 'AWS::Serverless-2016-10-31';

export function samTemplate(template: Template): Template {
  const { [CODE_BUCKET]: _, ...parameters } = template.Parameters ?? {};
  const { Parameters: __, Resources, ...rest } = template;
  return {
    ...rest,
    Transform: TRANSFORM,
    ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
    Resources: Object.fromEntries(
      Object.entries(Resources).map(([id, resource]) => [
        id,
        resource.Type === 'AWS::Lambda::Function' ? serverlessFunction(resource) : resource,
      ]),
    ),
  };
}

function serverlessFunction(resource: TemplateResource): TemplateResource {
  const { Code, Tags, TracingConfig, ...same } = resource.Properties;
  // The key is the name of the zip beside the template.
  const { S3Key } = Code as { S3Key: string };
  const tags = (Tags ?? []) as readonly { Key: string; Value: string }[];
  const { Mode } = (TracingConfig ?? {}) as { Mode?: string };
  return {
    ...resource,
    Type: 'AWS::Serverless::Function',
    Properties: {
      ...same,
      CodeUri: S3Key,
      ...(Mode !== undefined && { Tracing: Mode }),
      Tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    },
  };
}
