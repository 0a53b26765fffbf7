/** The operations of IP sets. */
import { isIP } from 'node:net';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Statement } from '../../models/wafv2.ts';
import type { IpSet } from '../../state/firewall.ts';
import { associatedItem, duplicateItem, invalidParameter, nonexistent, staleLock } from './errors.ts';
import { operation } from './operation.ts';
import { firewall, page, regionalArn, requireRegional } from './scope.ts';
import { checkTags } from './tags.ts';

export const createIpSet = operation(
  'CreateIPSet',
  ({ Name, Scope, Description, IPAddressVersion, Addresses, Tags = [] }, context) => {
    requireRegional(Scope);
    checkTags(Tags);
    checkAddresses(Addresses, IPAddressVersion);
    const { ipSets } = firewall(context);
    if (ipSets.values().some(({ name }) => name === Name)) throw duplicateItem();
    const id = context.cloud.ids.uuid();
    const arn = regionalArn(context, 'ipset', Name, id);
    const set: IpSet = {
      ...{ name: Name, id, arn, version: IPAddressVersion, addresses: Addresses, tags: Tags },
      ...(Description !== undefined && { description: Description }),
      lockToken: context.cloud.ids.uuid(),
    };
    ipSets.put(arn, set);
    return { Summary: summary(set) };
  },
);

export const getIpSet = operation('GetIPSet', ({ Name, Scope, Id }, context) => {
  requireRegional(Scope);
  const set = find(context, Name, Id);
  const { name, id, arn, description, version, addresses, lockToken } = set;
  return {
    IPSet: {
      Name: name,
      Id: id,
      ARN: arn,
      Description: description ?? '',
      IPAddressVersion: version,
      Addresses: [...addresses],
    },
    LockToken: lockToken,
  };
});

export const updateIpSet = operation(
  'UpdateIPSet',
  ({ Name, Scope, Id, Description, Addresses, LockToken }, context) => {
    requireRegional(Scope);
    const set = find(context, Name, Id);
    if (set.lockToken !== LockToken) throw staleLock();
    checkAddresses(Addresses, set.version);
    const lockToken = context.cloud.ids.uuid();
    const { description: _, ...kept } = set;
    firewall(context).ipSets.put(set.arn, {
      ...kept,
      ...(Description !== undefined && { description: Description }),
      addresses: Addresses,
      lockToken,
    });
    return { NextLockToken: lockToken };
  },
);

export const deleteIpSet = operation('DeleteIPSet', ({ Name, Scope, Id, LockToken }, context) => {
  requireRegional(Scope);
  const { arn, lockToken } = find(context, Name, Id);
  if (lockToken !== LockToken) throw staleLock();
  const { ipSets, webAcls } = firewall(context);
  if (webAcls.values().some(({ rules }) => rules.some(({ Statement }) => refersTo(Statement, arn)))) {
    throw associatedItem();
  }
  ipSets.delete(arn);
});

export const listIpSets = operation('ListIPSets', ({ Scope, Limit = 100, NextMarker }, context) => {
  requireRegional(Scope);
  const { items, next } = page(firewall(context).ipSets.values(), Limit, NextMarker);
  return { NextMarker: next, IPSets: items.map(summary) };
});

/** A range must be an address and the length of its prefix, and all ranges must have the family of the set. */
function checkAddresses(addresses: readonly string[], version: IpSet['version']): void {
  for (const range of addresses) {
    const [address = '', bits = ''] = range.split('/', 2);
    const most = version === 'IPV4' ? 32 : 128;
    const isValid = isIP(address) === (version === 'IPV4' ? 4 : 6) && /^\d+$/.test(bits) && Number(bits) <= most;
    if (!isValid || Number(bits) === 0) {
      throw invalidParameter('IP_ADDRESS', range, 'The parameter contains formatting that is not valid.');
    }
  }
}

/** Throws WAFNonexistentItemException. */
function find(context: OperationContext, Name: string, Id: string): IpSet {
  const found = firewall(context)
    .ipSets.values()
    .find(({ name, id }) => name === Name && id === Id);
  if (!found) throw nonexistent();
  return found;
}

const summary = ({ name, id, arn, description, lockToken }: IpSet) => ({
  Name: name,
  Id: id,
  Description: description ?? '',
  LockToken: lockToken,
  ARN: arn,
});

const refersTo = (statement: Statement, arn: string): boolean =>
  JSON.stringify(statement).includes(JSON.stringify(arn));
