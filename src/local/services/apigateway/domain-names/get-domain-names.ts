/** GetDomainNames: the list is empty, because CreateDomainName is refused by name. */
import { operation } from '../../../cloud/operation.ts';
import type { Members } from '../members.ts';
import { page } from '../paging.ts';

export const getDomainNames = operation({
  name: 'GetDomainNames',
  http: 'GET /domainnames',
  // The owner (`resourceOwner`) changes nothing in an empty list.
  run: (input: Members) => page([], String, input),
});
