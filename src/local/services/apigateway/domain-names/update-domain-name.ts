/** UpdateDomainName: the patch table of a custom domain (API Gateway API reference, Patch operations). */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { type Members, structures } from '../members.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import { domainIn, domainNames } from '../state.ts';
import { checkCertificate } from './domain-certificate.ts';
import { domainNameView, isChanging, isEdge, transitionOf } from './domain-name-view.ts';
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
  checkMutualTls(patched);
  // A file that has changed in S3 changes nothing until a patch names the trust store again.
  const names = structures(input, 'patchOperations')?.some(({ path }) => String(path).startsWith(TRUST_STORE));
  const updated = names ? await withTrustStore(patched, context) : patched;
  context.cloud.transitions.begin(context, transitionOf(updated), updated.domainName, domain);
  domainNames(context).put(updated.domainName, updated);
  if (certificateOf(updated) !== certificateOf(domain)) releaseCertificate(domain, context);
  return updated;
}

const TRUST_STORE = '/mutualTlsAuthentication/';

const certificateOf = ({ certificateArn, regionalCertificateArn }: DomainName): string | undefined =>
  certificateArn ?? regionalCertificateArn;

const rules = (context: OperationContext): PatchRule<DomainName>[] => [
  {
    path: '/certificateArn',
    ops: ['replace'],
    apply(domain, { value = '' }) {
      if (!isEdge(domain)) throw badRequest('Cannot update the certificate of a domain without an EDGE endpoint.');
      checkCertificate(value, { domainName: domain.domainName, isEdge: true }, context);
      domain.certificateArn = value;
    },
  },
  {
    path: '/regionalCertificateArn',
    ops: ['replace'],
    apply(domain, { value = '' }) {
      if (isEdge(domain)) throw badRequest('Cannot update the certificate of a domain without a REGIONAL endpoint.');
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
