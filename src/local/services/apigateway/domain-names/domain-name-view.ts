/** A custom domain as API Gateway returns it. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';

/** Whether the domain has an edge-optimized endpoint, beside a regional one or alone. */
export const isEdge = ({ endpointConfiguration }: DomainName): boolean => endpointConfiguration.types.includes('EDGE');

/** Whether a change of the domain has not reached all hosts yet. */
export const isChanging = ({ cloud, ...context }: OperationContext, { domainName }: DomainName): boolean =>
  (['domainName', 'edgeDomainName'] as const).some((name) => cloud.transitions.pending(context, name, domainName));

export const transitionOf = (domain: DomainName) => (isEdge(domain) ? 'edgeDomainName' : 'domainName');

export const domainNameView = (context: OperationContext, { truststore: _, ...domain }: DomainName): object => ({
  ...domain,
  domainNameArn: `arn:aws:apigateway:${context.region}:${context.account}:/domainnames/${domain.domainName}`,
  domainNameStatus: isChanging(context, domain) ? 'UPDATING' : 'AVAILABLE',
  tags: domain.tags ?? {},
});
