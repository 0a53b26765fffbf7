/** GetDomainName and GetDomainNames. */
import { operation } from '../../../cloud/operation.ts';
import { type Members, text } from '../members.ts';
import { page } from '../paging.ts';
import { domainIn, domainNames } from '../state.ts';
import { domainNameView } from './domain-name-view.ts';

export const getDomainName = operation({
  name: 'GetDomainName',
  http: 'GET /domainnames/{domainName}',
  run: (input: Members, context) => domainNameView(context, domainIn(input, context)),
});

export const getDomainNames = operation({
  name: 'GetDomainNames',
  http: 'GET /domainnames',
  run(input: Members, context) {
    // No other account shares a domain.
    const all = text(input, 'resourceOwner') === 'OTHER_ACCOUNTS' ? [] : domainNames(context).values();
    const { item, position } = page(all, ({ domainName }) => domainName, input);
    return { item: item.map((domain) => domainNameView(context, domain)), ...(position && { position }) };
  },
});
