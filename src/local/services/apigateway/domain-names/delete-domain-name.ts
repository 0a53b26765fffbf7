/** DeleteDomainName: also deletes the mappings of the domain. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { DomainName } from '../../../state/apis/model.ts';
import type { Members } from '../members.ts';
import { basePathMappings, deleteOwned, domainIn, domainNames } from '../state.ts';
import { releaseCertificate } from './release-certificate.ts';

export const deleteDomainName = operation({
  name: 'DeleteDomainName',
  http: 'DELETE /domainnames/{domainName}',
  status: 202,
  run: (input: Members, context) => removeDomainName(domainIn(input, context), context),
});

/** Also deletes the domains of API Gateway v2. */
export function removeDomainName(domain: DomainName, context: OperationContext): void {
  deleteOwned(basePathMappings(context), domain.domainName);
  domainNames(context).delete(domain.domainName);
  context.cloud.transitions.forget(context, 'domainName', domain.domainName);
  context.cloud.transitions.forget(context, 'edgeDomainName', domain.domainName);
  releaseCertificate(domain, context);
}
