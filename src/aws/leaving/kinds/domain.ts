/** How a custom domain leaves: its certificate, its name, its mapping and its records. */
import { NO_BASE_PATH } from '../../../naming/custom-domain.ts';
import { DOMAIN_TAG } from '../../../naming/tags.ts';
import type { BasePathMappingShape } from '../../kinds/base-path-mapping/shape.ts';
import type { CertificateShape } from '../../kinds/certificate/shape.ts';
import type { DnsRecordShape } from '../../kinds/dns-record/shape.ts';
import type { DomainNameShape } from '../../kinds/domain-name/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { block, type Leaving, type LeftBehind, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const certificate: Leaving<CertificateShape> = {
  cloudFormation(live) {
    const { resource, attributes } = live;
    if (isForeign(live)) return [foreign(live)];
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::CertificateManager::Certificate',
        properties: {
          DomainName: resource.name,
          ValidationMethod: 'DNS',
          Tags: toTagList({ [DOMAIN_TAG]: resource.name }),
        },
        identifier: { CertificateArn: attributes.arn },
        values: { Ref: attributes.arn },
      },
    ];
  },

  terraform(live) {
    const { resource, attributes } = live;
    if (isForeign(live)) return [foreign(live)];
    return [
      {
        type: 'aws_acm_certificate',
        name: terraformName(resource.id),
        body: {
          domain_name: resource.name,
          validation_method: 'DNS',
          tags: { [DOMAIN_TAG]: resource.name },
        },
        importId: attributes.arn,
        values: { arn: attributes.arn },
      },
    ];
  },
};

export const domainName: Leaving<DomainNameShape> = {
  cloudFormation(live) {
    const { resource } = live;
    if (!live.observed.properties.created) return [foreign(live)];
    const { certificate, endpoint, securityPolicy } = resource.properties;
    const mutualTls = mutualTlsOf(live);
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::ApiGateway::DomainName',
        properties: {
          DomainName: resource.name,
          [endpoint === 'EDGE' ? 'CertificateArn' : 'RegionalCertificateArn']: certificate,
          EndpointConfiguration: { Types: [endpoint] },
          ...(securityPolicy !== undefined && { SecurityPolicy: securityPolicy }),
          ...(mutualTls && {
            MutualTlsAuthentication: { TruststoreUri: mutualTls.truststore, TruststoreVersion: mutualTls.version },
            OwnershipVerificationCertificateArn: mutualTls.ownershipCertificate,
          }),
          Tags: toTagList({ [DOMAIN_TAG]: resource.name }),
        },
        identifier: { DomainName: resource.name },
      },
    ];
  },

  terraform(live) {
    const { resource } = live;
    if (!live.observed.properties.created) return [foreign(live)];
    const { certificate: arn, endpoint, securityPolicy } = resource.properties;
    const mutualTls = mutualTlsOf(live);
    return [
      {
        type: 'aws_api_gateway_domain_name',
        name: terraformName(resource.id),
        body: {
          domain_name: resource.name,
          [endpoint === 'EDGE' ? 'certificate_arn' : 'regional_certificate_arn']: arn,
          endpoint_configuration: block({ types: [endpoint] }),
          ...(securityPolicy !== undefined && { security_policy: securityPolicy }),
          ...(mutualTls && {
            mutual_tls_authentication: block({
              truststore_uri: mutualTls.truststore,
              truststore_version: mutualTls.version,
            }),
            ownership_verification_certificate_arn: mutualTls.ownershipCertificate,
          }),
          tags: { [DOMAIN_TAG]: resource.name },
        },
        importId: resource.name,
      },
    ];
  },
};

/** Without the setting, the domain keeps the trust store that somebody gave it. */
const mutualTlsOf = ({ resource, observed }: Live<DomainNameShape>) =>
  resource.properties.mutualTls ?? observed.properties.mutualTls;

/** Only version 2 of API Gateway has mappings of HTTP APIs, and base paths of several segments. */
function versionTwoId({ resource, observed }: Live<BasePathMappingShape>): string | undefined {
  const { door, basePath } = resource.properties;
  return door === 'http' || basePath.includes('/') ? observed.properties.mappingId : undefined;
}

export const basePathMapping: Leaving<BasePathMappingShape> = {
  cloudFormation(live) {
    const { id, properties } = live.resource;
    const { domain: DomainName, basePath: BasePath, api: RestApiId, stage: Stage } = properties;
    const ApiMappingId = versionTwoId(live);
    if (ApiMappingId !== undefined) {
      const key = BasePath === NO_BASE_PATH ? {} : { ApiMappingKey: BasePath };
      return [
        {
          logicalId: logicalId(id),
          type: 'AWS::ApiGatewayV2::ApiMapping',
          properties: { DomainName, ...key, ApiId: RestApiId, Stage },
          identifier: { ApiMappingId, DomainName },
        },
      ];
    }
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::ApiGateway::BasePathMapping',
        properties: { DomainName, BasePath, RestApiId, Stage },
        identifier: { DomainName, BasePath },
      },
    ];
  },

  terraform(live) {
    const { id, properties } = live.resource;
    const { domain, basePath, api, stage } = properties;
    const path = basePath === NO_BASE_PATH ? '' : basePath;
    const mappingId = versionTwoId(live);
    if (mappingId !== undefined) {
      return [
        {
          type: 'aws_apigatewayv2_api_mapping',
          name: terraformName(id),
          body: { domain_name: domain, ...(path !== '' && { api_mapping_key: path }), api_id: api, stage },
          importId: `${mappingId}/${domain}`,
        },
      ];
    }
    return [
      {
        type: 'aws_api_gateway_base_path_mapping',
        name: terraformName(id),
        body: { domain_name: domain, ...(path !== '' && { base_path: path }), api_id: api, stage_name: stage },
        importId: `${domain}/${path}`,
      },
    ];
  },
};

export const dnsRecord: Leaving<DnsRecordShape> = {
  cloudFormation: (live) => [
    {
      what: `the record ${nameOf(live)}`,
      why: 'CloudFormation identifies a record by a SetIdentifier, which a simple record does not have.',
      instead: 'It stays. Keep it by hand in the hosted zone.',
    },
  ],

  terraform(live) {
    const { resource, observed } = live;
    const { zone, type } = resource.properties;
    const { set } = observed.properties;
    if (zone === undefined || !set) {
      return [
        {
          what: `the record ${nameOf(live)}`,
          why: 'apikit.yaml does not name the hosted zone, whose ID is a part of the ID of a record.',
          instead: 'It stays. Set domain.hostedZone in apikit.yaml and export again, or keep the record by hand.',
        },
      ];
    }
    const name = nameOf(live);
    const alias = set.AliasTarget;
    return [
      {
        type: 'aws_route53_record',
        name: terraformName(resource.id),
        body: {
          zone_id: zone,
          name,
          type,
          ...(alias
            ? {
                alias: block({
                  name: alias.DNSName,
                  zone_id: alias.HostedZoneId,
                  evaluate_target_health: alias.EvaluateTargetHealth,
                }),
              }
            : { ttl: set.TTL, records: (set.ResourceRecords ?? []).map(({ Value }) => Value) }),
        },
        importId: `${zone}_${name}_${type}`,
      },
    ];
  },
};

const nameOf = ({ resource }: Live<DnsRecordShape>): string => String(resource.properties.record).replace(/\.$/, '');

const isForeign = ({ observed }: Live<CertificateShape>): boolean => observed.inUse !== undefined;

function foreign({ resource }: Live<CertificateShape> | Live<DomainNameShape>): LeftBehind {
  return {
    what: `${resource.id} (${resource.name})`,
    why: 'apikit did not create it, or another stage uses it, too.',
    instead: 'It stays, and the template names it. Keep it where it is managed.',
  };
}
