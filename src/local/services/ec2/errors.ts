/** EC2's errors (EC2 API reference, "Error codes for the Amazon EC2 API"), with the texts of recorded responses. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { pagesOf } from '../../cloud/page.ts';

export const ec2Error = (code: string, message: string): AwsError => new AwsError(code, message);

export const page = pagesOf((token) =>
  ec2Error('InvalidParameterValue', `Invalid value '${token}' for nextToken: it is not the token of a page`),
);

/** The number of items in a page without MaxResults. */
export const PAGE = 1000;

export const noSuchVpc = (id: string) => ec2Error('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
export const noSuchSubnet = (id: string) =>
  ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
export const noSuchGroup = (id: string) =>
  ec2Error('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
export const noSuchTable = (id: string) =>
  ec2Error('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`);
export const noSuchEndpoint = (id: string) =>
  ec2Error('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);

/** A dry run only checks permissions. */
export function refuseDryRun({ DryRun }: { readonly DryRun?: boolean }): void {
  if (DryRun) throw notImplemented('EC2 with DryRun');
}

/** Returns the named items, or all of them. Throws the error of the first name that does not exist. */
export function named<T extends { readonly id: string }>(
  all: readonly T[],
  ids: readonly string[] | undefined,
  missing: (id: string) => AwsError,
): readonly T[] {
  if (!ids || ids.length === 0) return all;
  return ids.map((id) => {
    const found = all.find((one) => one.id === id);
    if (!found) throw missing(id);
    return found;
  });
}
