/** The shape of an IAM role. Types only. */
import type { Tags } from '../../../naming/tags.ts';
import type { PolicyDocument } from '../../iam/policy-document.ts';

/** Where an organisation wants the roles of its account, and how they are bounded. */
export type RolePlacement = {
  /** IAM path. Absent: `/`. */
  path?: string;
  /** ARN of a managed policy, `false` for none. Absent: not looked at. */
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
  /** A policy that is missing is absent from `policies`. */
  found: Partial<RoleProperties>;
}
