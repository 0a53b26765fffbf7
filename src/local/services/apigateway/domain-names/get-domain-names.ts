/** GetDomainNames: the list is empty, because CreateDomainName is refused by name. */
import { operation } from '../../../cloud/operation.ts';
import { enumViolations, refuseViolations } from '../errors.ts';
import { type Members, text } from '../members.ts';
import { page } from '../paging.ts';

const OWNERS: readonly string[] = ['SELF', 'OTHER_ACCOUNTS'];

export const getDomainNames = operation({
  name: 'GetDomainNames',
  http: 'GET /domainnames',
  run(input: Members) {
    const owner = text(input, 'resourceOwner');
    if (owner !== undefined) refuseViolations(enumViolations(owner, 'resourceOwner', OWNERS));
    return page([], String, input);
  },
});
