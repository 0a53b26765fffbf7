/** The parts of an ARN that depend on the account and the region. */
export interface ArnScope {
  /** For example `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}
