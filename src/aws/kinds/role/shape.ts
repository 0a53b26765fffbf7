/** The shape of an IAM role. Types only. */
import type { Tags } from '../../../naming/tags.ts';
import type { PolicyDocument } from '../../iam/policy-document.ts';

/** The path of roles in an account with rules of its own, and their boundary. */
export type RolePlacement = {
  /** The IAM path. Default: `/`. */
  path?: string;
  /** The ARN of a managed policy; `false` for none. Absent: not compared. */
  permissionsBoundary?: string | false;
};

export type RoleProperties = RolePlacement & {
  trustPolicy: PolicyDocument;
  /** Inline policies by name. */
  policies: Record<string, PolicyDocument>;
  tags: Tags;
};

export interface RoleShape {
  kind: 'role';
  properties: RoleProperties;
  attributes: { arn: string; name: string };
  /** `policies` lacks the policies that do not exist. */
  found: Partial<RoleProperties>;
}
