/** A configuration of Terraform as the import sees it, from its files or from `terraform show -json`. Types only. */
import type { Finding } from '../finding.ts';

export interface TerraformResource {
  /** `resource`, or `data` for what Terraform only reads. */
  readonly mode: 'resource' | 'data';
  /** `aws_lambda_function` */
  readonly type: string;
  readonly name: string;
  /** Attributes, and lists of blocks. Parts that no file tells are marked (unknown.ts). */
  readonly values: Readonly<Record<string, unknown>>;
  /** `main.tf:12`, of the resource or of one of its attributes. */
  place(attribute?: string): string;
}

export interface Configuration {
  readonly resources: readonly TerraformResource[];
  /** That of the provider. */
  readonly region: string | undefined;
  /** The report about parts that are not read, such as modules. */
  readonly findings: readonly Finding[];
}
