/**
 * CreateDomainName, GetDomainName, GetDomainNames, UpdateDomainName and DeleteDomainName. The domains are those of
 * version 1, and version 2 changes only regional ones.
 */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainNameConfiguration } from '../../../models/apigatewayv2.ts';
import type { DomainName } from '../../../state/apis/model.ts';
import { addDomainName } from '../../apigateway/domain-names/create-domain-name.ts';
import { removeDomainName } from '../../apigateway/domain-names/delete-domain-name.ts';
import { patchDomainName } from '../../apigateway/domain-names/update-domain-name.ts';
import { domainNames, requireDomainName } from '../../apigateway/state.ts';
import { badRequest } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { domainNameView, ROUTING_MODES } from './domain-name-view.ts';

export const createDomainName = operation('CreateDomainName', async (input, context) => {
  const { CertificateArn, SecurityPolicy, IpAddressType, OwnershipVerificationCertificateArn } = onlyConfiguration(
    input.DomainNameConfigurations ?? [],
  );
  const { MutualTlsAuthentication: mutualTls, RoutingMode, Tags } = input;
  const domain = await addDomainName(
    {
      domainName: input.DomainName,
      regionalCertificateArn: CertificateArn,
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: IpAddressType },
      securityPolicy: SecurityPolicy,
      ownershipVerificationCertificateArn: OwnershipVerificationCertificateArn,
      ...(mutualTls && {
        mutualTlsAuthentication: {
          truststoreUri: mutualTls.TruststoreUri,
          truststoreVersion: mutualTls.TruststoreVersion,
        },
      }),
      ...(RoutingMode !== undefined && { routingMode: ROUTING_MODES[RoutingMode] }),
      ...(Tags && { tags: Tags }),
    },
    context,
  );
  return domainNameView(context, domain);
});

export const getDomainName = operation('GetDomainName', (input, context) =>
  domainNameView(context, requireDomainName(context, input.DomainName)),
);

export const getDomainNames = operation('GetDomainNames', (input, context) => {
  const { items, next } = page(domainNames(context).values(), input);
  return {
    Items: items.map((domain) => domainNameView(context, domain)),
    ...(next !== undefined && { NextToken: next }),
  };
});

export const updateDomainName = operation('UpdateDomainName', async (input, context) => {
  const domain = requireRegionalDomain(context, input.DomainName);
  const { DomainNameConfigurations, MutualTlsAuthentication: mutualTls, RoutingMode } = input;
  if (RoutingMode !== undefined && ROUTING_MODES[RoutingMode] !== domain.routingMode)
    throw notImplemented('API Gateway v2 UpdateDomainName with RoutingMode');
  const changed = DomainNameConfigurations && onlyConfiguration(DomainNameConfigurations);
  const values: Readonly<Record<string, string | undefined>> = {
    '/regionalCertificateArn': changed?.CertificateArn,
    '/securityPolicy': changed?.SecurityPolicy,
    '/endpointConfiguration/ipAddressType': changed?.IpAddressType,
    '/ownershipVerificationCertificateArn': changed?.OwnershipVerificationCertificateArn,
    '/mutualTlsAuthentication/truststoreUri': mutualTls?.TruststoreUri,
    '/mutualTlsAuthentication/truststoreVersion': mutualTls?.TruststoreVersion,
  };
  const patchOperations = Object.entries(values).flatMap(([path, value]) =>
    value === undefined ? [] : [{ op: 'replace', path, value }],
  );
  return domainNameView(context, await patchDomainName(domain, { patchOperations }, context));
});

export const deleteDomainName = operation('DeleteDomainName', (input, context) => {
  removeDomainName(requireDomainName(context, input.DomainName), context);
});

/** Throws BadRequestException for a domain that also or only has an edge-optimized endpoint. */
export function requireRegionalDomain(context: OperationContext, name: string): DomainName {
  const domain = requireDomainName(context, name);
  const { types } = domain.endpointConfiguration;
  if (types.length !== 1 || types[0] !== 'REGIONAL') throw onlyRegional();
  return domain;
}

/** Users of serverless-domain-manager report the text (issue 582). */
const onlyRegional = () =>
  badRequest(
    'Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.',
  );

function onlyConfiguration(all: readonly DomainNameConfiguration[]): DomainNameConfiguration {
  const [one, ...more] = all;
  if (!one || more.length > 0) throw badRequest('A domain name must have exactly one configuration.');
  const { EndpointType = 'REGIONAL', CertificateName } = one;
  if (EndpointType !== 'REGIONAL') throw onlyRegional();
  if (CertificateName !== undefined) throw notImplemented('API Gateway v2 CertificateName');
  return one;
}
