/** The account, the region and the endpoint that a run talks to. */
export interface TargetFacts {
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  /** `AWS_ENDPOINT_URL` or that of the embedded cloud. */
  readonly endpoint?: string;
  /** ARN of whoever makes the calls, for the record of a release. */
  readonly caller?: string;
}
