/**
 * Kind `certificate`: the certificate of a custom domain, which Certificate Manager issues when it finds a record in
 * DNS. The kind requests it and waits only for the record; the domain waits for the certificate. The tag of a
 * certificate names the domain and no stage, because stages of several apps may share it.
 */
import { createHash } from 'node:crypto';
import type { CertificateDetail } from '@aws-sdk/client-acm';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { DOMAIN_TAG } from '../../../naming/tags.ts';
import { certificateArns, requestHasDomainTag, resourceHasDomainTag } from '../../arns/own-arns.ts';
import { clientOfCertificate } from '../../domains/certificate-client.ts';
import { describeCertificate, isRequestedFor, requestedCertificate } from '../../domains/certificate-reads.ts';
import { deleteCertificate } from '../../domains/delete-certificate.ts';
import { certificateOf, neededBeside, readDomain } from '../../domains/domain-reads.ts';
import { waitUntil } from '../../sdk/retry.ts';
import { createDomainReads } from '../domain-reads.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { CertificateShape } from './shape.ts';

/** Milliseconds. The record appears some seconds after the request (docs/aws/custom-domains.md). */
const RECORD_PATIENCE = 120_000;

export function certificateKind(dependencies: KindDependencies): Kind<CertificateShape> {
  const { clients, clock, domains = createDomainReads(dependencies) } = dependencies;

  const clientFor = ({ endpoint }: Pick<CertificateShape['properties'], 'endpoint'>) =>
    endpoint === 'EDGE' ? clients.acmOfEdge() : clients.acm();

  function observedAs(domain: string, detail: CertificateDetail): Observed<CertificateShape> {
    const record = detail.DomainValidationOptions?.find(({ DomainName }) => DomainName === domain)?.ResourceRecord;
    return {
      attributes: {
        arn: detail.CertificateArn,
        name: domain,
        recordName: record?.Name ?? '',
        recordValue: record?.Value ?? '',
      },
      steady: ['recordName', 'recordValue'],
      properties: {},
      owned: true,
      ...(detail.Status && { state: detail.Status }),
    };
  }

  async function read({
    name,
    properties,
  }: Resource<CertificateShape>): Promise<Observed<CertificateShape> | undefined> {
    const found = await domains.get(name);
    const used = found && certificateOf(found.domain, properties.endpoint);
    // A domain that apikit did not create may have another endpoint, whose certificate is in another region.
    const client = await (used === undefined ? clientFor(properties) : clientOfCertificate(clients, used));
    const arn = used ?? (await requestedCertificate(client, name));
    const detail = arn === undefined ? undefined : await describeCertificate(client, arn);
    if (!detail || arn === undefined) return undefined;
    const foreign = used !== undefined && !(await isRequestedFor(client, arn, name));
    const inUse = foreign ? 'apikit did not request it' : neededBeside(found, properties);
    return { ...observedAs(name, detail), ...(inUse !== undefined && { inUse }) };
  }

  return {
    kind: 'certificate',
    rights: [
      { actions: ['acm:ListCertificates'] },
      { actions: ['acm:DescribeCertificate', 'acm:ListTagsForCertificate'], on: certificateArns },
      {
        actions: ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
        on: certificateArns,
        when: requestHasDomainTag,
      },
      { actions: ['acm:DeleteCertificate'], on: certificateArns, when: resourceHasDomainTag },
    ],
    readsBy: ['api'],
    read,
    diff: () => [],
    async apply({ name, properties }, _observed, context: KindContext) {
      const client = await clientFor(properties);
      const token = createHash('md5').update(`${name} ${clock.now()}`).digest('hex');
      const { RequestCertificateCommand } = await import('@aws-sdk/client-acm');
      const { CertificateArn = '' } = await client.send(
        new RequestCertificateCommand({
          DomainName: name,
          ValidationMethod: 'DNS',
          IdempotencyToken: token,
          Tags: [{ Key: DOMAIN_TAG, Value: name }],
        }),
      );
      const patience = {
        what: `read the record that validates the certificate of ${name}`,
        within: RECORD_PATIENCE,
        firstDelay: 1_000,
        hint: 'Run the same command again: it continues with the certificate that was requested.',
        clock,
        signal: context.signal,
      };
      return await waitUntil(patience, async () => {
        const detail = await describeCertificate(client, CertificateArn);
        const made = detail && observedAs(name, detail);
        return made?.attributes.recordName ? made : undefined;
      });
    },
    async remove({ name, properties }, { attributes: { arn } }, context) {
      // The domain stays if another stage has joined it meanwhile.
      const needed = neededBeside(await readDomain(clients, name), properties);
      domains.forget();
      if (needed !== undefined) return context.note(`it stays, because ${needed}`);
      await deleteCertificate({ domain: name, arn }, dependencies, context);
    },
  };
}
