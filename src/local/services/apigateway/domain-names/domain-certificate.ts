/** Checks the certificate of a custom domain. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { certificateStatus, readCertificate } from '../../../state/certificates.ts';
import { badRequest } from '../errors.ts';

/** The region of the certificates of edge-optimized domains. */
const EDGE_REGION = 'us-east-1';

/** Throws BadRequestException if the domain cannot use the certificate. */
export function checkCertificate(
  arn: string,
  { domainName, isEdge }: { readonly domainName: string; readonly isEdge: boolean },
  { cloud, account, region: here }: OperationContext,
): void {
  const region = isEdge ? EDGE_REGION : here;
  if (!arn.startsWith(`arn:aws:acm:${region}:`)) {
    throw badRequest(`Invalid certificate ARN: ${arn}. Certificate must be in '${region}'.`);
  }
  const scope = { account, region };
  const certificate = readCertificate(cloud, scope, arn);
  if (!certificate) throw badRequest(`Invalid certificate ARN: ${arn}. Certificate does not exist.`);
  if (certificateStatus(cloud, scope, certificate) !== 'ISSUED') {
    throw badRequest(`Unable to associate certificate ${arn} with the domain name. The certificate is not issued.`);
  }
  if (!certificate.names.some((name) => covers(name, domainName))) {
    throw badRequest('The domain name to be created is not covered by the provided certificate.');
  }
}

/** `*.example.com` covers one label: `api.example.com`. */
function covers(name: string, domainName: string): boolean {
  if (!name.startsWith('*.')) return name === domainName;
  const dot = domainName.indexOf('.');
  return domainName.slice(dot + 1) === name.slice(2);
}
