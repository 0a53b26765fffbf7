/** `apikit domain status`: looks at the custom domain of a stage, in AWS and from outside. Reads only. */

import type { DomainConfig } from '../../config/domain.ts';
import type { Target } from '../../context.ts';
import { EXIT, usageError } from '../../errors.ts';
import { mappedName } from '../../naming/custom-domain.ts';
import type { DomainCheck } from '../../stage/domain/domain-checks.ts';
import { SYMBOL, type Theme } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { partsOf } from '../parts/stage/release-preview.ts';

interface Answers {
  target: Target;
  domain: DomainConfig;
}

interface ShownDomain {
  app: string;
  stage: string;
  domain: string;
  checks: DomainCheck[];
  /** All mappings of the domain. */
  mappings: { path: string; api: string; stage: string | null; own: boolean }[];
  certificate: { arn: string; status: string; expiresAt: string | null; records: string[] } | null;
  release: string | null;
}

export const domainStatus = defineCommand({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit domain status --stage prod', 'apikit domain status --stage prod --json'],
  async ask(_input, context): Promise<Answers> {
    const { domain, stage } = await context.stage();
    if (!domain)
      throw usageError(
        `Stage ${stage} has no domain in apikit.yaml.`,
        `Write it under stages.${stage}: domain: { name: api.example.com }`,
      );
    return { target: await context.target(), domain };
  },
  async execute({ target, domain }, context): Promise<ShownDomain> {
    const [{ domainFacts }, { domainChecks }, reads, { validationRecords }] = await Promise.all([
      import('../../stage/domain/domain-facts.ts'),
      import('../../stage/domain/domain-checks.ts'),
      import('../../aws/domains/domain-reads.ts'),
      import('../../aws/domains/certificate-reads.ts'),
    ]);
    const { app, stage } = target.config;
    const facts = await domainFacts(target.config, domain, { ...partsOf(target, context), env: context.io.env });
    const { api, certificate, answer, mappings } = facts;
    return {
      app,
      stage,
      domain: mappedName(domain.name, domain.basePath),
      checks: domainChecks(facts),
      mappings: mappings.map((one) => ({
        path: mappedName(domain.name, one.basePath),
        api: one.restApiId ?? '',
        stage: one.stage ?? null,
        own: reads.leadsTo(one, { api, stage }),
      })),
      certificate: certificate
        ? {
            arn: certificate.CertificateArn ?? '',
            status: certificate.Status ?? '',
            expiresAt: certificate.NotAfter?.toISOString() ?? null,
            records: validationRecords(certificate),
          }
        : null,
      release: 'release' in answer ? answer.release : null,
    };
  },
  render: ({ checks, mappings, domain }, theme) => {
    const others = mappings.filter(({ path }) => path !== domain);
    return {
      data: [
        ...checks.flatMap((check) => checkLines(check, theme)),
        ...(others.length > 0 ? ['', 'Other mappings of the domain:'] : []),
        ...others.map(
          ({ path, api, stage }) => `  ${path} leads to API ${api}${stage === null ? '' : `, stage ${stage}`}`,
        ),
      ],
    };
  },
  json: (result) => result,
  exitCode: ({ checks }) =>
    checks.some(({ state }) => state === 'failed' || state === 'waiting') ? EXIT.failed : EXIT.done,
});

function checkLines({ check, state, says, fix }: DomainCheck, theme: Theme): string[] {
  const mark = {
    ok: theme.good(SYMBOL.done),
    waiting: theme.warn(SYMBOL.warning),
    failed: theme.bad(SYMBOL.failed),
    unknown: SYMBOL.note,
  }[state];
  return [
    `${mark} ${check.padEnd('certificate'.length)}  ${says}`,
    ...(fix === null ? [] : [`${' '.repeat(15)}${fix}`]),
  ];
}
