/**
 * Writes a stage as a CloudFormation template, and as the list of resources that CloudFormation imports into a new
 * stack (docs/aws/leaving.md). Pure.
 */
import { type CloudFormationPart, isCodeObject, isSecret } from '../../aws/leaving/leaving.ts';
import type { LeftStage } from './leave-stage.ts';
import { referencesFor, replaceValues } from './replace-values.ts';

export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Transform?: string;
  readonly Description: string;
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy: 'Retain';
  readonly UpdateReplacePolicy: 'Retain';
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** One resource for `create-change-set --resources-to-import`. */
interface ResourceToImport {
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly ResourceIdentifier: Readonly<Record<string, string>>;
}

/** The parameter with the bucket that the user uploads the code of functions to. */
export const CODE_BUCKET = 'CodeBucket';

export function cloudFormationTemplate(
  { parts, secrets, code }: LeftStage<CloudFormationPart>,
  description: string,
): Template {
  const parameters = {
    ...(code.size > 0 && {
      [CODE_BUCKET]: { Type: 'String', Description: 'The bucket with the zips of the functions' },
    }),
    ...Object.fromEntries(
      secrets.map(({ $secret, description }) => [$secret, { Type: 'String', NoEcho: true, Description: description }]),
    ),
  };
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
    Resources: Object.fromEntries(
      parts.map((part) => [
        part.logicalId,
        {
          Type: part.type,
          // An import demands it, and a resource that serves must outlive a stack that somebody deletes.
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          Properties: withIntrinsics(replaceValues(part.properties, referencesFor(part, parts, refer))) as Record<
            string,
            unknown
          >,
        },
      ]),
    ),
  };
}

const refer = ({ logicalId }: CloudFormationPart, attribute: string) =>
  attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] };

function withIntrinsics(value: unknown): unknown {
  if (isSecret(value)) return { Ref: value.$secret };
  if (isCodeObject(value)) return { S3Bucket: { Ref: CODE_BUCKET }, S3Key: value.$object };
  if (Array.isArray(value)) return value.map(withIntrinsics);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([name, part]) => [name, withIntrinsics(part)]),
  );
}

export function resourcesToImport({ parts }: LeftStage<CloudFormationPart>): ResourceToImport[] {
  return parts.map(({ type, logicalId, identifier }) => ({
    ResourceType: type,
    LogicalResourceId: logicalId,
    ResourceIdentifier: identifier,
  }));
}
