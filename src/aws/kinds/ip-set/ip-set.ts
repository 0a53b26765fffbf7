/** Kind `ip-set`: a list of addresses of one family, to which a rule of the stage's web ACL refers. */
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { addressRange } from '../../../naming/address-range.ts';
import { ipSetNames } from '../../../naming/names.ts';
import { identityIn, type Tags } from '../../../naming/tags.ts';
import { ownIpSets } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { patiently } from '../../waf/patience.ts';
import { allPages, GONE, identify, type Named, readTags, SCOPE, syncTags } from '../../waf/regional.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';

export interface IpSetShape {
  kind: 'ip-set';
  properties: {
    family: 'ipv4' | 'ipv6';
    /** Ranges in the form of `addressRange`, in alphabetical order. */
    addresses: readonly string[];
    tags: Tags;
  };
  attributes: { arn: string; id: string; name: string };
  found: { family: string; addresses: readonly string[]; tags: Tags };
}

type Wanted = Resource<IpSetShape>;

export function ipSetKind({ clients, clock }: KindDependencies): Kind<IpSetShape> {
  const listing = sharedRead(clock, async () => {
    const client = await clients.waf();
    return await allPages(async (NextMarker) => {
      const { ListIPSetsCommand } = await import('@aws-sdk/client-wafv2');
      const { IPSets = [], NextMarker: next } = await client.send(new ListIPSetsCommand({ Scope: SCOPE, NextMarker }));
      return { items: IPSets, next };
    });
  });

  async function read(resource: Wanted): Promise<Observed<IpSetShape> | undefined> {
    const id = await identify(resource.name, () => listing.get(''));
    if (!id) return undefined;
    const client = await clients.waf();
    const { GetIPSetCommand } = await import('@aws-sdk/client-wafv2');
    const found = await undefinedIfNotFound(client.send(new GetIPSetCommand({ ...id, Scope: SCOPE })), GONE);
    const { ARN: arn = '', Addresses = [], IPAddressVersion = '' } = found?.IPSet ?? {};
    const tags = found && (await readTags(client, arn));
    if (!tags) return undefined;
    const addresses = Addresses.map((one) => addressRange(one)?.text ?? one).sort();
    return {
      attributes: { arn, id: id.Id, name: id.Name },
      properties: { family: IPAddressVersion.toLowerCase(), addresses, tags },
      owned: owns(resource.properties.tags, tags),
    };
  }

  async function create({ name, properties }: Wanted): Promise<Observed<IpSetShape>> {
    const client = await clients.waf();
    const { family, addresses, tags } = properties;
    const { CreateIPSetCommand } = await import('@aws-sdk/client-wafv2');
    const { Summary } = await client.send(
      new CreateIPSetCommand({
        Name: name,
        Scope: SCOPE,
        IPAddressVersion: family === 'ipv4' ? 'IPV4' : 'IPV6',
        Addresses: [...addresses],
        Tags: toTagList(tags),
      }),
    );
    return {
      attributes: { arn: Summary?.ARN, id: Summary?.Id, name },
      properties: { ...properties },
      owned: true,
    };
  }

  /** Reads the lock token, which every change needs, immediately before the change. */
  async function lockToken(id: Named): Promise<string | undefined> {
    const client = await clients.waf();
    const { GetIPSetCommand } = await import('@aws-sdk/client-wafv2');
    return (await undefinedIfNotFound(client.send(new GetIPSetCommand({ ...id, Scope: SCOPE })), GONE))?.LockToken;
  }

  async function update({ properties }: Wanted, had: Observed<IpSetShape>, context: KindContext): Promise<void> {
    const client = await clients.waf();
    const id = { Name: String(had.attributes.name), Id: String(had.attributes.id) };
    const Addresses = [...properties.addresses];
    if (diffFields(properties.addresses, had.properties.addresses).length > 0) {
      await patiently({ what: `change the IP set ${id.Name}`, until: 'known', clock, context }, async () => {
        const { UpdateIPSetCommand } = await import('@aws-sdk/client-wafv2');
        return client.send(new UpdateIPSetCommand({ ...id, Scope: SCOPE, Addresses, LockToken: await lockToken(id) }));
      });
    }
    await syncTags(client, String(had.attributes.arn), properties.tags, had.properties.tags);
  }

  /** After a lost response, or if another run was faster, the existing set counts if it is ours. */
  async function createOrFind(resource: Wanted): Promise<Observed<IpSetShape>> {
    try {
      return await create(resource);
    } catch (error) {
      if (!isAwsError(error, 'WAFDuplicateItemException')) throw error;
      listing.forget();
      const found = await read(resource);
      if (!found?.owned) throw createdMeanwhile('IP set', resource.name);
      return found;
    } finally {
      listing.forget();
    }
  }

  return {
    kind: 'ip-set',
    rights: [
      { actions: ['wafv2:ListIPSets'] },
      {
        actions: [
          'wafv2:GetIPSet',
          'wafv2:CreateIPSet',
          'wafv2:UpdateIPSet',
          'wafv2:DeleteIPSet',
          'wafv2:ListTagsForResource',
          'wafv2:TagResource',
          'wafv2:UntagResource',
        ],
        on: ownIpSets,
      },
    ],
    readsBy: [],
    async ownedNames(tags) {
      const own = ipSetNames(identityIn(tags));
      return (await listing.get('')).flatMap(({ Name = '' }) => (own.includes(Name) ? [Name] : []));
    },
    read,
    diff: ({ properties }, observed) =>
      diffFields(properties, observed.properties).map((change) =>
        change.path === 'family' ? { ...change, replace: true } : change,
      ),
    async apply(resource, observed, context) {
      const present = observed ?? (await createOrFind(resource));
      await update(resource, present, context);
      return { ...present, properties: { ...resource.properties }, owned: true };
    },
    async remove({ name }, { attributes }, context) {
      const client = await clients.waf();
      const id = { Name: String(attributes.name), Id: String(attributes.id) };
      await patiently({ what: `delete the IP set ${name}`, until: 'unused', clock, context }, async () => {
        const LockToken = await lockToken(id);
        if (LockToken === undefined) return;
        const { DeleteIPSetCommand } = await import('@aws-sdk/client-wafv2');
        await undefinedIfNotFound(client.send(new DeleteIPSetCommand({ ...id, Scope: SCOPE, LockToken })), GONE);
      });
    },
  };
}
