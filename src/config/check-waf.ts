/** Checks what the schema of `waf` cannot express. Pure. */
import { addressRange, findCovering } from '../naming/address-range.ts';
import type { CheckedStage } from './optional-setting.ts';
import type { ReportProblem } from './stage-report.ts';
import { type WafConfig, type WafRules, wafRules } from './waf-rules.ts';

export function checkWaf(config: WafConfig, stage: CheckedStage, report: ReportProblem): void {
  if ('existing' in config) {
    checkExisting(config.existing, stage, report);
    return;
  }
  checkAddresses(config, report);
  const both = config.allowCountries.filter((code) => config.blockCountries.includes(code));
  if (both.length > 0) {
    report(
      ['waf', 'allowCountries'],
      `waf.allowCountries and waf.blockCountries both have ${both.join(', ')}.`,
      'Remove it from one of them.',
    );
  }
  if (wafRules(config).length === 0) {
    report(['waf'], 'waf has no rule, so the firewall would block nothing.', 'Write for example rateLimit: 2000.', {
      missing: 'ipSets',
    });
  }
}

function checkAddresses({ ipSets }: WafRules, report: ReportProblem): void {
  for (const [name, texts] of Object.entries(ipSets)) {
    for (const [index, text] of texts.entries()) {
      const range = addressRange(text);
      if (range && range.prefix > 0) continue;
      const why = range
        ? 'covers all addresses, and AWS WAF accepts no such range'
        : 'is neither an address nor a range';
      report(
        ['waf', 'ipSets', name, index],
        `waf.ipSets.${name} has "${text}", which ${why}.`,
        'Write an address or a range, for example 203.0.113.0/24.',
      );
    }
  }
  const allowing = findCovering(ipSets.allow);
  for (const [index, text] of ipSets.block.entries()) {
    const by = allowing(text);
    if (by === undefined) continue;
    report(
      ['waf', 'ipSets', 'block', index],
      `waf.ipSets.block has ${text}, and waf.ipSets.allow has ${by}, which is evaluated first.`,
      'Remove one of them.',
    );
  }
}

/** A stage and its web ACL are in the same region of the same account. */
function checkExisting(arn: string, { stage, region, account }: CheckedStage, report: ReportProblem): void {
  const [, , , home, owner] = arn.split(':');
  if (region !== '' && home !== region) {
    report(
      ['waf'],
      `waf names a web ACL in ${home}, and stage ${stage} is in ${region}.`,
      `Name a web ACL in ${region}, or set waf for each stage.`,
      { about: 'region of the web ACL' },
    );
  }
  if (account !== undefined && owner !== account) {
    report(
      ['waf'],
      `waf names a web ACL of account ${owner}, and stage ${stage} is in account ${account}.`,
      `Name a web ACL of account ${account}.`,
      { about: 'account of the web ACL' },
    );
  }
}
