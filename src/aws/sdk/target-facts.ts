/** The account, the region and the endpoint that a run talks to. */
export interface TargetFacts {
  readonly account: string;
  readonly region: string;
  /** For example `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** `AWS_ENDPOINT_URL`, or the address of the local cloud. */
  readonly endpoint?: string;
  /** The ARN of the caller, for the record of a release. */
  readonly caller?: string;
}
