/** The parts of an integration with the function that REST APIs and HTTP APIs have in common. Pure. */
import { FUNCTION_ARN_PLACEHOLDER } from '../../naming/release-marks.ts';

export interface CompileFacts {
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
}

/** The limits for an integration timeout, in ms (docs/aws/quotas.md). */
export const TIMEOUT = { least: 50, most: 29_000 };

/**
 * The time beyond the function's timeout. With it, Lambda stops and logs a function that hangs, and a cold start does
 * not reduce the function's own time.
 */
export const TIMEOUT_SLACK = 1_000;

/** The URI of integrations and authorizers. The same function runs both. */
export function functionUri({ partition, region }: CompileFacts): string {
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${FUNCTION_ARN_PLACEHOLDER}/invocations`;
}
