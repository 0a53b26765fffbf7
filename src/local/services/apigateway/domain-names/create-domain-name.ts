/** CreateDomainName: an edge-optimized domain by default, and a regional one if the request says so. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { DomainName, MutualTls } from '../../../state/apis/model.ts';
import { badRequest, conflict } from '../errors.ts';
import { compact, type Members, nonEmpty, requiredText, structure, text, textMap, texts } from '../members.ts';
import { domainNames, nowSeconds } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';
import { checkCertificate } from './domain-certificate.ts';
import { domainNameView, transitionOf } from './domain-name-view.ts';
import { checkMutualTls, withTrustStore } from './mutual-tls.ts';

/** Members whose effect the embedded cloud does not have. */
const REFUSED = [
  ...['certificateName', 'certificateBody', 'certificatePrivateKey', 'certificateChain', 'regionalCertificateName'],
  'policy',
];

export const createDomainName = operation({
  name: 'CreateDomainName',
  http: 'POST /domainnames',
  status: 201,
  run: async (input: Members, context) => domainNameView(context, await addDomainName(input, context)),
});

/** Also creates the domains of API Gateway v2, which are the same. Throws `AwsError`. */
export async function addDomainName(input: Members, context: OperationContext): Promise<DomainName> {
  for (const member of REFUSED) if (input[member]) throw notImplemented(`CreateDomainName with ${member}`);
  const domainName = requiredText(input, 'domainName').toLowerCase();
  if (!/^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(domainName) || domainName.length > 253) {
    throw badRequest('Invalid domain name specified');
  }
  const asked = newDomain(domainName, input, context);
  checkMutualTls(asked);
  if (domainNames(context).has(domainName)) throw conflict('The domain name you provided already exists.');
  const domain = await withTrustStore(asked, context);
  context.cloud.transitions.begin(context, transitionOf(domain), domainName);
  domainNames(context).put(domainName, domain);
  await context.cloud.serveDomains?.();
  return domain;
}

function newDomain(domainName: string, input: Members, context: OperationContext): DomainName {
  const asked = structure(input, 'endpointConfiguration') ?? {};
  const types = texts(asked, 'types') ?? ['EDGE'];
  if (types.length !== 1) throw badRequest('A domain name must have exactly one endpoint type.');
  const [type = 'EDGE'] = types;
  if (type !== 'EDGE' && type !== 'REGIONAL') throw notImplemented(`CreateDomainName with the endpoint type ${type}`);
  const isEdge = type === 'EDGE';
  const certificate = nonEmpty(text(input, isEdge ? 'certificateArn' : 'regionalCertificateArn'));
  if (certificate === undefined) throw badRequest(`A certificate was not provided for the endpoint type ${type}.`);
  checkCertificate(certificate, { domainName, isEdge }, context);
  const ownership = nonEmpty(text(input, 'ownershipVerificationCertificateArn'));
  if (ownership !== undefined) checkCertificate(ownership, { domainName, isEdge }, context);
  const tags = textMap(input, 'tags');
  const securityPolicy = text(input, 'securityPolicy') ?? 'TLS_1_2';
  checkPolicy(securityPolicy, type);
  return compact({
    domainName,
    ...(isEdge ? edgeFields(certificate, context) : regionalFields(certificate, context)),
    endpointConfiguration: { types, ipAddressType: text(asked, 'ipAddressType') ?? 'ipv4' },
    securityPolicy,
    endpointAccessMode: text(input, 'endpointAccessMode'),
    mutualTlsAuthentication: mutualTlsIn(input),
    ownershipVerificationCertificateArn: ownership,
    routingMode: text(input, 'routingMode') ?? 'BASE_PATH_MAPPING_ONLY',
    tags: tags && checkedTags({}, tags),
  });
}

function mutualTlsIn(input: Members): MutualTls | undefined {
  const asked = structure(input, 'mutualTlsAuthentication') ?? {};
  const truststoreUri = nonEmpty(text(asked, 'truststoreUri'));
  if (truststoreUri === undefined) return undefined;
  return compact({ truststoreUri, truststoreVersion: nonEmpty(text(asked, 'truststoreVersion')) }) as MutualTls;
}

/** The hosted zone of API Gateway's regional endpoints in us-east-1; other regions have others. */
const REGIONAL_ZONE = 'Z1UJRXOUMOOFQ8';
/** The hosted zone of all CloudFront distributions (Route 53 API reference, AliasTarget). */
const EDGE_ZONE = 'Z2FDTNDATAQYW2';

/** The names of the policies of edge-optimized domains end in EDGE. Throws BadRequestException. */
export function checkPolicy(policy: string, type: string): void {
  if (!policy.startsWith('SecurityPolicy_') || policy.endsWith('_EDGE') === (type === 'EDGE')) return;
  throw badRequest(`The security policy ${policy} is not supported for the endpoint type ${type}.`);
}

const regionalFields = (regionalCertificateArn: string, context: OperationContext): Partial<DomainName> => ({
  regionalCertificateArn,
  ...regionalHost(context),
});

export function regionalHost({ region, cloud }: OperationContext): Partial<DomainName> {
  return {
    regionalDomainName: `d-${cloud.ids.short(10)}.execute-api.${region}.amazonaws.com`,
    regionalHostedZoneId: REGIONAL_ZONE,
  };
}

const edgeFields = (certificateArn: string, context: OperationContext): Partial<DomainName> => ({
  certificateArn,
  ...edgeHost(context),
});

export function edgeHost(context: OperationContext): Partial<DomainName> {
  return {
    certificateUploadDate: nowSeconds(context),
    distributionDomainName: `d${context.cloud.ids.short(13)}.cloudfront.net`,
    distributionHostedZoneId: EDGE_ZONE,
  };
}
