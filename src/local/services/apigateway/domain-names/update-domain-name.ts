/** UpdateDomainName: the patch table of a custom domain (API Gateway API reference, Patch operations). */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { type Members, structures } from '../members.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import { basePathMappings, domainIn, domainNames, ownedBy } from '../state.ts';
import { checkPolicy, edgeHost, regionalHost } from './create-domain-name.ts';
import { checkCertificate } from './domain-certificate.ts';
import { domainNameView, isChanging, isEdge, transitionOf } from './domain-name-view.ts';
import { isHttpApi } from './mapping-rules.ts';
import { checkMutualTls, withTrustStore } from './mutual-tls.ts';
import { releaseCertificate } from './release-certificate.ts';

export const updateDomainName = operation({
  name: 'UpdateDomainName',
  http: 'PATCH /domainnames/{domainName}',
  run: async (input: Members, context) =>
    domainNameView(context, await patchDomainName(domainIn(input, context), input, context)),
});

/** Also changes the domains of API Gateway v2, by the same patches. Throws `AwsError`. */
export async function patchDomainName(
  domain: DomainName,
  input: Members,
  context: OperationContext,
): Promise<DomainName> {
  if (isChanging(context, domain)) {
    throw badRequest('The domain name is being updated. Please try again when its status is AVAILABLE.');
  }
  const patched = applyPatch(namingFault(rules(context)), domain, input);
  checkEndpoints(patched);
  if (patched.securityPolicy !== domain.securityPolicy && domain.endpointConfiguration.types.length > 1)
    throw badRequest('The security policy of a domain name with multiple endpoint types cannot be updated.');
  checkMutualTls(patched);
  // A file that has changed in S3 changes nothing until a patch names the trust store again.
  const names = structures(input, 'patchOperations')?.some(({ path }) => String(path).startsWith(TRUST_STORE));
  const updated = names ? await withTrustStore(patched, context) : patched;
  const transition = transitionOf(isEdge(domain) ? domain : updated);
  context.cloud.transitions.begin(context, transition, updated.domainName, domain);
  domainNames(context).put(updated.domainName, updated);
  releaseCertificate(certificatesLeft(domain, updated), context);
  return updated;
}

const TRUST_STORE = '/mutualTlsAuthentication/';

/** Returns the certificates that the domain no longer has. */
const certificatesLeft = (before: DomainName, after: DomainName) => ({
  ...(before.certificateArn !== undefined &&
    before.certificateArn !== after.certificateArn && { certificateArn: before.certificateArn }),
  ...(before.regionalCertificateArn !== undefined &&
    before.regionalCertificateArn !== after.regionalCertificateArn && {
      regionalCertificateArn: before.regionalCertificateArn,
    }),
});

/** Throws BadRequestException if an endpoint has no certificate, or not the security policy of its type. */
function checkEndpoints(domain: DomainName): void {
  const { endpointConfiguration, certificateArn, regionalCertificateArn, securityPolicy } = domain;
  for (const type of endpointConfiguration.types) {
    const certificate = type === 'EDGE' ? certificateArn : regionalCertificateArn;
    if (certificate === undefined) throw badRequest(`A certificate was not provided for the endpoint type ${type}.`);
    checkPolicy(securityPolicy, type);
  }
}

/** Adds an endpoint to a domain, which has both until one of them is removed (docs/aws/custom-domains.md). */
function addEndpoint(domain: DomainName, type: string, context: OperationContext): void {
  const { types } = domain.endpointConfiguration;
  if (type !== 'EDGE' && type !== 'REGIONAL') throw badRequest(`Invalid endpoint type specified: ${type}`);
  if (types.includes(type)) throw badRequest(`The domain name already has the endpoint type ${type}.`);
  const mappings = ownedBy(basePathMappings(context), domain.domainName);
  if (type === 'EDGE' && mappings.some(({ restApiId }) => isHttpApi(context, restApiId)))
    throw badRequest('Only REST APIs can be attached to EDGE domain names.');
  types.push(type);
  Object.assign(domain, type === 'EDGE' ? edgeHost(context) : regionalHost(context));
}

function removeEndpoint(domain: DomainName, type: string): void {
  const { types } = domain.endpointConfiguration;
  if (!types.includes(type)) throw badRequest(`The domain name does not have the endpoint type ${type}.`);
  if (types.length === 1) throw badRequest('A domain name must have at least one endpoint type.');
  domain.endpointConfiguration.types = types.filter((one) => one !== type);
  if (type === 'EDGE') {
    delete domain.certificateArn;
    delete domain.certificateUploadDate;
    delete domain.distributionDomainName;
    delete domain.distributionHostedZoneId;
  } else {
    delete domain.regionalCertificateArn;
    delete domain.regionalDomainName;
    delete domain.regionalHostedZoneId;
  }
}

const rules = (context: OperationContext): PatchRule<DomainName>[] => [
  {
    path: '/endpointConfiguration/types',
    ops: ['add', 'remove'],
    apply(domain, { op, value = '' }) {
      if (op === 'add') addEndpoint(domain, value, context);
      else removeEndpoint(domain, value);
    },
  },
  {
    path: '/certificateArn',
    ops: ['add', 'replace'],
    apply(domain, { value = '' }) {
      if (!isEdge(domain)) throw badRequest('Cannot update the certificate of a domain without an EDGE endpoint.');
      checkCertificate(value, { domainName: domain.domainName, isEdge: true }, context);
      domain.certificateArn = value;
    },
  },
  {
    path: '/regionalCertificateArn',
    ops: ['add', 'replace'],
    apply(domain, { value = '' }) {
      if (!domain.endpointConfiguration.types.includes('REGIONAL'))
        throw badRequest('Cannot update the certificate of a domain without a REGIONAL endpoint.');
      checkCertificate(value, { domainName: domain.domainName, isEdge: false }, context);
      domain.regionalCertificateArn = value;
    },
  },
  textField('securityPolicy'),
  textField('endpointAccessMode'),
  {
    path: '/mutualTlsAuthentication/truststoreUri',
    ops: ['replace'],
    apply(domain, { value }) {
      // An empty text turns mutual TLS off (docs/aws/custom-domains.md).
      if (value) domain.mutualTlsAuthentication = { ...domain.mutualTlsAuthentication, truststoreUri: value };
      else delete domain.mutualTlsAuthentication;
    },
  },
  {
    path: '/mutualTlsAuthentication/truststoreVersion',
    ops: ['replace'],
    apply(domain, { value }) {
      const { truststoreUri } = domain.mutualTlsAuthentication ?? {};
      if (truststoreUri === undefined) throw badRequest('A truststore version needs a truststore URI.');
      domain.mutualTlsAuthentication = { truststoreUri, ...(value && { truststoreVersion: value }) };
    },
  },
  {
    path: '/ownershipVerificationCertificateArn',
    ops: ['replace'],
    apply(domain, { value }) {
      if (value) checkCertificate(value, { domainName: domain.domainName, isEdge: false }, context);
      if (value) domain.ownershipVerificationCertificateArn = value;
      else delete domain.ownershipVerificationCertificateArn;
    },
  },
  {
    path: '/endpointConfiguration/ipAddressType',
    ops: ['replace'],
    apply(domain, { value = '' }) {
      if (value !== 'ipv4' && value !== 'dualstack')
        throw badRequest('ipAddressType must be either ipv4 or dualstack.');
      domain.endpointConfiguration.ipAddressType = value;
    },
  },
];
