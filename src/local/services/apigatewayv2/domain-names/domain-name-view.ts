/**
 * A custom domain as API Gateway v2 shows it. Both versions of API Gateway have the same domains: version 2 calls the
 * endpoint of a domain its configuration, and has other words for the routing modes (docs/aws/custom-domains.md).
 */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../models/apigatewayv2.ts';
import type { DomainName as StoredDomain } from '../../../state/apis/model.ts';
import { isChanging } from '../../apigateway/domain-names/domain-name-view.ts';

type Configuration = NonNullable<DomainName['DomainNameConfigurations']>[number];

/** The routing modes of version 1, by those of version 2. */
export const ROUTING_MODES = {
  API_MAPPING_ONLY: 'BASE_PATH_MAPPING_ONLY',
  ROUTING_RULE_ONLY: 'ROUTING_RULE_ONLY',
  ROUTING_RULE_THEN_API_MAPPING: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING',
} as const;

export function domainNameView(context: OperationContext, domain: StoredDomain): DomainName {
  const { region, account } = context;
  const { domainName: name, mutualTlsAuthentication: mutualTls, routingMode } = domain;
  const [mode] = Object.entries(ROUTING_MODES).find(([, ofVersion1]) => ofVersion1 === routingMode) ?? [];
  return {
    DomainName: name,
    DomainNameArn: `arn:aws:apigateway:${region}:${account}:/domainnames/${name}`,
    ApiMappingSelectionExpression: '$request.basepath',
    DomainNameConfigurations: domain.endpointConfiguration.types.map((type) => configuration(context, domain, type)),
    ...(mutualTls && {
      MutualTlsAuthentication: {
        TruststoreUri: mutualTls.truststoreUri,
        ...(mutualTls.truststoreVersion !== undefined && { TruststoreVersion: mutualTls.truststoreVersion }),
        ...(mutualTls.truststoreWarnings && { TruststoreWarnings: mutualTls.truststoreWarnings }),
      },
    }),
    ...(mode !== undefined && { RoutingMode: mode as keyof typeof ROUTING_MODES }),
    Tags: domain.tags ?? {},
  };
}

function configuration(context: OperationContext, domain: StoredDomain, type: string): Configuration {
  const isEdge = type === 'EDGE';
  const { endpointConfiguration, ownershipVerificationCertificateArn: ownership, certificateUploadDate } = domain;
  const certificate = isEdge ? domain.certificateArn : domain.regionalCertificateArn;
  const host = isEdge ? domain.distributionDomainName : domain.regionalDomainName;
  const zone = isEdge ? domain.distributionHostedZoneId : domain.regionalHostedZoneId;
  return {
    ...(host !== undefined && { ApiGatewayDomainName: host }),
    ...(certificate !== undefined && { CertificateArn: certificate }),
    ...(isEdge &&
      certificateUploadDate !== undefined && { CertificateUploadDate: new Date(certificateUploadDate * 1000) }),
    DomainNameStatus: isChanging(context, domain) ? 'UPDATING' : 'AVAILABLE',
    EndpointType: isEdge ? 'EDGE' : 'REGIONAL',
    ...(zone !== undefined && { HostedZoneId: zone }),
    IpAddressType: endpointConfiguration.ipAddressType === 'dualstack' ? 'dualstack' : 'ipv4',
    SecurityPolicy: domain.securityPolicy as NonNullable<Configuration['SecurityPolicy']>,
    ...(ownership !== undefined && { OwnershipVerificationCertificateArn: ownership }),
  };
}
