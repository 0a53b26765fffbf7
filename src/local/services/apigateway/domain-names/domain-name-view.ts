/** A custom domain as API Gateway returns it. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';

export const isEdge = ({ endpointConfiguration }: DomainName): boolean => endpointConfiguration.types[0] === 'EDGE';

/** Whether a change of the domain has not reached all hosts yet. */
export const isChanging = ({ cloud, ...context }: OperationContext, domain: DomainName): boolean =>
  cloud.transitions.pending(context, transitionOf(domain), domain.domainName);

export const transitionOf = (domain: DomainName) => (isEdge(domain) ? 'edgeDomainName' : 'domainName');

export const domainNameView = (context: OperationContext, { truststore: _, ...domain }: DomainName): object => ({
  ...domain,
  domainNameArn: `arn:aws:apigateway:${context.region}:${context.account}:/domainnames/${domain.domainName}`,
  domainNameStatus: isChanging(context, domain) ? 'UPDATING' : 'AVAILABLE',
  tags: domain.tags ?? {},
});
